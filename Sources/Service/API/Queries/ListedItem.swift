/// An item of a list that is held whole while it is searched, sorted and cut into pages.
package protocol ListedItem: Codable, Sendable {
    /// What such a list can be sorted by.
    associatedtype Order: ListKey

    /// Whether such a list may have items of several repositories.
    static var spansRepositories: Bool { get }
    /// The words for its states; none where it has no state.
    static var states: [String] { get }

    /// The repository it belongs to, where the list may have items of several.
    var repository: String { get }
    /// One of `states`; nil where there are none.
    var stateName: String? { get }
    /// What is searched.
    var texts: [String] { get }

    /// Whether it comes before another in an order that is not reversed.
    func precedes(_ other: Self, by order: Order) -> Bool
}

extension ListedItem {
    /// True: most lists have items of all repositories.
    package static var spansRepositories: Bool { true }
    /// None.
    package static var states: [String] { [] }
    /// None.
    package var stateName: String? { nil }

    /// Whether a text is in one of those that are searched, whatever its case.
    func holds(_ text: String) -> Bool {
        let wanted = text.lowercased()
        return texts.contains { $0.lowercased().contains(wanted) }
    }
}

/// An item of a list that is about one thing, and so about one repository.
package protocol ListedPart: ListedItem {}

extension ListedPart {
    /// False.
    package static var spansRepositories: Bool { false }
    /// None that would tell one from another.
    package var repository: String { "" }
}

extension ListPage {
    /// Searches and sorts a whole list as a query wants it, counts it by state, and cuts this page out of it.
    package func cut<Item>(_ all: [Item], as query: ListQuery<Item>) throws -> Page<Item> {
        let found = all.filter { item in
            (query.repository.map { item.repository == $0 } ?? true) && (query.search.map(item.holds) ?? true)
        }
        let wanted = query.states.isEmpty ? found : found.filter { query.states.contains($0.stateName ?? "") }
        let sorted = wanted.sorted { $0.precedes($1, by: query.order.key) }
        var page = try cut(query.order.isReversed ? sorted.reversed() : sorted) { $0 }
        if !Item.states.isEmpty { page.counts = Self.counts(found) }
        return page
    }

    private static func counts<Item: ListedItem>(_ items: [Item]) -> [String: Int] {
        let none = Dictionary(uniqueKeysWithValues: Item.states.map { ($0, 0) })
        return items.reduce(into: none) { counts, item in counts[item.stateName ?? "", default: 0] += 1 }
    }
}
