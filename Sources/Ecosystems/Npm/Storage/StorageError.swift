import Posix

/// A storage that cannot be used: which, why, and the next step.
package struct StorageError: Error, Sendable, CustomStringConvertible {
    /// The folder.
    package let path: String
    /// The cause, as a clause.
    package let cause: String
    /// The next step, as a sentence.
    package let hint: String

    /// Describes one storage.
    package init(_ path: String, _ cause: String, hint: String) {
        self.path = path
        self.cause = PathError.printable(cause)
        self.hint = hint
    }

    package var description: String { "\(path) \(cause). \(hint)" }
}
