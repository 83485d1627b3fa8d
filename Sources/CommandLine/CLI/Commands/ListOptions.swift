import API
import Arguments

/// How a list is searched and sorted, for the commands that print one.
struct ListOptions<Item: ListedItem>: Sendable {
    let search = Argument<String?>(optional: "text", .nonEmpty, help: "Only what holds this.")
    let sort = Option<Item.Order>("sort", .choice(of: Item.Order.self), default: .usual, help: "The order.")
    let reverse = ListFlags.reverse

    /// What the command was asked for, a page of it.
    func query(
        _ values: Values,
        states: [String] = [],
        repository: String? = nil,
        page: PageQuery
    ) -> ListQuery<Item> {
        ListQuery(
            search: values[search],
            repository: repository,
            states: states,
            order: ListOrder(values[sort], isReversed: values[reverse]),
            page: page
        )
    }
}

/// What every list can be told.
enum ListFlags {
    static let reverse = Flag("reverse", help: "List the last ones first.")
}
