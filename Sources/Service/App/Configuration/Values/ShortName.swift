import Transfer

/// Names as `ShortNameRule` wants them, in a configuration.
enum ShortName {
    static func check(_ text: String) throws(ValueProblem) {
        guard !ShortNameRule.isKept(by: text) else { return }
        throw ValueProblem(ShortNameRule.clause, replacement: adapted(text))
    }

    /// The nearest name that keeps the rule, if there is one.
    static func adapted(_ text: String) -> String? {
        let letters = text.lowercased().utf8.map { ShortNameRule.isLetterOrDigit($0) ? $0 : UInt8(ascii: "-") }
        let name = String(decoding: letters.drop { $0 == UInt8(ascii: "-") }.prefix(63), as: UTF8.self)
        return ShortNameRule.isKept(by: name) ? name : nil
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
