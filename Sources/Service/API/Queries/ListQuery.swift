/// The query of a list that is held whole while it is searched and sorted, such as that of artifacts.
package struct ListQuery<Item: ListedItem>: PagedQuery {
    /// Only what holds this text.
    package var search: String?
    /// Only what belongs to this repository.
    package var repository: String?
    /// Only what is in one of these states; all when empty.
    package var states: [String]
    /// The order.
    package var order: ListOrder<Item.Order>
    /// Which page is wanted.
    package var page: PageQuery

    /// Every parameter that the query may have; a repository and a state only where items differ in one.
    package static var parameters: [String] {
        ["q"] + (Item.spansRepositories ? ["repository"] : []) + (Item.states.isEmpty ? [] : ["state"])
            + ListOrder<Item.Order>.parameters + PageQuery.parameters
    }

    /// Asks for a list.
    package init(
        search: String? = nil,
        repository: String? = nil,
        states: [String] = [],
        order: ListOrder<Item.Order> = ListOrder(),
        page: PageQuery = PageQuery()
    ) {
        self.search = search
        self.repository = repository
        self.states = states
        self.order = order
        self.page = page
    }

    /// Reads the parameters.
    package init(from reader: inout QueryReader) {
        self.init(
            search: reader.search("q"),
            repository: Item.spansRepositories ? reader.text("repository") : nil,
            states: Item.states.isEmpty ? [] : reader.words("state", of: Item.states),
            order: ListOrder(from: &reader),
            page: PageQuery(from: &reader)
        )
    }

    /// The parameters that are set; states as one list.
    package var pairs: [QueryPair] {
        let state = states.isEmpty ? nil : states.joined(separator: ",")
        return [
            QueryPair("q", search), QueryPair("repository", repository), QueryPair("state", state),
        ].compactMap(\.self) + order.pairs + page.pairs
    }
}
