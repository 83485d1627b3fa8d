/// The query of `DELETE /keys/{fingerprint}`.
package struct KeyQuery: APIQuery {
    /// The repository; may be left out where there is only one.
    package var repository: String?
    /// The site whose word the key signs; absent where it signs archives.
    package var site: String?
    /// Whether only to say what would come of it.
    package var isDryRun: Bool

    /// Every parameter that the query may have.
    package static let parameters = RepositoryDryRunQuery.parameters + ["site"]

    /// Retires a key, or only tries.
    package init(repository: String? = nil, site: String? = nil, isDryRun: Bool = false) {
        self.repository = repository
        self.site = site
        self.isDryRun = isDryRun
    }

    /// Reads the parameters.
    package init(from reader: inout QueryReader) {
        let common = RepositoryDryRunQuery(from: &reader)
        self.init(repository: common.repository, site: reader.text("site"), isDryRun: common.isDryRun)
    }

    /// The parameters that are set.
    package var pairs: [QueryPair] {
        RepositoryDryRunQuery(repository: repository, isDryRun: isDryRun).pairs
            + [QueryPair("site", site)].compactMap(\.self)
    }
}
