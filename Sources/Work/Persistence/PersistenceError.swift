/// A database that cannot be used as it is.
package struct PersistenceError: Error, Sendable, CustomStringConvertible {
    /// What is wrong with it.
    package enum Code: String, Sendable {
        /// Written by a newer version.
        case tooNew = "database-too-new"
        /// A migration that was applied is not the one this version knows.
        case foreign = "database-foreign"
        /// Its pages contradict each other.
        case damaged = "database-damaged"
    }

    package let code: Code
    /// The file.
    package let path: String
    package let cause: String
    /// The next step, as a sentence.
    package let hint: String

    package var description: String { "\(path): \(cause). \(hint)" }
}
