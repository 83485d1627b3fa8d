package import JSON
package import Time

/// One durable unit of background work, as its row says.
package struct Job: Sendable, Equatable {
    package let id: String
    /// The name of its kind.
    package let type: String
    package let repository: String
    package let parameters: JSONValue
    package let initiator: String
    /// The job of which this is a retry, or which it follows.
    package let parentID: String?
    package let createdAt: Moment
    package internal(set) var state: JobState
    /// What it waits for while blocked: the id of a job, or a sentence that names another process.
    package internal(set) var blockedBy: String?
    /// Which attempt this is, from 1; retries go on counting.
    package internal(set) var attempt: Int
    /// When its present attempt began.
    package internal(set) var startedAt: Moment?
    /// When it ended.
    package internal(set) var finishedAt: Moment?
    /// When somebody asked to cancel it while it ran.
    package internal(set) var cancelRequestedAt: Moment?
    package internal(set) var progress: JobProgress
    /// What it has counted, by name.
    package internal(set) var counters: [String: Int64]
    /// What it brought; an empty object until it ends.
    package internal(set) var result: JSONValue
    /// Why it failed or was interrupted.
    package internal(set) var problem: JobProblem?
    /// The size of its log.
    package internal(set) var logBytes: Int64
    /// Not to be started before this moment.
    var notBefore: Moment
    /// How often it was taken up again since it last saved a cursor.
    var idleResumes = 0
    /// The attempt with which this job began: a retry begins after its parent's last.
    let firstAttempt: Int

    /// Whether a text has the form of an id.
    package static func isID(_ text: String) -> Bool { JobIDGenerator.isID(text) }

    /// How long its present attempt has run until `now`, or ran, in milliseconds; `nil` before it began.
    package func duration(now: Moment) -> Int64? {
        startedAt.map { max(0, (finishedAt ?? now).milliseconds - $0.milliseconds) }
    }

    mutating func move(to next: JobState) throws(JobError) { state = try state.transition(to: next) }
}
