package import JSON
package import Requests
package import Time
package import Transfer

/// What became of a receipt, a code or an inventory.
package struct SiteRegistration: Codable, Hashable, Sendable {
    /// Whether it counts: `news`, `known`, or `older` than what the site said before, which changes nothing.
    package var verdict: Registration.Verdict
    /// Its counter.
    package var counter: Int64
    /// The artifact that it proves to be delivered; null where it proves none.
    @Nullable package var artifact: String?
    /// The site as it is known now.
    package var site: Site

    /// Says what became of it.
    package init(verdict: Registration.Verdict, counter: Int64, artifact: String?, site: Site) {
        self.verdict = verdict
        self.counter = counter
        self.site = site
        _artifact = Nullable(wrappedValue: artifact)
    }
}

/// A code that somebody typed.
package struct CodeEntry: Codable, Hashable, Sendable {
    /// Every member that such a request may have.
    package static let members: [RequestMember] = [.text("code").required, .text("site")]

    /// The 25 characters, however they are grouped.
    package let code: String
    /// The site that it is of; needed where that was never heard of.
    package let site: String?

    /// Names a code.
    package init(code: String, site: String?) {
        self.code = code
        self.site = site
    }
}

/// The query of `POST /inventories`.
package struct InventoryQuery: APIQuery {
    /// The site that it is of; may be left out where the inventory says it.
    package var site: String?
    /// When the list was made, where it does not say so; by default now.
    package var taken: Moment?
    /// The repository here that it is about.
    package var repository: String?
    /// Whether to take what no trusted key of the site signed, where one is needed.
    package var allowUnsigned: Bool
    /// Whether only to say what would come of it.
    package var isDryRun: Bool

    /// Every parameter that the query may have.
    package static let parameters = ["site", "taken"] + ReceiptQuery.parameters

    /// Registers an inventory, or only tries.
    package init(
        site: String? = nil,
        taken: Moment? = nil,
        repository: String? = nil,
        allowUnsigned: Bool = false,
        isDryRun: Bool = false
    ) {
        self.site = site
        self.taken = taken
        self.repository = repository
        self.allowUnsigned = allowUnsigned
        self.isDryRun = isDryRun
    }

    /// Reads the parameters.
    package init(from reader: inout QueryReader) {
        let (site, taken) = (reader.text("site"), reader.moment("taken"))
        let common = ReceiptQuery(from: &reader)
        self.init(
            site: site,
            taken: taken,
            repository: common.repository,
            allowUnsigned: common.allowUnsigned,
            isDryRun: common.isDryRun
        )
    }

    /// The parameters that are set.
    package var pairs: [QueryPair] {
        [QueryPair("site", site), QueryPair("taken", taken?.description)].compactMap(\.self)
            + ReceiptQuery(repository: repository, allowUnsigned: allowUnsigned, isDryRun: isDryRun).pairs
    }
}
