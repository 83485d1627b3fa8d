import Persistence
package import Posix
import Time

extension JobQueue {
    /// The job as it is now; throws `JobError` with the code `notFound`.
    package func job(_ id: String) async throws -> Job {
        shown(try await database.read { try JobTable($0).job(id) })
    }

    /// The job that a request under this key started; `nil` where none did, or where it is no longer in the history.
    ///
    /// Throws `JobError` with the code `keyReused` where the key is that of another request.
    package func job(startedUnder key: StartKey) async throws -> Job? {
        try await database.read { try JobTable($0).job(startedUnder: key) }.map(shown)
    }

    /// One page of the jobs, newest first or oldest first, and the cursor of the next; `nil` at the end.
    package func jobs(
        _ filter: JobFilter = JobFilter(),
        isReversed: Bool = false,
        limit: Int = 50,
        cursor: String? = nil
    ) async throws -> (items: [Job], nextCursor: String?) {
        precondition(limit > 0, "a page holds at least one job")
        if let cursor, !JobIDGenerator.isID(cursor) {
            throw JobError(.invalidCursor, "the cursor", cause: "it is none of this list")
        }
        let lost = filter.states.isEmpty ? [] : try await lostJobs()
        let found = try await database.read { connection in
            try JobTable(connection).page(filter, lost: lost, isReversed: isReversed, limit: limit + 1, beyond: cursor)
        }
        let items = found.prefix(limit).map(shown)
        return (items, found.count > limit ? items.last?.id : nil)
    }

    /// How many jobs there are in each state, whatever states the filter names.
    package func counts(_ filter: JobFilter = JobFilter()) async throws -> [JobState: Int] {
        let lost = try await lostJobs()
        return try await database.read { try JobTable($0).counts(filter, lost: lost) }
    }

    /// When a job of each type last succeeded on each repository, whoever ran it.
    package func lastSuccesses() async throws -> [LastSuccess] {
        try await database.read { try JobTable($0).lastSuccesses() }
    }

    /// How long the last jobs of each type took that succeeded and were no dry runs: the median of ten of them.
    ///
    /// Those of one repository if it is named.
    package func usualDurations(on repository: String? = nil) async throws -> [String: Duration] {
        try await database.read { try JobTable($0).durations(of: 10, repository: repository) }.mapValues(\.median)
    }

    /// The job when it has ended, or as it is when `timeout` has passed or the queue stops.
    package func wait(_ id: String, timeout: Duration) async throws -> Job {
        let events = try await events(after: nil, job: id)
        await withTaskGroup { [clock] group in
            group.addTask { for await event in events where event.kind == .end { return } }
            group.addTask { try? await clock.sleep(timeout) }
            await group.next()
            group.cancelAll()
        }
        return try await job(id)
    }

    /// What happens to one job or to all, from now on or after the event numbered `id`.
    ///
    /// The stream of one job starts with the job as it is unless `id` is given, and ends with an event of the kind
    /// `end` once the job has ended; all streams end when the queue stops. A reader that is too slow, or names an
    /// event that is no longer kept, gets `lagged` and goes on with what is.
    package func events(after id: Int64?, job jobID: String? = nil) async throws -> AsyncStream<JobEvent> {
        guard let jobID else { return feed.events(after: id, of: nil) }
        // While nobody changes anything, what was read and where the stream starts belong together.
        await turn.take()
        defer { turn.pass() }
        return feed.events(after: id, of: try await job(jobID))
    }

    /// Tells whoever follows all events that these collections became others.
    package nonisolated func noteChange(of collections: JobEvent.Collection...) { feed.post(changed: collections) }

    /// Opens the log of a job: JSON lines; `nil` while there is none.
    package nonisolated func openLog(_ id: String) throws(SystemError) -> Descriptor? {
        guard let path = JobLog.path(of: id) else { return nil }
        do {
            return try logs.open(path)
        } catch  where error.errno == .noEntry {
            return nil
        }
    }

    /// Those that run nowhere, though their rows say that they run.
    private func lostJobs() async throws -> [String] {
        try await database.read { try JobTable($0).runningJobs() }.filter(isLost).map(\.id)
    }

    private func isLost(_ job: Job) -> Bool {
        // One that has just begun may not have opened its log yet.
        guard executions[job.id] == nil, let startedAt = job.startedAt, clock.time() - startedAt > Self.startingTime
        else { return false }
        return !JobLog.isHeld(of: job.id, in: logs)
    }

    /// The job as far as it is now; one that runs nowhere, whatever its row says, was interrupted.
    func shown(_ job: Job) -> Job {
        guard job.state == .running else { return job }
        if let execution = executions[job.id] { return job.showing(execution.monitor.report()) }
        guard isLost(job) else { return job }
        var lost = job
        let end = JobLog.lastWord(of: job, in: logs) ?? clock.time()
        return (try? lost.breakOff(.interrupted, at: end)) == nil ? job : lost
    }
}

extension [Duration] {
    /// The one in the middle, or the mean of the two there; they are in order.
    fileprivate var median: Duration { isEmpty ? .zero : (self[(count - 1) / 2] + self[count / 2]) / 2 }
}
