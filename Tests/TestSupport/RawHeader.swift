/// A tar header block built field by field, so that tests can write what `TarWriter` never would.
package struct RawHeader {
    /// Where a field begins.
    package enum Field: Int {
        case name = 0
        case mode = 100
        case owner = 108
        case group = 116
        case size = 124
        case time = 136
        case checksum = 148
        case type = 156
        case link = 157
        case magic = 257
        case ownerName = 265
        case groupName = 297
        case deviceMajor = 329
        case deviceMinor = 337
        case prefix = 345
        case unused = 500
    }

    /// Seconds since 1970 that a header bears unless it is told otherwise.
    package static let time: Int64 = 1_700_000_000

    private var block = [UInt8](repeating: 0, count: 512)
    private var keepsChecksum = false

    /// A header as `TarWriter` would write it, for a regular file.
    package init(_ name: String, size: Int = 0, type: Character = "0") {
        put(.name, Array(name.utf8))
        put(.mode, "0000644")
        put(.owner, "0000000")
        put(.group, "0000000")
        put(.size, Self.octal(size, digits: 11))
        put(.time, Self.octal(Int(Self.time), digits: 11))
        put(.type, String(type))
        put(.magic, "ustar\u{0}00")
        put(.deviceMajor, "0000000")
        put(.deviceMinor, "0000000")
    }

    /// The same with other bytes in a field.
    package func with(_ field: Field, _ bytes: [UInt8]) -> RawHeader {
        var copy = self
        copy.put(field, bytes)
        if field == .checksum { copy.keepsChecksum = true }
        return copy
    }

    /// The same with another text in a field.
    package func with(_ field: Field, _ text: String) -> RawHeader { with(field, Array(text.utf8)) }

    /// The block with its checksum, unless a test set one.
    package var bytes: [UInt8] {
        guard !keepsChecksum else { return block }
        var copy = self
        copy.put(.checksum, "        ")
        let sum = copy.block.reduce(0) { $0 + Int($1) }
        copy.put(.checksum, Self.octal(sum, digits: 6) + "\u{0} ")
        return copy.block
    }

    /// The header with content and padding.
    package func entry(_ content: [UInt8] = []) -> [UInt8] {
        bytes + content + [UInt8](repeating: 0, count: -content.count & 511)
    }

    /// The header with a text and padding.
    package func entry(_ content: String) -> [UInt8] { entry(Array(content.utf8)) }

    /// A PAX header with its record and padding.
    package static func extended(_ record: [UInt8]) -> [UInt8] {
        RawHeader("PaxHeader", size: record.count, type: "x").entry(record)
    }

    /// A well-formed PAX record.
    package static func record(_ key: String, _ value: [UInt8]) -> [UInt8] {
        let rest = Array(" \(key)=".utf8) + value + [0x0A]
        var length = rest.count + 1
        while String(length).utf8.count + rest.count != length { length += 1 }
        return Array(String(length).utf8) + rest
    }

    /// What ends a stream.
    package static let end = [UInt8](repeating: 0, count: 1024)

    private mutating func put(_ field: Field, _ bytes: [UInt8]) {
        block.replaceSubrange(field.rawValue..<(field.rawValue + bytes.count), with: bytes)
    }

    private mutating func put(_ field: Field, _ text: String) { put(field, Array(text.utf8)) }

    private static func octal(_ value: Int, digits: Int) -> String {
        let text = String(value, radix: 8)
        return String(repeating: "0", count: digits - text.utf8.count) + text
    }
}
