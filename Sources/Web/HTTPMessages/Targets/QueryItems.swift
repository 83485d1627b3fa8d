/// The `name=value` pairs of a query in their order, decoded once; `+` means a space.
package struct QueryItems: Hashable, Sendable {
    /// One pair; a name alone has an empty value.
    package struct Item: Hashable, Sendable {
        package let name: String
        package let value: String
    }

    private let items: [Item]

    /// A query without pairs.
    package static let none = QueryItems(items: [])

    private init(items: [Item]) { self.items = items }

    /// Reads what follows the `?`.
    ///
    /// A stray `%`, bytes that are not UTF-8 and NUL are refused.
    package init(parsing query: ArraySlice<UInt8>) throws(HTTPSyntaxError) {
        var items: [Item] = []
        for pair in query.split(separator: UInt8(ascii: "&")) {
            let equals = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
            let name = try Self.decode(pair[..<equals])
            items.append(Item(name: name, value: try Self.decode(pair[equals...].dropFirst())))
        }
        self.items = items
    }

    /// The first value given for `name`; `nil` when it was not given.
    package subscript(name: String) -> String? { items.first { $0.name == name }?.value }

    /// Every value given for `name`.
    package func values(of name: String) -> [String] { items.filter { $0.name == name }.map(\.value) }

    private static func decode(_ bytes: ArraySlice<UInt8>) throws(HTTPSyntaxError) -> String {
        guard let decoded = PercentEncoding.decode(bytes, plusIsSpace: true) else {
            throw HTTPSyntaxError(.query, "has a % without two hexadecimal digits")
        }
        guard !decoded.contains(0) else { throw HTTPSyntaxError(.query, "has a NUL") }
        guard let text = String(validating: decoded, as: UTF8.self) else {
            throw HTTPSyntaxError(.query, "is not UTF-8")
        }
        return text
    }
}

extension QueryItems: Sequence {
    package func makeIterator() -> Array<Item>.Iterator { items.makeIterator() }
}

/// Percent-encoding (RFC 3986 §2.1).
package enum PercentEncoding {
    /// Decodes each `%` with its two digits once; `nil` when a `%` lacks them.
    package static func decode(_ bytes: ArraySlice<UInt8>, plusIsSpace: Bool = false) -> [UInt8]? {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            if byte == UInt8(ascii: "%") {
                guard index + 2 < bytes.endIndex else { return nil }
                guard let high = bytes[index + 1].hexDigitValue else { return nil }
                guard let low = bytes[index + 2].hexDigitValue else { return nil }
                decoded.append(high << 4 | low)
                index += 3
            } else {
                decoded.append(plusIsSpace && byte == UInt8(ascii: "+") ? 0x20 : byte)
                index += 1
            }
        }
        return decoded
    }

    /// Encodes every byte but letters, digits and `-._~`, so that the result is one segment or one query value.
    package static func encode(_ text: String) -> String {
        var encoded: [UInt8] = []
        for byte in text.utf8 {
            if isUnreserved(byte) {
                encoded.append(byte)
            } else {
                encoded.append(contentsOf: [UInt8(ascii: "%"), digit(byte >> 4), digit(byte & 15)])
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: true
        default: false
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x41 + value - 10 }
}
