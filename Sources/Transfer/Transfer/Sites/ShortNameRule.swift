/// The rule for names that stand in paths, URLs and receipts: `[a-z0-9][a-z0-9-]{0,62}`.
package enum ShortNameRule {
    /// What it asks for, as the end of a sentence that begins with a name that breaks it.
    package static let clause = "is not 1 to 63 lower-case letters, digits and dashes that begin with no dash"

    /// Whether a text keeps it.
    package static func isKept(by text: String) -> Bool {
        guard let first = text.utf8.first, isLetterOrDigit(first), text.utf8.count <= 63 else { return false }
        return text.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
    }

    /// Whether a byte may begin such a name.
    package static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
