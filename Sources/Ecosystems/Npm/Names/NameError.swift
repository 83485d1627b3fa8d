import Posix

/// A package or tarball name that broke a rule.
package struct NameError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What is wrong with the name.
    package enum Rule: String, Sendable, CaseIterable {
        case empty = "is empty"
        case long = "has a part over 255 bytes"
        case character = "has a character other than letters, digits and -_.!~*'()"
        case hidden = "starts with a dot"
        case underscore = "starts with an underscore"
        case trailingDot = "has a part that ends in a dot"
        case shape = "is neither name nor @scope/name"
        case reserved = "is reserved"
        case notTarball = "is not a single name ending in .tgz"
    }

    /// The name as it was given.
    package let name: String
    /// The first rule it broke.
    package let rule: Rule

    package init(name: String, rule: Rule) {
        self.name = name
        self.rule = rule
    }

    /// One line that is safe to print.
    package var description: String { "name \"\(PathError.printable(name))\" \(rule.rawValue)" }
}
