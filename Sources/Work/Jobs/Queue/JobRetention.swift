import Logging
import Persistence
import Posix
import Time

/// How long the history of jobs is kept.
package struct JobRetention: Sendable, Equatable {
    let age: Duration
    let count: Int

    /// Keeps finished jobs that ended less than `age` ago, and of those the `count` that ended last.
    package init(age: Duration = .seconds(180 * 86400), count: Int = 10_000) {
        precondition(count >= 0, "a number of jobs is not negative")
        self.age = age
        self.count = count
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
        let (oldest, count) = (now - age, count)
        let ended = try await database.read { try JobTable($0).prunable(endedBefore: oldest, keeping: count) }
        let prunable = ended.filter { !isBusy($0) }
        guard !prunable.isEmpty else { return 0 }
        // Logs first: should this end midway, the rows remain to find what is left by.
        try await pool.run {
            for path in prunable.compactMap(JobLog.path) {
                // Two jobs that end at once prune at once: a log may be gone already.
                do { try logs.unlink(path) } catch let error as SystemError where error.errno == .noEntry {}
            }
        }
        try await database.write { connection in for id in prunable { try JobTable(connection).delete(id) } }
        return prunable.count
    }
}

extension JobQueue {
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
