import JSON
import Logging
import Persistence
import Posix
import Reporting

extension JobQueue {
    /// Starts the work of a job whose row says that it runs.
    func launch(_ job: Job) {
        guard let kind = kinds[job.type] else { preconditionFailure("only jobs of known kinds are admitted") }
        let log = JobLog(of: job.id, in: logs)
        let monitor = JobMonitor(job, kind: kind, clock: clock, log: log, feed: feed)
        let work = Self.work(kind, job.parameters, context(job, monitor), monitor, on: pool)
        executions[job.id] = Execution(
            job: job,
            kind: kind,
            claims: kind.claims(job.repository),
            monitor: monitor,
            work: work,
            timers: timers(job, kind)
        )
        logger.info("a job runs", ["job": job.id, "type": job.type, "attempt": "\(job.attempt)"])
        // This task has no executor of its own: what it calls here must not wait for a thread of the pool.
        LogContext.$fields.withValue(["job": job.id]) {
            _ = Task { await settle(job.id, await work.result) }
        }
    }

    private func context(_ job: Job, _ monitor: JobMonitor) -> JobContext {
        JobContext(
            id: job.id,
            repository: job.repository,
            initiator: job.initiator,
            reporter: Reporter(monitor),
            log: Reporter(JobStory(monitor: monitor)),
            attempt: job.attempt,
            loadCursor: { [database] in try await database.read { try JobTable($0).cursor(job.id) } },
            saveCursor: { [database] cursor in
                try await database.write { try JobTable($0).saveCursor(job.id, cursor) }
            }
        )
    }

    private nonisolated static func work(
        _ kind: JobKind,
        _ parameters: JSONValue,
        _ context: JobContext,
        _ monitor: JobMonitor,
        on pool: BlockingPool
    ) -> Task<JobResult, any Error> {
        // Whoever started it, or made room for it, is not who its lines are about.
        LogContext.$fields.withValue(["job": context.id]) {
            Task(executorPreference: pool) {
                monitor.logStart()
                return try await kind.run(parameters, context)
            }
        }
    }

    private func timers(_ job: Job, _ kind: JobKind) -> [Task<Void, Never>] {
        let progress = Task { [clock] in
            while (try? await clock.sleep(Self.progressPause)) != nil { await keepProgress(job.id) }
        }
        guard let timeout = kind.timeout else { return [progress] }
        return [progress, after(timeout) { await $0.stopWork(job.id, .timedOut) }]
    }

    private func keepProgress(_ id: String) async {
        guard let monitor = executions[id]?.monitor else { return }
        let report = monitor.measure()
        guard report != executions[id]?.lastReport else { return }
        executions[id]?.lastReport = report
        do {
            try await database.write { try JobTable($0).updateProgress(id, report) }
        } catch {
            logger.warning("cannot keep the progress of a job", ["job": id, "error": "\(error)"])
        }
        // It may have ended meanwhile.
        guard let execution = executions[id], !execution.isGivenUp else { return }
        feed.post(.progress, execution.job.showing(report))
    }
}
