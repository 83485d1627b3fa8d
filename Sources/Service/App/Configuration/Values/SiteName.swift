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
