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
