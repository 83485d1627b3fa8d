/// Why the queue refused something: what it concerns, the cause, and the next step.
package struct JobError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What went wrong, as interfaces tell it apart.
    package enum Code: String, Sendable, CaseIterable {
        /// There is no job, or no log, of that id.
        case notFound = "not-found"
        /// The state of that job, or another job, is in the way.
        case conflict
        /// Nobody knows how to do a job of that type.
        case unknownType = "unknown-job-type"
        /// The service is ending.
        case stopping
        /// A record that no version wrote.
        case damaged
    }

    /// What went wrong.
    package let code: Code
    /// What it concerns: a job, a type.
    package let subject: String
    /// The cause, as a clause.
    package let cause: String
    /// The next step, as a sentence.
    package let hint: String?
    /// The other job that is in the way.
    package let other: JobID?

    /// Describes one refusal.
    package init(_ code: Code, _ subject: String, _ cause: String, hint: String? = nil, other: JobID? = nil) {
        self.code = code
        self.subject = subject
        self.cause = cause
        self.hint = hint
        self.other = other
    }

    /// `subject cause. Next step`
    package var description: String { "\(subject) \(cause)" + (hint.map { ". \($0)" } ?? "") }
}
