package import JSON
package import Reporting

/// What a job is given. Without a queue anyone can make one and call `JobKind.run`.
package struct JobContext: Sendable {
    /// The job's id; names what it keeps on disk meanwhile.
    package let id: JobID
    /// The repository it works on.
    package let repository: String?
    /// What was asked for, as the kind defines it.
    package let parameters: JSONValue
    /// Where to say how far it is.
    package let reporter: Reporter
    /// Which attempt this is, from 1.
    package let attempt: Int
    /// How far an attempt that was interrupted got.
    package let cursor: JobCursor

    /// Puts a context together.
    package init(
        id: JobID,
        repository: String?,
        parameters: JSONValue,
        reporter: Reporter,
        attempt: Int = 1,
        cursor: JobCursor = .none
    ) {
        self.id = id
        self.repository = repository
        self.parameters = parameters
        self.reporter = reporter
        self.attempt = attempt
        self.cursor = cursor
    }
}
