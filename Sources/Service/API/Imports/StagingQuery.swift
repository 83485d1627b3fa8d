/// The query of `POST /imports`.
package struct StagingQuery: APIQuery {
    /// The repository; may be left out where there is only one.
    package var repository: String?
    /// Whether to take an archive that no trusted key signed, where one is needed.
    package var allowUnsigned: Bool

    /// Every parameter that the query may have.
    package static let parameters = RepositoryQuery.parameters + ["allow_unsigned"]

    /// Asks for an archive to be taken.
    package init(repository: String? = nil, allowUnsigned: Bool = false) {
        self.repository = repository
        self.allowUnsigned = allowUnsigned
    }

    /// Reads the parameters.
    package init(from reader: inout QueryReader) {
        self.init(
            repository: RepositoryQuery(from: &reader).repository,
            allowUnsigned: reader.flag("allow_unsigned") ?? false
        )
    }

    /// The parameters that are set.
    package var pairs: [QueryPair] {
        RepositoryQuery(repository: repository).pairs
            + (allowUnsigned ? [QueryPair("allow_unsigned", "true")] : [])
    }
}
