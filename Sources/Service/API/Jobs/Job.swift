package import JSON
package import Time

/// One durable unit of background work.
package struct Job: Codable, Hashable, Sendable {
    /// The id.
    package var id: String
    /// The kind of work: `collect`, `diff-build`, `import-apply`.
    package var type: String
    /// The repository it works on; null when it works on none.
    @Nullable package var repository: String?
    /// How far it has come.
    package var state: JobState
    /// The job it waits for while blocked.
    @Nullable package var blockedBy: String?
    /// What it was started with.
    package var parameters: JSONValue
    /// Who started it.
    package var initiator: String
    /// When it was asked for.
    package var createdAt: Moment
    /// When its present attempt began.
    @Nullable package var startedAt: Moment?
    /// When it ended.
    @Nullable package var finishedAt: Moment?
    /// When somebody asked to cancel it.
    @Nullable package var cancelRequestedAt: Moment?
    /// How long it has run, in milliseconds.
    @Nullable package var durationMilliseconds: Int64?
    /// How much of it is done.
    package var progress: JobProgress
    /// What it has counted, by name.
    package var counters: [String: Int64]
    /// What it brought; an empty object until it ends.
    package var result: JSONValue
    /// Why it failed.
    @Nullable package var error: Problem?
    /// Which attempt this is, from 1.
    package var attempt: Int
    /// The job that started it.
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

    /// Makes the value from all its members.
    package init(
        id: String,
        type: String,
        repository: String? = nil,
        state: JobState,
        blockedBy: String? = nil,
        parameters: JSONValue,
        initiator: String,
        createdAt: Moment,
        startedAt: Moment? = nil,
        finishedAt: Moment? = nil,
        cancelRequestedAt: Moment? = nil,
        durationMilliseconds: Int64? = nil,
        progress: JobProgress,
        counters: [String: Int64],
        result: JSONValue,
        error: Problem? = nil,
        attempt: Int,
        parentID: String? = nil,
        logBytes: Int64,
        links: [String: String]
    ) {
        self.id = id
        self.type = type
        self.repository = repository
        self.state = state
        self.blockedBy = blockedBy
        self.parameters = parameters
        self.initiator = initiator
        self.createdAt = createdAt
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.cancelRequestedAt = cancelRequestedAt
        self.durationMilliseconds = durationMilliseconds
        self.progress = progress
        self.counters = counters
        self.result = result
        self.error = error
        self.attempt = attempt
        self.parentID = parentID
        self.logBytes = logBytes
        self.links = links
    }
}
