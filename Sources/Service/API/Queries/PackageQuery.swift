package import Time
package import Trees

/// The query of `GET /packages`.
package struct PackageQuery: PagedQuery {
    /// Only packages whose name holds this text.
    package var search: String?
    /// Only packages of this repository.
    package var repository: String?
    /// Only packages that changed at this moment or later.
    package var changedSince: Moment?
    /// Whether only packages are wanted of which something is wrong.
    package var hasFindings: Bool
    /// The order.
    package var order: ListOrder<CatalogOrder>
    /// Which page is wanted.
    package var page: PageQuery

    /// Every parameter that the query may have.
    package static let parameters =
        ["q", "repository", "changed_since", "has_findings"] + ListOrder<CatalogOrder>.parameters + PageQuery.parameters

    /// Asks for a list.
    package init(
        search: String? = nil,
        repository: String? = nil,
        changedSince: Moment? = nil,
        hasFindings: Bool = false,
        order: ListOrder<CatalogOrder> = ListOrder(),
        page: PageQuery = PageQuery()
    ) {
        self.search = search
        self.repository = repository
        self.changedSince = changedSince
        self.hasFindings = hasFindings
        self.order = order
        self.page = page
    }

    /// Reads the parameters.
    package init(from reader: inout QueryReader) {
        self.init(
            search: reader.search("q"),
            repository: reader.text("repository"),
            changedSince: reader.moment("changed_since"),
            hasFindings: reader.flag("has_findings") ?? false,
            order: ListOrder(from: &reader),
            page: PageQuery(from: &reader)
        )
    }

    /// The parameters that are set.
    package var pairs: [QueryPair] {
        [
            QueryPair("q", search), QueryPair("repository", repository), QueryPair("changed_since", changedSince),
            hasFindings ? QueryPair("has_findings", "true") : nil,
        ].compactMap(\.self) + order.pairs + page.pairs
    }

    /// Which packages it is about.
    package var filter: CatalogFilter {
        CatalogFilter(search: search, changedSince: changedSince, hasFindings: hasFindings)
    }
}

extension CatalogOrder: ListKey {
    package static let usual = Self.name
}
