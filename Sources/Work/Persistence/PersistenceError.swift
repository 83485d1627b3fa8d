/// A database that cannot be used as it is.
package struct PersistenceError: Error, Sendable, CustomStringConvertible {
    /// What is wrong with it.
    package enum Code: String, Sendable, CaseIterable {
        /// Written by a newer version.
        case tooNew = "database-too-new"
        /// A migration that was applied is not the one this version knows.
        case foreign = "database-foreign"
        /// Used after it was closed.
        case closed = "database-closed"
        /// Its bytes are no database, or contradict each other.
        case damaged = "database-damaged"
        /// This user may not use the file or its folder as it must be.
        case notPermitted = "database-not-permitted"
        /// It is not there.
        case absent = "database-absent"
        /// What lies where a copy is to go must not be replaced.
        case taken = "database-taken"
    }

    package let code: Code
    package let path: String
    /// What is wrong with it, as a clause.
    package let cause: String
    /// The next step, as a sentence.
    package let hint: String

    /// The file, what is wrong with it, and the next step.
    package var description: String { "\(path) \(cause). \(hint)" }

    static func closed(_ path: String) -> PersistenceError {
        PersistenceError(
            code: .closed,
            path: path,
            cause: "was closed already",
            hint: "The service is ending; start it again"
        )
    }
}
