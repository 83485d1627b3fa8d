package import JSON

/// One page of a list.
package struct Page<Item: Codable & Sendable>: Codable, Sendable {
    /// The items, in the order of the list.
    package let items: [Item]
    /// What to ask for next, opaque; null on the last page.
    @Nullable package var nextCursor: String?

    enum CodingKeys: String, CodingKey {
        case items
        case nextCursor = "next_cursor"
    }

    /// Makes a page.
    package init(items: [Item], nextCursor: String?) {
        self.items = items
        self.nextCursor = nextCursor
    }
}

extension Page: Equatable where Item: Equatable {}
