/// The query of `POST /jobs/diff-build`.
package struct DiffBuildQuery: APIQuery {
    /// The snapshot to start from; without it the server chooses.
    package var baseline: String?
    /// The repository; may be left out where there is only one, or stand in the body.
    package var repository: String?

    /// Every parameter that the query may have.
    package static let parameters = ["baseline", "repository"]

    /// Asks for a build.
    package init(baseline: String? = nil, repository: String? = nil) {
        self.baseline = baseline
        self.repository = repository
    }

    /// Reads the parameters.
    package init(from reader: inout QueryReader) {
        self.init(baseline: reader.text("baseline"), repository: reader.text("repository"))
    }

    /// The parameters that are set.
    package var pairs: [QueryPair] {
        [QueryPair("baseline", baseline), QueryPair("repository", repository)].compactMap(\.self)
    }
}
