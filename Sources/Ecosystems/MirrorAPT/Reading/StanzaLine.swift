/// One line of a control file, its end included.
struct StanzaLine {
    enum Kind { case empty, comment, further, field }

    private let text: ArraySlice<UInt8>

    /// Takes a line of at least one byte.
    init(_ text: ArraySlice<UInt8>) { self.text = text }

    /// Whether there is nothing but space.
    var isBlank: Bool { text.trimmed.isEmpty }

    /// What it is by its first byte: apt looks no further.
    var kind: Kind {
        switch text.first {
        case UInt8(ascii: "#"): .comment
        case UInt8(ascii: " "), UInt8(ascii: "\t"): .further
        case UInt8(ascii: "\n"), nil: .empty
        case UInt8(ascii: "\r"): isBlank ? .empty : .further
        default: .field
        }
    }

    /// The field that begins with it, with its places counted from `start` on; `nil` without a name and a colon.
    func field(from start: Int) -> Stanza.Field? {
        guard let colon = text.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let name = text[..<colon].trimmed
        guard !name.isEmpty, name.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
        return Stanza.Field(
            start: UInt32(text.startIndex - start),
            nameEnd: UInt32(name.endIndex - start),
            valueStart: UInt32(colon + 1 - start),
            end: UInt32(text.endIndex - start)
        )
    }
}
