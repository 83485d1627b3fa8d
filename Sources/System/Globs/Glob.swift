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

/// `{a,b}` in patterns: each stands for several patterns without braces.
enum GlobBraces {
    private static let limit = 256

    /// All patterns that `text` stands for, in order.
    static func expand(_ text: ArraySlice<UInt8>) throws(GlobProblem) -> [[UInt8]] {
        guard let open = text.firstIndex(of: UInt8(ascii: "{")) else { return [Array(text)] }
        let (choices, close) = try choices(in: text, after: open)
        guard choices.count > 1 else { throw GlobProblem("has braces without a comma, which are not supported") }
        let tails = try expand(text[(close + 1)...])
        var expanded: [[UInt8]] = []
        for choice in choices {
            for middle in try expand(choice) {
                expanded += tails.map { text[..<open] + middle + $0 }
                guard expanded.count <= limit else { throw GlobProblem("stands for more than \(limit) patterns") }
            }
        }
        return expanded
    }

    private static func choices(
        in text: ArraySlice<UInt8>,
        after open: Int
    ) throws(GlobProblem) -> (choices: [ArraySlice<UInt8>], close: Int) {
        var choices: [ArraySlice<UInt8>] = []
        var (depth, start) = (0, open + 1)
        for index in text[start...].indices {
            switch text[index] {
            case UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "}") where depth > 0: depth -= 1
            case UInt8(ascii: "}"): return (choices + [text[start..<index]], index)
            case UInt8(ascii: ",") where depth == 0:
                choices.append(text[start..<index])
                start = index + 1
            default: break
            }
        }
        throw GlobProblem("has a bracket without its partner")
    }
}
