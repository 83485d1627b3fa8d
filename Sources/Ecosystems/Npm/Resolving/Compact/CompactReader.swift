/// Reads what `CompactWriter` wrote, and never more than is there.
struct CompactReader {
    /// What was read is not what this version writes.
    struct Damaged: Error {}

    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func number() throws -> UInt64 {
        var (value, shift): (UInt64, UInt64) = (0, 0)
        while shift < 64 {
            guard position < bytes.count else { throw Damaged() }
            let byte = bytes[position]
            position += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        throw Damaged()
    }

    mutating func flag() throws -> Bool { try number(below: 2) == 1 }

    /// A position in a list of so many.
    mutating func number(below count: Int) throws -> UInt32 {
        let value = try number()
        guard value < UInt64(count), let position = UInt32(exactly: value) else { throw Damaged() }
        return position
    }

    mutating func optional(below count: Int) throws -> UInt32? {
        let value = try number(below: count + 1)
        return value == 0 ? nil : value - 1
    }

    /// How many elements follow, each of which takes a byte at least.
    mutating func count() throws -> Int {
        let value = try number()
        guard value <= UInt64(bytes.count - position) else { throw Damaged() }
        return Int(value)
    }

    mutating func raw(_ count: Int) throws -> ArraySlice<UInt8> {
        guard count <= bytes.count - position else { throw Damaged() }
        defer { position += count }
        return bytes[position..<(position + count)]
    }

    mutating func text() throws -> String {
        let count = try count()
        return String(decoding: try raw(count), as: UTF8.self)
    }

    mutating func list<Element>(_ read: (inout CompactReader) throws -> Element) throws -> [Element] {
        let count = try count()
        var elements: [Element] = []
        elements.reserveCapacity(count)
        for _ in 0..<count { elements.append(try read(&self)) }
        return elements
    }

    mutating func texts() throws -> [String] { try list { try $0.text() } }

    /// Throws unless all was read.
    func end() throws {
        guard position == bytes.count else { throw Damaged() }
    }
}
