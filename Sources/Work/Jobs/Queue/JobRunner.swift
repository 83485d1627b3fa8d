import JSON
import Logging
package import Persistence
package import Posix
package import Reporting

/// Runs one job at once in this process, without a queue; it leaves its row and its log in the same history.
///
/// For commands where no service runs. A job that another process runs meanwhile is left alone, and one that a process
/// left behind when it died becomes `interrupted`.
package struct JobRunner: Sendable {
    private let database: Database
    private let kinds: [String: JobKind]
    private let logs: Directory
    private let pool: BlockingPool
    private let retention: JobRetention
    private let clock: JobClock
    private let describe: @Sendable (any Error) -> JobProblem

    /// Takes what a queue takes.
    package init(
        database: Database,
        kinds: [JobKind],
        logs: Directory,
        pool: BlockingPool,
        retention: JobRetention = JobRetention(),
        clock: JobClock = .system,
        describe: @escaping @Sendable (any Error) -> JobProblem
    ) {
        self.database = database
        self.kinds = Dictionary(kinds.map { ($0.name, $0) }) { $1 }
        self.logs = logs
        self.pool = pool
        self.retention = retention
        self.clock = clock
        self.describe = describe
    }

    /// Runs a job to its end and gives what it brought; `watcher` hears what the log hears.
    ///
    /// Throws what the work threw, once the row says it. Cancelling this task, or the job in another process, stops it.
    package func run<Arguments: JobArguments>(
        _ arguments: Arguments,
        on repository: String,
        initiator: String,
        watcher: Reporter
    ) async throws -> Arguments.Outcome {
        guard let kind = kinds[Arguments.type] else { throw JobError.unknownType(Arguments.type, known: kinds.keys) }
        let parameters = try await kind.prepare(JSONEncoder().value(of: arguments), repository)
        let (job, log) = try await begin(kind, repository, parameters, initiator)
        let monitor = JobMonitor(job, kind: kind, clock: clock, log: log, feed: JobEventFeed(capacity: 1, start: 0))
        defer { monitor.close() }
        let result = await perform(job, kind, monitor, watcher)
        await end(job, kind, monitor, result, watcher)
        return try JSONDecoder().decode(Arguments.Outcome.self, from: result.get().value)
    }

    /// Adds the row of a job that runs, once its log is locked: from the first moment on, it is seen to be alive.
    private func begin(
        _ kind: JobKind,
        _ repository: String,
        _ parameters: JSONValue,
        _ initiator: String
    ) async throws -> (Job, JobLog) {
        let time = clock.time()
        return try await database.write { [logs, kinds] connection in
            let table = JobTable(connection)
            try Recovery(table: table, kinds: kinds, time: time, logs: logs).settleRunning()
            var ids = JobIDGenerator(after: try table.newestID())
            var job = Job(
                new: ids.next(time: time),
                kind: kind,
                repository: repository,
                parameters: parameters,
                initiator: initiator,
                parentID: nil,
                attempt: 1,
                time: time
            )
            let log = JobLog(of: job.id, in: logs)
            log.open()
            // What waits for a service must not keep a command off: the locks of what it works on do where they have to.
            try table.insert(job, isUnique: false)
            _ = try job.apply(.start, time: time)
            try table.update(job)
            try AuditLog(connection).append(job, at: time, initiator: initiator, action: "job-run")
            return (job, log)
        }
    }

    private func perform(
        _ job: Job,
        _ kind: JobKind,
        _ monitor: JobMonitor,
        _ watcher: Reporter
    ) async -> Result<JobResult, any Error> {
        let context = JobContext(
            id: job.id,
            repository: job.repository,
            initiator: job.initiator,
            reporter: Reporter(JoinedSinks(first: Reporter(monitor), second: watcher)),
            log: Reporter(JobStory(monitor: monitor)),
            attempt: job.attempt,
            loadCursor: { nil },
            saveCursor: { _ in }
        )
        monitor.logStart()
        let work = Task(executorPreference: pool) { try await kind.run(job.parameters, context) }
        let keeping = Task { await keepProgress(of: job, monitor) { work.cancel() } }
        defer { keeping.cancel() }
        return await withTaskCancellationHandler {
            await work.result
        } onCancel: {
            work.cancel()
        }
    }

    /// Writes now and then how far the job is, and looks whether somebody wants it to end.
    private func keepProgress(of job: Job, _ monitor: JobMonitor, cancel: () -> Void) async {
        while (try? await clock.sleep(JobQueue.progressPause)) != nil {
            let report = monitor.measure()
            let isCancelled = try? await database.write { connection in
                let table = JobTable(connection)
                try table.updateProgress(job.id, report)
                return try table.job(job.id).cancelRequestedAt != nil
            }
            if isCancelled == true, monitor.isCancellable { cancel() }
        }
    }

    private func end(
        _ job: Job,
        _ kind: JobKind,
        _ monitor: JobMonitor,
        _ result: Result<JobResult, any Error>,
        _ watcher: Reporter
    ) async {
        let verdict = Verdict(result, of: kind, stopReason: nil, attemptsLeft: nil, describe: describe)
        let report = monitor.finish(verdict)
        let time = clock.time()
        do {
            try await database.write { connection in
                let table = JobTable(connection)
                var job = try table.job(job.id)
                try job.apply(verdict, report, of: kind, time: time)
                try table.update(job)
            }
            _ = try await retention.prune(database, logs, now: time, on: pool)
        } catch {
            watcher.log(.warning, "cannot bring the history of jobs up to date", ["job": job.id, "reason": "\(error)"])
        }
    }
}

/// Two watchers that hear the same.
private struct JoinedSinks: ReportSink {
    let first: Reporter
    let second: Reporter

    func begin(_ step: Step, total: Int64?, unit: ReportUnit) {
        first.begin(step, total: total, unit: unit)
        second.begin(step, total: total, unit: unit)
    }

    func advance(by amount: Int64) {
        first.advance(by: amount)
        second.advance(by: amount)
    }

    func extend(total: Int64) {
        first.extend(total: total)
        second.extend(total: total)
    }

    func count(_ name: String, by amount: Int64) {
        first.count(name, by: amount)
        second.count(name, by: amount)
    }

    func log(_ level: LogLevel, _ message: String, _ fields: [String: String]) {
        first.log(level, message, fields)
        second.log(level, message, fields)
    }
}
