import JSON
import Logging
package import Persistence
package import Posix
package import Reporting
import Time

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

    /// Runs a job to its end, then what follows it, and gives the id of the first one and what it brought.
    ///
    /// `watcher` hears what the logs hear. Throws what the work of any of them threw, once its row says it. Cancelling this task, or the job in another
    /// process, stops it.
    package func run<Arguments: JobArguments>(
        _ arguments: Arguments,
        on repository: String,
        initiator: String,
        watcher: Reporter
    ) async throws -> (id: String, outcome: Arguments.Outcome) {
        let asked = FollowingJob(type: Arguments.type, parameters: try JSONEncoder().value(of: arguments))
        let (id, result) = try await run(asked, on: repository, initiator: initiator, watcher: watcher) { _, _ in }
        return (id, try JSONDecoder().decode(Arguments.Outcome.self, from: result.value))
    }

    /// The same for the job of a schedule, whose row says that it ran; gives the id of the job.
    func run(_ schedule: Schedule, initiator: String, watcher: Reporter, at now: Moment) async throws -> String {
        let definition = schedule.definition
        let asked = FollowingJob(type: definition.type, parameters: definition.parameters)
        return try await run(asked, on: definition.repository, initiator: initiator, watcher: watcher) { table, job in
            var schedule = try table.schedule(schedule.id)
            schedule.lastRunAt = now
            schedule.lastJob = job.id
            try table.save(schedule)
        }.id
    }

    private func run(
        _ asked: FollowingJob,
        on repository: String,
        initiator: String,
        watcher: Reporter,
        alongside: @escaping @Sendable (ScheduleTable, Job) throws -> Void
    ) async throws -> (id: String, JobResult) {
        guard let kind = kinds[asked.type] else { throw JobError.unknownType(asked.type, known: kinds.keys) }
        let parameters = try await kind.prepare(asked.parameters, repository)
        let first = try await begin(kind, repository, parameters, initiator, alongside)
        let (result, followers) = await work(first, watcher)
        let done = try result.get()
        try await work(through: followers, watcher)
        return (first.job.id, done)
    }

    /// A job whose row says that it runs, and whose log is locked.
    private struct Started {
        let job: Job
        let kind: JobKind
        let log: JobLog
    }

    /// Works through jobs that have begun, and what follows them, one after the other; throws what the first that failed
    /// threw, when all have ended.
    private func work(through jobs: [Started], _ watcher: Reporter) async throws {
        var waiting = jobs[...]
        var failure: (any Error)?
        while let next = waiting.popFirst() {
            let (result, followers) = await work(next, watcher)
            if case .failure(let error) = result { failure = failure ?? error }
            waiting += followers
        }
        if let failure { throw failure }
    }

    private func work(
        _ started: Started,
        _ watcher: Reporter
    ) async -> (Result<JobResult, any Error>, followers: [Started]) {
        let (job, kind) = (started.job, started.kind)
        let feed = JobEventFeed(capacity: 1, greatestSize: 0, start: 0)
        let monitor = JobMonitor(job, kind: kind, clock: clock, log: started.log, feed: feed)
        defer { monitor.close() }
        let result = await perform(job, kind, monitor, watcher)
        return (result, await end(job, kind, monitor, result, watcher))
    }

    /// Adds the row of a job that runs, once its log is locked: from the first moment on, it is seen to be alive.
    private func begin(
        _ kind: JobKind,
        _ repository: String,
        _ parameters: JSONValue,
        _ initiator: String,
        _ alongside: @escaping @Sendable (ScheduleTable, Job) throws -> Void
    ) async throws -> Started {
        let time = clock.time()
        return try await database.write { [logs, kinds] connection in
            let table = JobTable(connection)
            try Recovery(table: table, kinds: kinds, time: time, logs: logs).settleRunning()
            var ids = JobIDGenerator(after: try table.newestID())
            let job = Job(
                new: ids.next(time: time),
                kind: kind,
                repository: repository,
                parameters: parameters,
                initiator: initiator,
                parentID: nil,
                attempt: 1,
                time: time
            )
            let started = try start(job, kind, in: table, audited: "job-run")
            try alongside(ScheduleTable(connection), job)
            return started
        }
    }

    /// Writes the row of a job that begins at once.
    private func start(
        _ new: Job,
        _ kind: JobKind,
        in table: JobTable,
        audited action: String
    ) throws -> Started {
        var job = new
        let log = JobLog(of: job.id, in: logs)
        log.open()
        // What waits for a service must not keep a command off: the locks of what it works on do where they have to.
        try table.addBesideOthers(job, audited: action)
        _ = try job.apply(.start, time: job.createdAt)
        try table.update(job)
        return Started(job: job, kind: kind, log: log)
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
        let work = LogContext.$fields.withValue(["job": job.id]) {
            Task(executorPreference: pool) { try await kind.run(job.parameters, context) }
        }
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
    ) async -> [Started] {
        let verdict = Verdict(result, of: kind, stopReason: nil, attemptsLeft: nil, describe: describe)
        let next = await PreparedFollower.prepare(
            verdict.followers,
            on: job.repository,
            among: kinds,
            log: Reporter(JoinedSinks(first: Reporter(monitor), second: watcher)).log
        )
        for follower in next { monitor.log(.info, "\(follower.kind.name) follows", [:]) }
        let report = monitor.finish(verdict)
        var started: [Started] = []
        do {
            started = try await write(verdict, report, of: job, kind, then: next)
            _ = try await retention.prune(database, logs, now: clock.time(), on: pool)
        } catch {
            watcher.log(.warning, "cannot bring the history of jobs up to date", ["job": job.id, "reason": "\(error)"])
        }
        return started
    }

    /// Ends a job and begins what follows it, both or neither.
    private func write(
        _ verdict: Verdict,
        _ report: JobReport,
        of job: Job,
        _ kind: JobKind,
        then followers: [PreparedFollower]
    ) async throws -> [Started] {
        let time = clock.time()
        return try await database.write { connection in
            let table = JobTable(connection)
            var job = try table.job(job.id)
            try job.apply(verdict, report, of: kind, time: time)
            try table.update(job)
            var ids = JobIDGenerator(after: try table.newestID())
            return try followers.map { follower in
                let next = Job(follower, after: job, id: ids.next(time: time), time: time)
                return try start(next, follower.kind, in: table, audited: "job-follow")
            }
        }
    }
}
