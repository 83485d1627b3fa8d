package import Spooling

/// Where a package stands in an order: those that come before it do so whatever becomes of the others.
package struct CatalogPlace: Sendable {
    /// What is sorted by, the greatest first; 0 where names alone decide.
    package let key: Int64
    /// The name, by whose bytes those are sorted that have one key.
    package let name: String

    package init(key: Int64, name: String) {
        self.key = key
        self.name = name
    }

    /// Whether it stands before another in an order that is not reversed.
    func precedes(_ other: CatalogPlace) -> Bool {
        guard key == other.key else { return key > other.key }
        // As SQLite compares texts, and not by what characters mean.
        return name.utf8.lexicographicallyPrecedes(other.name.utf8)
    }
}

extension CatalogPlace: Spoolable {
    package func pack(into bytes: inout PackedBytes) {
        bytes.pack(key)
        bytes.pack(name)
    }

    package init(unpacking bytes: inout PackedReader) {
        key = bytes.number()
        name = bytes.text()
    }
}

extension SpooledList<CatalogPlace> {
    /// The next `limit` places behind one, or from the start, and whether others follow; the list is in an order that is not
    /// reversed.
    func page(after place: CatalogPlace?, isReversed: Bool, limit: Int) -> (places: [CatalogPlace], isLast: Bool) {
        guard isReversed else {
            let start = place.map { place in firstIndex(notPreceding: { !place.precedes($0) }) } ?? 0
            let end = count - start > limit ? start + limit : count
            return (Array(elements(at: start..<end)), end == count)
        }
        let end = place.map { place in firstIndex(notPreceding: { $0.precedes(place) }) } ?? count
        let start = end > limit ? end - limit : 0
        return (elements(at: start..<end).reversed(), start == 0)
    }
}
