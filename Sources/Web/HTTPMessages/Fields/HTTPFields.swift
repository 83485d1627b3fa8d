/// One field line.
package struct HTTPField: Hashable, Sendable {
    package let name: HTTPFieldName
    package let value: String

    package init(_ name: HTTPFieldName, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// The fields of a message in the order they were given (RFC 9110 §5); a name may occur more than once.
package struct HTTPFields: Hashable, Sendable, ExpressibleByDictionaryLiteral {
    private var lines: [HTTPField]

    /// Starts with no field.
    package init() { lines = [] }

    package init(dictionaryLiteral elements: (HTTPFieldName, String)...) {
        lines = []
        for (name, value) in elements { append(name, value) }
    }

    /// Whether there is no field.
    package var isEmpty: Bool { lines.isEmpty }

    /// The number of field lines.
    package var count: Int { lines.count }

    /// The value of a field; several lines of one name are joined by `, ` (RFC 9110 §5.3).
    ///
    /// Setting replaces every line of that name; `nil` removes them.
    package subscript(name: HTTPFieldName) -> String? {
        get {
            guard let first = lines.firstIndex(where: { $0.name == name }) else { return nil }
            guard lines[(first + 1)...].contains(where: { $0.name == name }) else { return lines[first].value }
            return lines.filter { $0.name == name }.map(\.value).joined(separator: ", ")
        }
        set {
            if contains(name) { lines.removeAll { $0.name == name } }
            if let newValue { append(name, newValue) }
        }
    }

    /// Adds one more line at the end.
    package mutating func append(_ name: HTTPFieldName, _ value: String) {
        if lines.isEmpty { lines.reserveCapacity(Self.room) }
        lines.append(HTTPField(name, value))
    }

    /// What a usual message has, so that its fields are not moved as they come.
    private static let room = 12

    /// Adds the lines of `other` whose names are not here yet.
    package mutating func fill(from other: HTTPFields) {
        let own = lines
        for line in other where !own.contains(where: { $0.name == line.name }) { lines.append(line) }
    }

    /// Whether there is a line of this name.
    package func contains(_ name: HTTPFieldName) -> Bool { lines.contains { $0.name == name } }

    /// The members of a comma-separated list, over all lines of that name, without the empty ones (RFC 9110 §5.6.1).
    package func elements(of name: HTTPFieldName) -> [String] {
        lines.flatMap { $0.name == name ? FieldList.elements(of: $0.value) : [] }
    }
}

extension HTTPFields: Sequence {
    package func makeIterator() -> Array<HTTPField>.Iterator { lines.makeIterator() }
}

extension HTTPFields {
    /// Writes the lines as they stand in an HTTP/1.1 message (RFC 9112 §5), each with its CRLF.
    ///
    /// A control character in a value becomes a space, so that no value can split the message.
    package func serialize(into bytes: inout [UInt8], except hidden: (HTTPFieldName) -> Bool = { _ in false }) {
        for line in lines where !hidden(line.name) {
            bytes.append(contentsOf: line.name.display.utf8)
            bytes.append(UInt8(ascii: ":"))
            bytes.append(UInt8(ascii: " "))
            if Self.isClean(line.value) {
                bytes.append(contentsOf: line.value.utf8)
            } else {
                bytes.append(contentsOf: line.value.utf8.lazy.map { $0.isFieldValueCharacter ? $0 : 0x20 })
            }
            bytes.append(0x0D)
            bytes.append(0x0A)
        }
    }

    private static func isClean(_ value: String) -> Bool {
        let utf8 = value.utf8
        let bytes = utf8.span
        for index in bytes.indices where !bytes[index].isFieldValueCharacter { return false }
        return true
    }
}
