import Persistence
package import Posix
package import Time

extension JobQueue {
    /// The job as it is now; throws `JobError` with the code `notFound`.
    package func job(_ id: String) async throws -> Job {
        shown(try await database.read { try JobTable($0).job(id) })
    }

    /// One page of the jobs, newest first, and the cursor of the next; `nil` at the end.
    package func jobs(
        _ filter: JobFilter = JobFilter(),
        limit: Int = 50,
        cursor: String? = nil
    ) async throws -> (items: [Job], nextCursor: String?) {
        precondition(limit > 0, "a page holds at least one job")
        if let cursor, !JobIDGenerator.isID(cursor) {
            throw JobError(.invalidCursor, "the cursor", cause: "it is none of this list")
        }
        let lost = filter.states.isEmpty ? [] : try await lostJobs()
        let found = try await database.read { connection in
            try JobTable(connection).page(filter, lost: lost, limit: limit + 1, before: cursor)
        }
        let items = found.prefix(limit).map(shown)
        return (items, found.count > limit ? items.last?.id : nil)
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

/// Which jobs a list is to show; what is empty or `nil` does not matter.
package struct JobFilter: Sendable {
    let states: Set<JobState>
    let type: String?
    let repository: String?
    let parent: String?
    let since: Moment?

    /// Describes a filter; jobs that follow `parent` or are a retry of it, and those made at `since` or later are shown.
    package init(
        states: Set<JobState> = [],
        type: String? = nil,
        repository: String? = nil,
        parent: String? = nil,
        since: Moment? = nil
    ) {
        self.states = states
        self.type = type
        self.repository = repository
        self.parent = parent
        self.since = since
    }
}
