/// The rule for names that stand in paths, URLs and receipts: `[a-z0-9][a-z0-9-]{0,62}`.
enum ShortName {
    static func check(_ text: String) throws(ValueProblem) {
        guard !isValid(text) else { return }
        let rule = "is not 1 to 63 lower-case letters, digits and dashes that begin with no dash"
        throw ValueProblem(rule, replacement: adapted(text))
    }

    /// The nearest name that keeps the rule, if there is one.
    static func adapted(_ text: String) -> String? {
        let letters = text.lowercased().utf8.map { isLetterOrDigit($0) ? $0 : UInt8(ascii: "-") }
        let name = String(decoding: letters.drop { $0 == UInt8(ascii: "-") }.prefix(63), as: UTF8.self)
        return isValid(name) ? name : nil
    }

    private static func isValid(_ text: String) -> Bool {
        guard let first = text.utf8.first, isLetterOrDigit(first), text.utf8.count <= 63 else { return false }
        return text.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}

/// The name of a repository: lower-case letters, digits and dashes, at most 63, no dash in front.
package struct RepositoryName: Hashable, Sendable, CustomStringConvertible, ConfigurationValue {
    /// The name as text.
    package let string: String

    init(configured text: String) throws(ValueProblem) {
        try ShortName.check(text)
        string = text
    }

    var configured: String { string }

    /// The name as text.
    package var description: String { string }
}

/// The name of an installation: lower-case letters, digits and dashes, at most 63, no dash in front.
package struct SiteName: Hashable, Sendable, CustomStringConvertible, ConfigurationValue {
    /// The name as text.
    package let string: String

    init(configured text: String) throws(ValueProblem) {
        try ShortName.check(text)
        string = text
    }

    /// The name for a machine whose operator gave none: the first part of its host name as far as that can be one.
    init(hostName: String) {
        let label = hostName.prefix { $0 != "." }
        string = ShortName.adapted(String(label)) ?? "site"
    }

    var configured: String { string }

    /// The name as text.
    package var description: String { string }
}
