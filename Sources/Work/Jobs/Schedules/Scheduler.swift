package import Logging
package import Persistence
package import Posix
package import Time

/// Starts jobs by the clock: keeps the schedules, and sleeps until the first of them is due.
package actor Scheduler {
    static let repairPause = Duration.seconds(5)
    /// So many are looked at whenever one is due.
    static let greatestCount = 500

    private(set) var configured: [ScheduleDefinition]
    let database: Database
    let queue: JobQueue
    let zones: ZoneLibrary
    let pool: BlockingPool
    let clock: ScheduleClock
    let logger: Logger
    let permit: @Sendable (ScheduleDefinition) throws -> Void

    // Whoever changes rows takes the turn: a schedule that is about to run is not changed meanwhile.
    let turn = Turn()
    var isOpen = false
    private var alarm: Task<Void, Never>?

    /// Makes a scheduler, which starts nothing before `start`.
    ///
    /// - Parameters:
    ///   - configured: what the configuration says.
    ///   - database: where the schedules are kept.
    ///   - queue: what runs the jobs.
    ///   - zones: the time zones that may be named.
    ///   - pool: where files of zones are read.
    ///   - clock: what it tells the time by.
    ///   - logger: where it says what it does.
    ///   - permit: throws what would refuse such a job whatever its arguments, such as the side that this installation
    ///     stands on, or a repository that is not configured.
    package init(
        configured: [ScheduleDefinition] = [],
        database: Database,
        queue: JobQueue,
        zones: ZoneLibrary = .system,
        pool: BlockingPool,
        clock: ScheduleClock = .system,
        logger: Logger = Logger(label: "schedules", sink: .none),
        permit: @escaping @Sendable (ScheduleDefinition) throws -> Void = { _ in }
    ) {
        self.configured = configured
        self.database = database
        self.queue = queue
        self.zones = zones
        self.pool = pool
        self.clock = clock
        self.logger = logger
        self.permit = permit
    }

    /// Takes the schedules of the configuration over and begins to start what is due.
    ///
    /// What was missed while nothing ran is made up for by one job of each schedule.
    package func start() async throws {
        try await adopt()
        isOpen = true
        await runDue()
    }

    /// Takes the schedules of another configuration over, all of them or none.
    package func change(configured definitions: [ScheduleDefinition]) async throws {
        let former = configured
        configured = definitions
        do {
            try await adopt()
        } catch {
            configured = former
            throw error
        }
        await runDue()
    }

    /// Starts nothing more.
    package func stop() async {
        isOpen = false
        alarm?.cancel()
        // Whoever has the turn may be about to start a job.
        await turn.take()
        turn.pass()
    }

    /// Starts what is due, and sleeps until something is again.
    func runDue() async {
        await turn.take()
        defer { turn.pass() }
        await lookAgain()
    }

    /// The same, only while it is this caller's turn.
    func lookAgain() async {
        guard isOpen else { return }
        do {
            setAlarm(try await startDue())
        } catch {
            logger.error("cannot look for what is due", ["reason": "\(error)"])
            setAlarm(clock.time() + Self.repairPause)
        }
    }

    private func setAlarm(_ moment: Moment?) {
        alarm?.cancel()
        alarm = moment.map { moment in
            Task { [clock] in
                guard (try? await clock.sleep(moment)) != nil else { return }
                await self.runDue()
            }
        }
    }
}

/// The clock of a scheduler: what time it is, and waiting until it is another.
package struct ScheduleClock: Sendable {
    private let wall: WallClock
    /// Returns when that moment has come, and whenever the clock is set; throws `CancellationError`.
    let sleep: @Sendable (_ until: Moment) async throws -> Void

    /// Takes the clock; tests hand in one that they turn themselves.
    package init(wall: WallClock, sleep: @escaping @Sendable (_ until: Moment) async throws -> Void) {
        self.wall = wall
        self.sleep = sleep
    }

    /// The clock of the machine.
    package static let system = ScheduleClock(
        wall: .system,
        sleep: { try await WallAlarm.sleep(until: $0.nanoseconds) }
    )

    /// The present moment, to the millisecond, as rows keep it.
    func time() -> Moment { Moment(milliseconds: wall.now().milliseconds) }
}
