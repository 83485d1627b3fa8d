import Logging
import Persistence
import Posix
import Time

extension JobQueue {
    /// Removes what the history need not keep: rows and logs of jobs that ended long ago or are too many.
    ///
    /// Called at the start and whenever a job has ended. A failure is logged and left to the next time.
    package func prune() async {
        do {
            let oldest = clock.time() - retention.age
            let count = retention.count
            let ended = try await database.read { try JobTable($0).prunable(endedBefore: oldest, keeping: count) }
            // A job that was given up has ended for others, but its work still writes into its log.
            let prunable = ended.filter { executions[$0] == nil }
            guard !prunable.isEmpty else { return }
            // Logs first: should this end midway, the rows remain to find what is left by.
            try await removeLogs(of: prunable)
            try await database.write { connection in for id in prunable { try JobTable(connection).delete(id) } }
            logger.info("pruned the history of jobs", ["jobs": "\(prunable.count)"])
        } catch {
            logger.warning("cannot prune the history of jobs", ["error": "\(error)"])
        }
    }

    private func removeLogs(of ids: [String]) async throws {
        let paths = ids.compactMap(JobLog.path)
        try await pool.run { [logs] in
            for path in paths {
                // Two jobs that end at once prune at once: a log may be gone already.
                do { try logs.unlink(path) } catch let error as SystemError where error.errno == .noEntry {}
            }
        }
    }
}
