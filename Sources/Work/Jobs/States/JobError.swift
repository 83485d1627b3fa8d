/// A request to the queue that cannot be fulfilled.
package struct JobError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Why not.
    package enum Code: String, Sendable {
        /// No such job.
        case notFound = "not-found"
        /// No kind of that name.
        case unknownType = "unknown-job-type"
        /// An unfinished job of the same type works on the same repository.
        case conflict = "job-exists"
        /// Not in the state the job is in.
        case wrongState = "wrong-state"
        /// The cursor of a list was not made by this list.
        case invalidCursor = "invalid-cursor"
        /// The queue has not started, or is stopping.
        case unavailable
        /// What was to be changed was changed by somebody else since it was looked at.
        case changed
        /// What was to be changed stands in the configuration.
        case configured
        /// The key of a request was that of another.
        case keyReused = "key-reused"
    }

    package let code: Code
    /// What it is about: `job 0k3x…`, `a job that is queued`.
    package let subject: String
    package let cause: String
    /// The next step, as a sentence.
    package let hint: String?
    /// The job that stands in the way.
    package let existingJob: String?

    init(_ code: Code, _ subject: String, cause: String, hint: String? = nil, existingJob: String? = nil) {
        self.code = code
        self.subject = subject
        self.cause = cause
        self.hint = hint
        self.existingJob = existingJob
    }

    package var description: String {
        guard let hint else { return "\(subject): \(cause)" }
        return "\(subject): \(cause). \(hint)"
    }
}

extension JobError {
    static func notFound(_ id: String) -> JobError { JobError(.notFound, "job \(id)", cause: "there is no such job") }

    static func unknownType(_ type: String, known: some Sequence<String>) -> JobError {
        let hint = "There are \(known.sorted().joined(separator: ", "))"
        return JobError(.unknownType, "job type \(type)", cause: "there is no such type", hint: hint)
    }

    static func conflict(_ type: String, _ repository: String, with existing: String) -> JobError {
        JobError(
            .conflict,
            "\(type) of \(repository)",
            cause: "job \(existing) of this type has not ended",
            hint: "Wait for it, or cancel it first",
            existingJob: existing
        )
    }

    static func wrongState(_ job: Job, cannot action: String) -> JobError {
        JobError(.wrongState, "job \(job.id)", cause: "it is \(job.state.rawValue) and cannot be \(action)")
    }

    static func cannotStop(_ job: Job) -> JobError {
        JobError(
            .wrongState,
            "job \(job.id)",
            cause: "it is in a step that must not be left",
            hint: "It ends by itself; what it did can be undone afterwards"
        )
    }

    static func keyReused(_ existing: String) -> JobError {
        JobError(
            .keyReused,
            "the idempotency key",
            cause: "another request started job \(existing) under it",
            hint: "Use a new key for a new request, and an old one only to send the very same again",
            existingJob: existing
        )
    }

    static let unavailable = JobError(
        .unavailable,
        "the job queue",
        cause: "it is not running",
        hint: "Try again when the service has started"
    )

    static func noSchedule(_ id: String) -> JobError {
        JobError(.notFound, "schedule \(id)", cause: "there is no such schedule")
    }

    static func tooManySchedules(_ limit: Int) -> JobError {
        JobError(
            .wrongState,
            "schedules",
            cause: "there are \(limit) already, and no more are kept",
            hint: "Remove one that nobody needs"
        )
    }

    static func changed(_ schedule: Schedule) -> JobError {
        JobError(
            .changed,
            "schedule \(schedule.id)",
            cause: "it was changed since you looked at it, and is at revision \(schedule.revision) now",
            hint: "Look at it again and repeat the change"
        )
    }

    static func configured(_ schedule: Schedule) -> JobError {
        JobError(
            .configured,
            "schedule \(schedule.id)",
            cause: "it stands under `schedules` in the configuration, and can only be paused and run here",
            hint: "Change it there and start the service again"
        )
    }
}
