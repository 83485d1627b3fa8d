package import JSON
package import Logging
package import Persistence
package import Posix

/// The durable queue of background work: every job is a row before it starts and stays one when it has ended.
package actor JobQueue {
    enum Phase {
        case new, open, stopping
    }

    static let progressPause = Duration.milliseconds(500)
    static let repairPause = Duration.seconds(5)
    private static let eventCapacity = 4096

    let database: Database
    let kinds: [String: JobKind]
    let logs: Directory
    let pool: BlockingPool
    let concurrency: Int
    let retention: JobRetention
    let clock: JobClock
    let logger: Logger
    let describe: @Sendable (any Error) -> JobProblem
    let feed: JobEventFeed

    // Whoever changes rows or `executions` takes the turn, so that both agree whenever it is passed on.
    let turn = Turn()
    var phase = Phase.new
    var executions: [String: Execution] = [:]
    var ids = JobIDGenerator(after: nil)
    var alarm: Task<Void, Never>?
    var idleWaiter: CheckedContinuation<Void, Never>?

    /// Makes a queue; nothing happens before `start`.
    ///
    /// - Parameters:
    ///   - logs: the folder of the log files.
    ///   - pool: the threads on which jobs run; it should have at least `concurrency` of them.
    ///   - describe: turns the error of a job that failed into what people are shown.
    package init(
        database: Database,
        kinds: [JobKind],
        logs: Directory,
        pool: BlockingPool,
        concurrency: Int = 2,
        retention: JobRetention = JobRetention(),
        clock: JobClock = .system,
        logger: Logger = Logger(label: "jobs", sink: .none),
        describe: @escaping @Sendable (any Error) -> JobProblem = { JobProblem(describing: $0) }
    ) {
        precondition(concurrency > 0, "a queue that runs nothing is none")
        self.database = database
        self.kinds = Dictionary(kinds.map { ($0.name, $0) }) { _, _ in
            preconditionFailure("two kinds of job have one name")
        }
        self.logs = logs
        self.pool = pool
        self.concurrency = concurrency
        self.retention = retention
        self.clock = clock
        self.logger = logger
        self.describe = describe
        feed = JobEventFeed(capacity: Self.eventCapacity, start: clock.time() * 1000)
    }

    /// Makes a job and starts it when its turn comes.
    ///
    /// Throws `JobError` with the code `conflict` when a job of this type on this repository has not ended.
    package func enqueue(
        type: String,
        repository: String,
        parameters: JSONValue = [:],
        initiator: String,
        parentID: String? = nil
    ) async throws -> Job {
        guard let kind = kinds[type] else { throw JobError.unknownType(type) }
        await turn.take()
        defer { turn.pass() }
        guard phase == .open else { throw JobError.unavailable }
        let time = clock.time()
        let job = Job(
            new: ids.next(time: time),
            kind: kind,
            repository: repository,
            parameters: parameters,
            initiator: initiator,
            parentID: parentID,
            attempt: 1,
            time: time
        )
        return try await add(job, action: "enqueue")
    }

    /// Writes a new job and lets it start if it can; only while it is this caller's turn.
    func add(_ job: Job, action: String) async throws -> Job {
        try await database.write { connection in
            let table = JobTable(connection)
            if let other = try table.unfinishedJob(job.type, job.repository) {
                throw JobError.conflict(job.type, job.repository, with: other.id)
            }
            try table.insert(job)
            try AuditLog(connection).append(
                at: job.createdAt,
                initiator: job.initiator,
                action: "job-\(action)",
                subject: job.id,
                detail: "\(job.type) \(job.repository)"
            )
        }
        feed.post(.state, job)
        return await admit()[job.id] ?? job
    }
}
