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
    /// The order; by name unless asked otherwise.
    package var sort: CatalogOrder
    /// Which page is wanted.
    package var page: PageQuery

    /// Every parameter that the query may have.
    package static let parameters = ["q", "repository", "changed_since", "sort"] + PageQuery.parameters

    /// Asks for a list.
    package init(
        search: String? = nil,
        repository: String? = nil,
        changedSince: Moment? = nil,
        sort: CatalogOrder = .name,
        page: PageQuery = PageQuery()
    ) {
        self.search = search
        self.repository = repository
        self.changedSince = changedSince
        self.sort = sort
        self.page = page
    }

    /// Reads the parameters.
    package init(from reader: inout QueryReader) {
        self.init(
            search: reader.search("q"),
            repository: reader.text("repository"),
            changedSince: reader.moment("changed_since"),
            sort: reader.choice("sort", of: CatalogOrder.self) ?? .name,
            page: PageQuery(from: &reader)
        )
    }

    /// The parameters that are set.
    package var pairs: [QueryPair] {
        [
            QueryPair("q", search), QueryPair("repository", repository), QueryPair("changed_since", changedSince),
            QueryPair("sort", sort.rawValue),
        ].compactMap(\.self) + page.pairs
    }
}
