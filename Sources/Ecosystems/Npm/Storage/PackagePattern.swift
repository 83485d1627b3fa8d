import Posix

/// A glob over package names, as Verdaccio's `packages:` and Packferry's `carry.exclude` hold them.
///
/// `*` and `?` stop at the slash of a scope, `**` as a whole part does not; `[a-z]`, `[!a-z]` and `{a,b}` are there.
/// What else minimatch reads (negation, `(…)` groups, number ranges, escapes) is refused, so that no name is ever
/// matched otherwise than Verdaccio would.
package struct PackagePattern: Hashable, Sendable, CustomStringConvertible {
    /// Why a text is no pattern.
    package struct Refusal: Error, Equatable, Sendable, CustomStringConvertible {
        /// The text that was refused.
        package let pattern: String
        /// What is wrong with it, as a clause.
        package let reason: String

        /// One line that is safe to print.
        package var description: String { "pattern \"\(PathError.printable(pattern))\" \(reason)" }
    }

    /// How a `/**` at the end is taken.
    package enum Ending: Sendable {
        /// As all packages of the scope.
        case scope
        /// As anything that begins so: minimatch's `makeRe`, which Verdaccio calls, lets `@a/**` match `@ab/c`.
        case prefix
    }

    /// The pattern as it was written.
    package let string: String
    private let alternatives: [GlobPath]

    /// Checks `string`; throws what Packferry does not read.
    package init(_ string: String, ending: Ending = .scope) throws(Refusal) {
        self.string = string
        do {
            alternatives = try GlobBraces.expand(Array(string.utf8)[...]).map { (text) throws(GlobProblem) in
                try GlobPath(text, ending: ending)
            }
        } catch {
            throw Refusal(pattern: string, reason: error.reason)
        }
    }

    /// The pattern as it was written.
    package var description: String { string }

    /// Whether the package's name, scope included, is one of those meant.
    package func matches(_ name: PackageName) -> Bool {
        let parts = name.string.utf8.split(separator: UInt8(ascii: "/")).map(Array.init)
        return alternatives.contains { $0.matches(parts[...]) }
    }
}
