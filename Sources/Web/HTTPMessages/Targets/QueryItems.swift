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
