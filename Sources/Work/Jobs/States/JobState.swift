/// How far a job has come.
package enum JobState: String, Codable, Sendable, Hashable, CaseIterable {
    /// It waits for its turn.
    case queued
    /// It waits for a job, or another process, that holds what it needs.
    case blocked
    /// It runs; when a cancellation was asked for, it is about to stop.
    case running
    /// All of it was done.
    case succeeded
    /// Done with exceptions, which the result names.
    case partial
    /// It was not done, and the problem says why.
    case failed
    /// Somebody stopped it.
    case cancelled
    /// What ran it ended while it ran.
    case interrupted

    /// Whether nothing more happens unless somebody, or a restart, takes it up again.
    package var isFinished: Bool {
        switch self {
        case .queued, .blocked, .running: false
        case .succeeded, .partial, .failed, .cancelled, .interrupted: true
        }
    }

    /// Whether `retry` may make a new job of it.
    package var isRetryable: Bool { isFinished && self != .succeeded }

    /// The state itself when a job may go from here to `next`; throws `JobError` otherwise.
    ///
    /// This is the only list of changes in the code; the trigger `jobs_change_state_by_the_rules` of the schema says
    /// the same, and a test compares every pair.
    package func transition(to next: JobState) throws(JobError) -> JobState {
        guard successors.contains(next) else {
            throw JobError(.wrongState, "a job that is \(rawValue)", cause: "it cannot become \(next.rawValue)")
        }
        return next
    }

    private var successors: Set<JobState> {
        switch self {
        case .queued: [.blocked, .running, .cancelled]
        case .blocked: [.queued, .running, .cancelled]
        // Back to `queued` when another attempt follows, to `blocked` when another process holds what it needs.
        case .running: [.queued, .blocked, .succeeded, .partial, .failed, .cancelled, .interrupted]
        // A kind that can go on does so after a restart.
        case .interrupted: [.queued]
        case .succeeded, .partial, .failed, .cancelled: []
        }
    }
}
