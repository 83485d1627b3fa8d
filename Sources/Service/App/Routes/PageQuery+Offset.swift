import API

/// Pages of lists that can be entered at any place; the cursor is the number of items before it.
extension PageQuery {
    /// How many items come before this page.
    var offset: Int {
        get throws {
            guard let cursor else { return 0 }
            guard let offset = Int(cursor, radix: 36), offset > 0 else {
                throw Problem.Answer(
                    .invalidRequest,
                    "The cursor is none of this list.",
                    errors: [FieldError(parameter: "cursor", "take it from next_cursor of the page before")]
                )
            }
            return offset
        }
    }

    /// Cuts this page out of a whole list.
    func page<Source, Item>(of all: [Source], _ transform: (Source) throws -> Item) throws -> Page<Item> {
        let start = try offset
        return try page(all.dropFirst(start).prefix(limit + 1), after: start, transform)
    }

    /// Makes this page of what was found behind `start`, which is one item more than fits if others follow.
    func page<Source, Item>(
        _ found: some Collection<Source>,
        after start: Int,
        _ transform: (Source) throws -> Item
    ) throws -> Page<Item> {
        let next = found.count > limit ? String(start + limit, radix: 36) : nil
        return Page(items: try found.prefix(limit).map(transform), nextCursor: next)
    }
}
