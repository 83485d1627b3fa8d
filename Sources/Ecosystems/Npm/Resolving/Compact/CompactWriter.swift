/// Writes numbers and texts as few bytes, for what is kept in great numbers and read by this version alone.
///
/// A number takes seven bits a byte, the lowest first (LEB128).
struct CompactWriter {
    private(set) var bytes: [UInt8] = []

    mutating func number(_ value: some BinaryInteger) {
        var rest = UInt64(truncatingIfNeeded: value)
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    mutating func flag(_ value: Bool) { bytes.append(value ? 1 : 0) }

    /// What may not be there: one above it, or 0.
    mutating func optional(_ value: UInt32?) { number(value.map { UInt64($0) + 1 } ?? 0) }

    /// Bytes whose count the reader knows.
    mutating func raw(_ value: some Sequence<UInt8>) { bytes.append(contentsOf: value) }

    mutating func text(_ value: String) {
        number(value.utf8.count)
        raw(value.utf8)
    }

    mutating func list<Element>(_ elements: some Collection<Element>, _ write: (inout CompactWriter, Element) -> Void) {
        number(elements.count)
        for element in elements { write(&self, element) }
    }

    mutating func texts(_ values: some Collection<String>) { list(values) { $0.text($1) } }
}
