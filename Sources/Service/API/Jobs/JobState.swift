/// How far a job has come.
package enum JobState: String, Codable, Sendable, CaseIterable {
    /// It waits for its turn.
    case queued
    /// It waits for a job that holds what it needs.
    case blocked
    /// It runs; when a cancellation was asked for, it is about to stop.
    case running
    /// All of it was done.
    case succeeded
    /// Some of it was done; the result says what was not.
    case partial
    /// It was not done.
    case failed
    /// Somebody stopped it.
    case cancelled
    /// The service ended while it ran.
    case interrupted

    /// Whether nothing more happens unless somebody, or a restart, takes it up again.
    package var isFinished: Bool {
        switch self {
        case .queued, .blocked, .running: false
        case .succeeded, .partial, .failed, .cancelled, .interrupted: true
        }
    }
}
