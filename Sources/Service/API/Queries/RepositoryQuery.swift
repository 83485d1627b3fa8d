/// The query of a request about one repository that names nothing else.
package struct RepositoryQuery: APIQuery {
    /// The repository; may be left out where there is only one.
    package var repository: String?

    /// Every parameter that the query may have.
    package static let parameters = ["repository"]

    /// Asks about a repository.
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
