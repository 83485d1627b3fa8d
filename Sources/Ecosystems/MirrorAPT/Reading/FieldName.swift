/// The name of a field of a stanza, which is compared without regard to ASCII case (deb822(5)).
package struct FieldName: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    package let description: String
    private let lowercase: [UInt8]

    /// Takes a name as it is usually written.
    package init(_ name: String) {
        description = name
        lowercase = name.utf8.map(\.asciiLowercase)
    }

    package init(stringLiteral name: String) { self.init(name) }

    /// Whether it is the name that stands at `range` of these bytes.
    func isEqual(to bytes: [UInt8], _ start: Int, _ end: Int) -> Bool {
        guard end - start == lowercase.count else { return false }
        for index in lowercase.indices where bytes[start + index].asciiLowercase != lowercase[index] { return false }
        return true
    }

    package static func == (left: FieldName, right: FieldName) -> Bool { left.lowercase == right.lowercase }

    package func hash(into hasher: inout Hasher) { hasher.combine(lowercase) }
}

extension UInt8 {
    /// The small letter for a capital one of ASCII; any other byte itself.
    var asciiLowercase: UInt8 { (0x41...0x5A).contains(self) ? self | 0x20 : self }

    /// Whether it is a blank, a tab, a line's end, or another space of ASCII.
    var isSpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }

    var isDigit: Bool { (0x30...0x39).contains(self) }
}
