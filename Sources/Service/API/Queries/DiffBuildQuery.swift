/// The query of `POST /jobs/diff-build`.
package struct DiffBuildQuery: APIQuery {
    /// The snapshot to start from; without it the server chooses.
    package var baseline: String?

    /// Every parameter that the query may have.
    package static let parameters = ["baseline"]

    /// Asks for a build.
    package init(baseline: String? = nil) {
        self.baseline = baseline
    }

    /// Reads the parameters.
    package init(from reader: inout QueryReader) {
        self.init(baseline: reader.text("baseline"))
    }

    /// The parameter, if it is set.
    package var pairs: [QueryPair] {
        [QueryPair("baseline", baseline)].compactMap(\.self)
    }
}
