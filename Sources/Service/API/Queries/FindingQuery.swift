package import Transfer

/// The query of `GET /broken-archives`.
package struct FindingQuery: PagedQuery {
    /// Only findings that hold this text in path or detail.
    package var search: String?
    /// Only findings in one of these states; all when empty.
    package var states: [Transfer.Finding.State]
    /// Only findings of one of these kinds; all when empty.
    package var kinds: [String]
    /// Only findings about this package.
    package var package: String?
    /// Only findings in this repository.
    package var repository: String?
    /// The order.
    package var order: ListOrder<FindingOrder>
    /// Which page is wanted.
    package var page: PageQuery

    /// Every parameter that the query may have.
    package static let parameters =
        ["q", "state", "kind", "package", "repository"] + ListOrder<FindingOrder>.parameters + PageQuery.parameters

    /// Asks for a list.
    package init(
        search: String? = nil,
        states: [Transfer.Finding.State] = [],
        kinds: [String] = [],
        package: String? = nil,
        repository: String? = nil,
        order: ListOrder<FindingOrder> = ListOrder(),
        page: PageQuery = PageQuery()
    ) {
        self.search = search
        self.states = states
        self.kinds = kinds
        self.package = package
        self.repository = repository
        self.order = order
        self.page = page
    }

    /// Reads the parameters.
    package init(from reader: inout QueryReader) {
        self.init(
            search: reader.search("q"),
            states: reader.choices("state", of: Transfer.Finding.State.self),
            kinds: reader.texts("kind"),
            package: reader.text("package"),
            repository: reader.text("repository"),
            order: ListOrder(from: &reader),
            page: PageQuery(from: &reader)
        )
    }

    /// The parameters that are set; states and kinds as one list each.
    package var pairs: [QueryPair] {
        let state = states.isEmpty ? nil : states.map(\.rawValue).joined(separator: ",")
        let kind = kinds.isEmpty ? nil : kinds.joined(separator: ",")
        return [
            QueryPair("q", search), QueryPair("state", state), QueryPair("kind", kind), QueryPair("package", package),
            QueryPair("repository", repository),
        ].compactMap(\.self) + order.pairs + page.pairs
    }
}

extension FindingOrder: ListKey {
    package static let usual = Self.path
}
