import Logging
package import Persistence
package import Posix
package import Time

/// How long the history of jobs is kept.
package struct JobRetention: Sendable, Equatable {
    let age: Duration
    let count: Int
    let logAge: Duration

    /// Keeps finished jobs that ended less than `age` ago, and of those the `count` that ended last; and the logs of
    /// those that ended less than `logs` ago.
    package init(age: Duration = .seconds(180 * 86400), count: Int = 10_000, logs: Duration? = nil) {
        precondition(count >= 0, "a number of jobs is not negative")
        self.age = age
        self.count = count
        logAge = logs ?? age
    }

    /// Removes what the history need not keep, rows and logs, but for the jobs that somebody still works on; gives how
    /// many went.
    func prune(
        _ database: Database,
        _ logs: Directory,
        now: Moment,
        on pool: BlockingPool,
        sparing isBusy: (_ id: String) -> Bool = { _ in false }
    ) async throws -> Int {
        let prunable = try await prunable(database, now: now).filter { !isBusy($0) }
        let logless = try await prunableLogs(database, logs, now: now, on: pool).map(\.job).filter { !isBusy($0) }
        if !logless.isEmpty { try await pool.run { try Self.remove(logsOf: logless, in: logs) } }
        guard !prunable.isEmpty else { return 0 }
        // Logs first: should this end midway, the rows remain to find what is left by.
        try await pool.run { try Self.remove(logsOf: prunable, in: logs) }
        try await database.write { connection in for id in prunable { try JobTable(connection).delete(id) } }
        return prunable.count
    }

    private static func remove(logsOf jobs: [String], in logs: Directory) throws {
        for path in jobs.compactMap(JobLog.path) { try remove(path, in: logs) }
    }

    /// Two jobs that end at once prune at once: a log may be gone already.
    private static func remove(_ path: RelativePath, in logs: Directory) throws(SystemError) {
        do throws(SystemError) {
            try logs.unlink(path)
        } catch {
            guard error.errno == .noEntry else { throw error }
        }
    }

    private func prunable(_ database: Database, now: Moment) async throws -> [String] {
        let (oldest, count) = (now - age, count)
        return try await database.read { try JobTable($0).prunable(endedBefore: oldest, keeping: count) }
    }

    /// The logs of jobs that stay, but whose logs are too old, with the bytes of each.
    private func prunableLogs(
        _ database: Database,
        _ logs: Directory,
        now: Moment,
        on pool: BlockingPool
    ) async throws -> [(job: String, bytes: Int64)] {
        guard logAge < age else { return [] }
        let oldest = now - logAge
        let ended = try await database.read { try JobTable($0).prunable(endedBefore: oldest, keeping: .max) }
        return try await pool.run { try Self.sizes(of: ended, in: logs) }
    }

    private static func sizes(of jobs: [String], in logs: Directory) throws -> [(job: String, bytes: Int64)] {
        try jobs.compactMap { job in
            try JobLog.path(of: job).flatMap { try logs.info($0) }.map { (job, $0.size) }
        }
    }

    /// What would go now, or goes: jobs with their logs, and logs of jobs that stay, each with its bytes.
    ///
    /// Those that some process still works on stay.
    package func pruneNow(
        _ database: Database,
        _ logs: Directory,
        now: Moment,
        on pool: BlockingPool,
        isDryRun: Bool
    ) async throws -> (jobs: [(job: String, bytes: Int64)], logs: [(job: String, bytes: Int64)]) {
        let ended = try await prunable(database, now: now)
        let jobs = try await pool.run {
            try ended.filter { !JobLog.isHeld(of: $0, in: logs) }.map { job in
                (job: job, bytes: try Self.sizes(of: [job], in: logs).first?.bytes ?? 0)
            }
        }
        let all = Set(jobs.map(\.job))
        let old = try await prunableLogs(database, logs, now: now, on: pool).filter { !all.contains($0.job) }
        if !isDryRun {
            let held = Set(ended).subtracting(all)
            _ = try await prune(database, logs, now: now, on: pool) { held.contains($0) }
        }
        return (jobs, old)
    }
}

extension JobQueue {
    /// Keeps the history for as long as this says from now on.
    package func change(retention: JobRetention) { self.retention = retention }

    /// Removes what the history need not keep: rows and logs of jobs that ended long ago or are too many.
    ///
    /// Called at the start and whenever a job has ended. A failure is logged and left to the next time.
    package func prune() async {
        do {
            // A job that was given up has ended for others, but its work still writes into its log.
            let busy = Set(executions.keys)
            let count = try await retention.prune(database, logs, now: clock.time(), on: pool) { busy.contains($0) }
            if count > 0 { logger.info("pruned the history of jobs", ["jobs": "\(count)"]) }
        } catch {
            logger.warning("cannot prune the history of jobs", ["error": "\(error)"])
        }
    }
}
