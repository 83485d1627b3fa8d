/// The query of a request that deletes what a repository has: an import, a trusted key.
package struct RepositoryDeletionQuery: APIQuery {
    /// The repository; may be left out where only one has it.
    package var repository: String?
    /// Whether only to say what would be deleted.
    package var isDryRun: Bool

    /// Every parameter that the query may have.
    package static let parameters = RepositoryQuery.parameters + DryRunQuery.parameters

    /// Asks for a deletion.
    package init(repository: String? = nil, isDryRun: Bool = false) {
        self.repository = repository
        self.isDryRun = isDryRun
    }

    /// Reads the parameters.
    package init(from reader: inout QueryReader) {
        self.init(
            repository: RepositoryQuery(from: &reader).repository,
            isDryRun: DryRunQuery(from: &reader).isDryRun
        )
    }

    /// The parameters that are set.
    package var pairs: [QueryPair] {
        RepositoryQuery(repository: repository).pairs + DryRunQuery(isDryRun: isDryRun).pairs
    }
}
