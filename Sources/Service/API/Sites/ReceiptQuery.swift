/// The query of `POST /receipts`.
package struct ReceiptQuery: APIQuery {
    /// The repository that a code is of; may be left out where there is only one.
    package var repository: String?
    /// Whether to take what no trusted key of the site signed, where one is needed.
    package var allowUnsigned: Bool
    /// Whether only to say what would come of it.
    package var isDryRun: Bool

    /// Every parameter that the query may have.
    package static let parameters = RepositoryDryRunQuery.parameters + ["allow_unsigned"]

    /// Registers a receipt or a code, or only tries.
    package init(repository: String? = nil, allowUnsigned: Bool = false, isDryRun: Bool = false) {
        self.repository = repository
        self.allowUnsigned = allowUnsigned
        self.isDryRun = isDryRun
    }

    /// Reads the parameters.
    package init(from reader: inout QueryReader) {
        let common = RepositoryDryRunQuery(from: &reader)
        let allowUnsigned = reader.flag("allow_unsigned") ?? false
        self.init(repository: common.repository, allowUnsigned: allowUnsigned, isDryRun: common.isDryRun)
    }

    /// The parameters that are set.
    package var pairs: [QueryPair] {
        RepositoryDryRunQuery(repository: repository, isDryRun: isDryRun).pairs
            + (allowUnsigned ? [QueryPair("allow_unsigned", "true")] : [])
    }
}
