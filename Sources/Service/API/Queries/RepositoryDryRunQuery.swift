/// The query of a request about one repository that can be tried: deleting an import.
package struct RepositoryDryRunQuery: APIQuery {
    /// The repository; may be left out where only one has it.
    package var repository: String?
    /// Whether only to say what would come of it.
    package var isDryRun: Bool

    /// Every parameter that the query may have.
    package static let parameters = RepositoryQuery.parameters + DryRunQuery.parameters

    /// Asks for it to be done, or only tried.
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
