import Posix

/// A pattern of paths.
///
/// `*` and `?` stop at a slash, `**` as a whole part does not; `[a-z]`, `[!a-z]` and `{a,b}` are there. What else
/// minimatch reads (negation, `(…)` groups, number ranges, escapes) is refused, so that no path is ever matched otherwise
/// than a program that uses minimatch would. A dot at the start of a part is a character like any other.
package struct Glob: Hashable, Sendable, CustomStringConvertible {
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
        /// As everything in the folder before it.
        case scope
        /// As anything that begins so: minimatch's `makeRe` lets `@a/**` match `@ab/c`.
        case prefix
    }

    /// The pattern as it was written.
    package let string: String
    private let alternatives: [GlobPath]

    /// Checks `string`; throws what is not read.
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

    /// Whether a path is one of those meant; its parts are separated by slashes.
    package func matches(_ path: String) -> Bool {
        let parts = path.utf8.split(separator: UInt8(ascii: "/")).map(Array.init)
        return alternatives.contains { $0.matches(parts[...]) }
    }
}
