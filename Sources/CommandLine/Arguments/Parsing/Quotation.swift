/// Puts words of the command line into messages without letting them harm a terminal or fill it.
enum Quotation {
    private static let longestText = 60
    private static let longestList = 4

    /// The text with control and invisible characters shown as `?`, cut where it gets long.
    static func safe(_ text: String) -> String {
        let scalars = text.unicodeScalars.prefix(longestText + 1).map { isVisible($0) ? $0 : "?" }
        var kept = String.UnicodeScalarView()
        kept.append(contentsOf: scalars.prefix(longestText))
        return scalars.count > longestText ? String(kept) + "..." : String(kept)
    }

    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        default: true
        }
    }

    /// "'a', 'b' and 'c'"; further names are left to the help.
    static func list(_ names: [String], joint: String = "and") -> String {
        let quoted = names.prefix(longestList).map { "'\($0)'" }
        guard let last = quoted.last, quoted.count > 1 else { return quoted.first ?? "" }
        return "\(quoted.dropLast().joined(separator: ", ")) \(joint) \(last)"
    }
}
