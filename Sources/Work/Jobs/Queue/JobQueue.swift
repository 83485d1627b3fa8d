package import Logging
package import Persistence
package import Posix
import Time

/// The durable queue of background work: every job is a row before it starts and stays one when it has ended.
package actor JobQueue {
    enum Phase {
        case new, open, stopping
    }

    static let progressPause = Duration.milliseconds(500)
    static let repairPause = Duration.seconds(5)
    /// How long a job may take from its row to its log.
    static let startingTime = Duration.seconds(5)
    /// How often it is looked whether somebody who is no job of this queue has let go.
    static let outsiderPause = Duration.seconds(1)
    private static let eventCapacity = 4096
    private static let eventBytes = 8 << 20

    let database: Database
    let kinds: [String: JobKind]
    let logs: Directory
    let pool: BlockingPool
    let concurrency: Int
    var retention: JobRetention
    let clock: JobClock
    let logger: Logger
    let describe: @Sendable (any Error) -> JobProblem
    let outsiders: @Sendable () async -> [Outsider]
    let ended: @Sendable (Job) -> Void
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
    ///   - database: where the jobs are kept.
    ///   - kinds: what it can do.
    ///   - logs: the folder of the log files.
    ///   - pool: the threads on which jobs run; it should have at least `concurrency` of them.
    ///   - concurrency: how many jobs run at once.
    ///   - retention: how long the history is kept.
    ///   - clock: what it tells the time by.
    ///   - logger: where the queue says what it does.
    ///   - describe: turns the error of a job that failed into what people are shown.
    ///   - outsiders: says what others than the jobs of this queue hold now.
    ///   - ended: is told of each job whose end was written down; must not block.
    package init(
        database: Database,
        kinds: [JobKind],
        logs: Directory,
        pool: BlockingPool,
        concurrency: Int = 2,
        retention: JobRetention = JobRetention(),
        clock: JobClock = .system,
        logger: Logger = Logger(label: "jobs", sink: .none),
        describe: @escaping @Sendable (any Error) -> JobProblem,
        outsiders: @escaping @Sendable () async -> [Outsider] = { [] },
        ended: @escaping @Sendable (Job) -> Void = { _ in }
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
        self.outsiders = outsiders
        self.ended = ended
        // Numbers go on over a restart: nobody sees a thousand events in every millisecond.
        feed = JobEventFeed(
            capacity: Self.eventCapacity,
            greatestSize: Self.eventBytes,
            start: clock.time().milliseconds * 1000
        )
    }
}

/// Lets one caller at a time through, in the order in which they came, also across suspensions.
///
/// An actor alone does not: while one of its methods waits for the database, another may begin.
final class Turn {
    private var isTaken = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func take() async {
        guard isTaken else { return isTaken = true }
        await withCheckedContinuation { waiting.append($0) }
    }

    func pass() {
        guard !waiting.isEmpty else { return isTaken = false }
        waiting.removeFirst().resume()
    }
}
