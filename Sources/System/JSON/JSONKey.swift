/// A member name as it stands in the document, compared without allocating.
package struct JSONKey: Sendable, CustomStringConvertible {
    /// The bytes between the quotes, still escaped.
    package let range: Range<Int>
    /// Whether there is an escape among them.
    package let isEscaped: Bool

    private let bytes: [UInt8]

    init(bytes: [UInt8], range: Range<Int>, isEscaped: Bool) {
        self.bytes = bytes
        self.range = range
        self.isEscaped = isEscaped
    }

    /// The name, unescaped.
    package var string: String { StringLiteral.text(of: bytes, range, isEscaped: isEscaped) }

    /// The same as `string`.
    package var description: String { string }

    /// Whether the name, unescaped, consists of exactly these bytes.
    package static func == (key: JSONKey, name: String) -> Bool {
        if key.isEscaped { return key.string.utf8.elementsEqual(name.utf8) }
        // The length tells most names apart, before any byte is looked at.
        return name.utf8.count == key.range.count && key.matches(name.utf8.span)
    }

    /// Lets a name be used in a `switch`.
    package static func ~= (name: String, key: JSONKey) -> Bool { key == name }

    private func matches(_ name: Span<UInt8>) -> Bool {
        let span = bytes.span
        for index in 0..<name.count where span[range.lowerBound + index] != name[index] { return false }
        return true
    }
}
