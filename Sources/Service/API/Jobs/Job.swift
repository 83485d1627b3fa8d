package import JSON
package import Jobs
package import Time

/// A durable unit of background work as the API shows it: its row, and where its controls are.
package struct Job: Codable, Hashable, Sendable {
    package var id: String
    /// The name of its kind: `diff-build`.
    package var type: String
    /// The repository it works on; null when it is about none.
    @Nullable package var repository: String?
    package var state: JobState
    /// What it waits for while blocked: the id of a job, or a sentence that names another process.
    @Nullable package var blockedBy: String?
    /// What it was asked to do.
    package var parameters: JSONValue
    /// Who started it.
    package var initiator: String
    package var createdAt: Moment
    /// When its present attempt began.
    @Nullable package var startedAt: Moment?
    @Nullable package var finishedAt: Moment?
    /// When somebody asked to cancel it.
    @Nullable package var cancelRequestedAt: Moment?
    /// How long it has run, in milliseconds.
    @Nullable package var durationMilliseconds: Int64?
    package var progress: JobProgress
    /// What it has counted, by name.
    package var counters: [String: Int64]
    /// What it brought; an empty object until it ends.
    package var result: JSONValue
    /// Why it failed.
    @Nullable package var error: Problem?
    /// Which attempt this is, from 1.
    package var attempt: Int
    /// The job of which this is a retry, or which it follows.
    @Nullable package var parentID: String?
    /// The size of its log.
    package var logBytes: Int64
    /// Where its log, events and controls are.
    package var links: [String: String]

    enum CodingKeys: String, CodingKey {
        case id, type, repository, state, parameters, initiator
        case progress, counters, result, error, attempt, links
        case blockedBy = "blocked_by"
        case createdAt = "created_at"
        case startedAt = "started_at"
        case finishedAt = "finished_at"
        case cancelRequestedAt = "cancel_requested_at"
        case durationMilliseconds = "duration_ms"
        case parentID = "parent_id"
        case logBytes = "log_bytes"
    }

    /// Shows a row as it is at `now`.
    package init(_ job: Jobs.Job, now: Moment) {
        id = job.id
        type = job.type
        repository = job.repository
        state = job.state
        blockedBy = job.blockedBy
        parameters = job.parameters
        initiator = job.initiator
        createdAt = job.createdAt
        startedAt = job.startedAt
        finishedAt = job.finishedAt
        cancelRequestedAt = job.cancelRequestedAt
        durationMilliseconds = job.duration(now: now)
        progress = job.progress
        counters = job.counters
        result = job.result
        error = job.problem.map { Problem($0) }
        attempt = job.attempt
        parentID = job.parentID
        logBytes = job.logBytes
        links = Self.links(of: job)
    }

    private static func links(of job: Jobs.Job) -> [String: String] {
        var links = [
            "self": APIPath.job(job.id), "log": APIPath.log(ofJob: job.id), "events": APIPath.events(ofJob: job.id),
        ]
        if !job.state.isFinished { links["cancel"] = APIPath.cancellation(ofJob: job.id) }
        if job.state.isRetryable { links["retry"] = APIPath.retry(ofJob: job.id) }
        if let artifact = job.result["artifact"]?.stringValue { links["artifact"] = APIPath.artifact(artifact) }
        if let id = job.result["import"]?.stringValue { links["import"] = APIPath.import(id) }
        return links
    }
}
