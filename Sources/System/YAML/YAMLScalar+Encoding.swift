extension YAMLScalar {
    /// `text` as it may stand in a document: as it is where every YAML reader takes it for that text or for a number,
    /// else in double quotes on one line.
    package static func encoded(_ text: String) -> String {
        isSafe(text) ? text : "\"\(text.unicodeScalars.map(escaped).joined())\""
    }

    private static func isSafe(_ text: String) -> Bool {
        let inner = "_./@:+-".utf8
        guard let first = text.utf8.first, isLetterOrDigit(first) || "_./".utf8.contains(first) else { return false }
        guard text.utf8.allSatisfy({ isLetterOrDigit($0) || inner.contains($0) }), text.utf8.last != UInt8(ascii: ":")
        else { return false }
        return !["null", "true", "false", "yes", "no", "on", "off", "y", "n", "..."].contains(text.lowercased())
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"):
            true
        default: false
        }
    }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\"": return "\\\""
        case "\\": return "\\\\"
        case "\n": return "\\n"
        case "\t": return "\\t"
        default: break
        }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate:
            let digits = String(scalar.value, radix: 16)
            return "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
        default: return String(scalar)
        }
    }
}
