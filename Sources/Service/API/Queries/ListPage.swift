import Crypto
import Requests
package import Trees

/// The page of a list that a request asks for.
///
/// The cursor of the next page is opaque: the place where that one starts, behind a digest of the place, the list and
/// its filters. So one that was made up, or taken from another list, is refused and does not lead anywhere.
package struct ListPage {
    /// How many items a page may have.
    package let limit: Int
    /// What tells the list from others: its name, its filters and its order.
    package let list: String
    private let cursor: String?

    /// Takes what a query says; `list` and the query's filters tell one list from another.
    package init(_ page: PageQuery, of list: String, _ query: some APIQuery) {
        let filters = query.pairs.filter { !PageQuery.parameters.contains($0.name) }
        self.list = ([list] + filters.map { "\($0.name)=\($0.value)" }).joined(separator: "\n")
        limit = page.limit
        cursor = page.cursor
    }

    /// Where this page starts, as it was given to `cursor(at:)`; nil for the first page.
    package var place: String? {
        get throws {
            guard let cursor else { return nil }
            let place = String(cursor.dropFirst(Self.digits))
            guard !place.isEmpty, self.cursor(at: place) == cursor else { throw Self.foreign }
            return place
        }
    }

    /// How many items come before this page, in lists that can be entered at any place.
    package var start: Int {
        get throws {
            guard let place = try place else { return 0 }
            guard let start = Int(place, radix: 36) else { throw Self.foreign }
            return start
        }
    }

    /// The package behind which this page starts, in lists that are in the order of a catalogue; nil for the first page.
    package var packagePlace: CatalogPlace? {
        get throws {
            guard let text = try place else { return nil }
            guard let place = CatalogPlace(cursor: text) else { throw Self.foreign }
            return place
        }
    }

    /// The cursor of a page that starts at a place.
    package func cursor(at place: String) -> String {
        let digest = SHA512.hash(Array("packferry.cursor/1\n\(list)\n\(place)".utf8))
        return digest.hex.prefix(Self.digits) + place
    }

    /// Cuts this page out of a whole list.
    package func cut<Source, Item>(_ all: [Source], _ transform: (Source) throws -> Item) throws -> Page<Item> {
        let start = try start
        return try filled(with: all.dropFirst(start).prefix(limit + 1), from: start, of: all.count, transform)
    }

    /// Makes this page of what was found from `start` on, which is one item more than fits if others follow; `total` is
    /// how many there are in all.
    package func filled<Source, Item>(
        with found: some Collection<Source>,
        from start: Int,
        of total: Int,
        _ transform: (Source) throws -> Item
    ) throws -> Page<Item> {
        let next = found.count > limit ? cursor(at: String(start + limit, radix: 36)) : nil
        return Page(items: try found.prefix(limit).map(transform), nextCursor: next, total: total)
    }

    /// Makes this page of what was found behind its place, which is one item more than fits if others follow.
    package func filled<Source, Item>(
        with found: [Source],
        of total: Int,
        placing place: (Source) -> CatalogPlace,
        _ transform: (Source) throws -> Item
    ) rethrows -> Page<Item> {
        let shown = found.prefix(limit)
        let last = found.count > limit ? shown.last : nil
        return Page(
            items: try shown.map(transform),
            nextCursor: last.map { cursor(at: place($0).cursor) },
            total: total
        )
    }

    /// Makes this page of one that a catalogue gave; `total` is how many packages there are in all.
    package func filled(with found: CatalogPage, of total: Int, in repository: String) -> Page<PackageSummary> {
        Page(
            items: found.packages.map { PackageSummary($0, in: repository) },
            nextCursor: found.end.map { cursor(at: $0.cursor) },
            total: total
        )
    }

    private static let digits = 10

    private static let foreign = Problem(
        .invalidRequest,
        detail: "The cursor is none of this list.",
        errors: [FieldError(parameter: "cursor", "take it from next_cursor of the page before")]
    )
}
