/// The query of `POST /imports` when the body is the archive itself.
package struct ImportStageQuery: APIQuery {
    /// The repository; may be left out where there is only one.
    package var repository: String?

    /// Every parameter that the query may have.
    package static let parameters = ["repository"]

    /// Asks for an import.
    package init(repository: String? = nil) {
        self.repository = repository
    }

    /// Reads the parameters.
    package init(from reader: inout QueryReader) {
        self.init(repository: reader.text("repository"))
    }

    /// The parameter, if it is set.
    package var pairs: [QueryPair] {
        [QueryPair("repository", repository)].compactMap(\.self)
    }
}
