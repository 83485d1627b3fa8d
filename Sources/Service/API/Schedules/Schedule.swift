package import JSON
package import Jobs
package import Time

/// What starts jobs by the clock, as the API shows it.
package struct Schedule: Codable, Hashable, Sendable {
    /// A job that it started.
    package struct StartedJob: Codable, Hashable, Sendable {
        package let id: String
        package let state: JobState

        package init(id: String, state: JobState) {
            self.id = id
            self.state = state
        }
    }

    /// A time at which it started nothing.
    package struct Skip: Codable, Hashable, Sendable {
        package let at: Moment
        /// Why not, as half a sentence.
        package let reason: String
    }

    package let id: String
    /// The type of its jobs: `collect`.
    package let type: String
    package let repository: String
    /// What its jobs are asked to do.
    package let parameters: JSONValue
    /// The fields of cron(5); null where it is an interval.
    @Nullable package var cron: String?
    /// The interval: `12h`; null where it goes by the calendar.
    @Nullable package var every: String?
    /// The zone in which its calendar counts.
    package let timeZone: String
    /// When it is, in words: `at 03:00 on Sundays`.
    package let sentence: String
    package let paused: Bool
    /// Whether it stands in the configuration, where alone it can be changed.
    package let configured: Bool
    /// Grows with every change; its `ETag`.
    package let revision: Int64
    /// The next times at which it starts a job, the first one first; none while it is paused.
    package let nextRuns: [Moment]
    /// When it last started a job.
    @Nullable package var lastRunAt: Moment?
    /// That job, while it is in the history.
    @Nullable package var lastJob: StartedJob?
    /// When it was last due and started none.
    @Nullable package var lastSkip: Skip?
    /// Where it is, and where its job is started.
    package let links: [String: String]

    enum CodingKeys: String, CodingKey {
        case id, type, repository, parameters, cron, every, sentence, paused, configured, revision, links
        case timeZone = "time_zone"
        case nextRuns = "next_runs"
        case lastRunAt = "last_run_at"
        case lastJob = "last_job"
        case lastSkip = "last_skip"
    }

    /// Shows a row, with what is to come and the job that came of it last.
    package init(_ schedule: Jobs.Schedule, nextRuns: [Moment], lastJob: StartedJob?) {
        let definition = schedule.definition
        id = schedule.id
        type = definition.type
        repository = definition.repository
        parameters = definition.parameters
        timeZone = definition.timeZone
        sentence = definition.recurrence.sentence
        paused = schedule.isPaused
        configured = schedule.isConfigured
        revision = schedule.revision
        self.nextRuns = nextRuns
        links = [
            "self": APIPath.schedule(schedule.id), "run": APIPath.run(ofSchedule: schedule.id),
        ]
        (cron, every) = (definition.recurrence.cron, definition.recurrence.every)
        lastRunAt = schedule.lastRunAt
        self.lastJob = lastJob
        lastSkip = schedule.lastSkip.map { Skip(at: $0.at, reason: $0.reason) }
    }
}

extension Recurrence {
    fileprivate var cron: String? {
        if case .cron(let expression) = self { expression.text } else { nil }
    }

    fileprivate var every: String? {
        if case .every(let interval) = self { interval.short } else { nil }
    }
}
