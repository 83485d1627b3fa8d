import Posix

/// A dependency that npm would not read.
package struct SpecError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What is wrong with it.
    package enum Code: String, Sendable, CaseIterable {
        case unsupportedProtocol = "uses a protocol that only other package managers know"
        case invalidTag = "is neither a version nor a range and cannot be a tag"
        case invalidAlias = "is an alias of something that is not in a registry"
        case invalidName = "names no valid package"
        case invalidURL = "is not a readable URL"
    }

    /// What went wrong, as programs tell it apart.
    package let code: Code
    /// The text that could not be read.
    package let subject: String

    package init(_ code: Code, _ subject: String) {
        self.code = code
        self.subject = subject
    }

    /// One line that is safe to print.
    package var description: String { "\"\(PathError.printable(subject))\" \(code.rawValue)" }
}
