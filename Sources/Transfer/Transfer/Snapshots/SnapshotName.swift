/// What a snapshot may be called.
package enum SnapshotName {
    private static let longest = 64

    /// Why a text cannot name a snapshot, as half a sentence; nil if it can.
    ///
    /// A snapshot is referred to by its id, the beginning of its id, or a name: a name that could be read as one of the
    /// others would decide what an archive starts from.
    package static func reason(against text: String) -> String? {
        let bytes = text.utf8
        guard let first = bytes.first else { return "it must not be empty" }
        guard bytes.count <= longest, bytes.allSatisfy(isAllowed) else {
            return "a name has up to \(longest) letters, digits, dots, dashes and underscores"
        }
        if first == UInt8(ascii: "-") || first == UInt8(ascii: ".") { return "a name begins with no dash and no dot" }
        return bytes.allSatisfy(isHexDigit)
            ? "a name of only the digits 0 to 9 and a to f could be the id of a snapshot" : nil
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }
}
