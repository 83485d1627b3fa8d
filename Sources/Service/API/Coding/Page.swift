package import JSON

/// One page of a list.
package struct Page<Item: Codable & Sendable>: Codable, Sendable {
    /// The items, in the order of the list.
    package let items: [Item]
    /// What to ask for next, opaque; null on the last page.
    @Nullable package var nextCursor: String?
    /// How many items all pages have together; null where nobody counted.
    @Nullable package var total: Int?
    /// How many there would be by state, whatever states were asked for; only in lists of what has one.
    package var counts: [String: Int]?

    enum CodingKeys: String, CodingKey {
        case items, total, counts
        case nextCursor = "next_cursor"
    }

    /// Makes a page.
    package init(items: [Item], nextCursor: String?, total: Int? = nil, counts: [String: Int]? = nil) {
        self.items = items
        self.nextCursor = nextCursor
        self.total = total
        self.counts = counts
    }
}

extension Page: Equatable where Item: Equatable {}
