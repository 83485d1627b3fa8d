/// Where a job stands. docs/job-states.md draws it; constraints of the database say the same.
package enum JobState: String, Sendable, CaseIterable {
    /// Waiting for its turn, or for a pause to end.
    case queued
    /// Waiting for another job, which it names, to give back what both claim.
    case blocked
    /// Being done.
    case running
    /// Done.
    case succeeded
    /// Done, with exceptions that the result names.
    case partial
    /// Given up because of an error, which the problem tells.
    case failed
    /// Ended on request.
    case cancelled
    /// Ended because the service did.
    case interrupted

    /// Whether the job has ended.
    package var isFinished: Bool {
        switch self {
        case .queued, .blocked, .running: false
        case .succeeded, .partial, .failed, .cancelled, .interrupted: true
        }
    }

    /// Whether a new attempt may be asked for.
    package var canBeRetried: Bool { isFinished && self != .succeeded }

    /// Gives `next` if a job may go from this state to that one, else throws a conflict.
    ///
    /// The only place that decides it, besides the trigger of the table `jobs`.
    package func transition(to next: JobState) throws -> JobState {
        guard successors.contains(next) else {
            throw JobError(.conflict, "a job that is \(rawValue)", "cannot become \(next.rawValue)")
        }
        return next
    }

    private var successors: [JobState] {
        switch self {
        case .queued: [.blocked, .running, .cancelled]
        case .blocked: [.queued, .running, .cancelled]
        case .running: [.succeeded, .partial, .failed, .cancelled, .interrupted, .queued]
        case .interrupted: [.queued]
        case .succeeded, .partial, .failed, .cancelled: []
        }
    }
}
