import JSON
import Persistence
import Reporting
import Requests
import TestSupport
import Testing
import Time

@testable import Jobs

@Suite("Schedules", .temporaryDirectory, .ends)
struct SchedulerTests {
    private static let start = "2026-11-29T12:00:00Z"

    private func definition(
        cron: String? = nil,
        every: String? = nil,
        type: String = "echo",
        text: String = "x",
        zone: String = "UTC"
    ) throws -> ScheduleDefinition {
        ScheduleDefinition(
            type: type,
            repository: "npm",
            parameters: ["text": .string(text)],
            recurrence: try Recurrence(cron: cron, every: every),
            timeZone: zone
        )
    }

    private func scheduler(
        _ shop: Workshop,
        _ wall: ManualWall,
        _ configured: ScheduleDefinition...,
        permit: @escaping @Sendable (ScheduleDefinition) throws -> Void = { _ in }
    ) -> Scheduler {
        Scheduler(
            configured: configured,
            database: shop.database,
            queue: shop.queue,
            pool: Workshop.pool,
            clock: wall.clock,
            permit: permit
        )
    }

    /// The jobs that a schedule started, oldest first.
    private func jobs(of id: String, in shop: Workshop) async throws -> [Job] {
        try await shop.queue.jobs().items.reversed().filter { $0.initiator == "schedule:\(id)" }
    }

    private func times(_ moments: [Moment]) -> [String] { moments.map { $0.text(.seconds) } }

    @Test("start their job when its time has come, and sleep until the next")
    func runs() async throws {
        let (shop, wall) = (try await Workshop([Echo.kind()]), ManualWall(Self.start))
        let scheduler = scheduler(shop, wall, try definition(cron: "0 * * * *"))
        try await scheduler.start()
        let new = try await scheduler.schedule("echo-npm")
        #expect(
            times(await scheduler.nextRuns(of: new, count: 3))
                == ["2026-11-29T13:00:00Z", "2026-11-29T14:00:00Z", "2026-11-29T15:00:00Z"]
        )
        await wall.waitForSleeper(until: "2026-11-29T13:00:00Z")
        #expect(try await jobs(of: "echo-npm", in: shop).isEmpty)
        wall.pass(until: "2026-11-29T13:00:00Z")
        await wall.waitForSleeper(until: "2026-11-29T14:00:00Z")
        let job = try #require(try await jobs(of: "echo-npm", in: shop).first)
        let ended = try await shop.job(job.id, becomes: .succeeded)
        #expect(ended.result["text"] == "x")
        let schedule = try await scheduler.schedule("echo-npm")
        #expect(schedule.lastJob == job.id)
        #expect(schedule.lastRunAt == Moment("2026-11-29T13:00:00Z"))
        #expect(schedule.revision == 1)
        await scheduler.stop()
    }

    @Test("make up with one job for what was missed while nothing ran", arguments: ["0 * * * *", nil] as [String?])
    func missed(cron: String?) async throws {
        let (shop, wall) = (try await Workshop([Echo.kind()]), ManualWall(Self.start))
        let definition = try definition(cron: cron, every: cron == nil ? "1h" : nil)
        let before = scheduler(shop, wall, definition)
        try await before.start()
        await before.stop()
        wall.set("2026-11-29T16:30:00Z")
        let after = scheduler(shop, wall, definition)
        try await after.start()
        #expect(try await jobs(of: "echo-npm", in: shop).count == 1)
        #expect(try await after.schedule("echo-npm").nextRunAt == Moment("2026-11-29T17:00:00Z"))
        await after.stop()
    }

    @Test("start nothing while their last job has not ended, and say so")
    func skipped() async throws {
        let end = Signal()
        let shop = try await Workshop([Echo.kind { _ in try await end.wait() }])
        let wall = ManualWall(Self.start)
        let scheduler = scheduler(shop, wall, try definition(every: "1h"))
        try await scheduler.start()
        wall.pass(until: "2026-11-29T13:00:00Z")
        await wall.waitForSleeper(until: "2026-11-29T14:00:00Z")
        wall.pass(until: "2026-11-29T14:00:00Z")
        await wall.waitForSleeper(until: "2026-11-29T15:00:00Z")
        let jobs = try await jobs(of: "echo-npm", in: shop)
        #expect(jobs.count == 1)
        let skip = try #require(try await scheduler.schedule("echo-npm").lastSkip)
        #expect(skip.at == Moment("2026-11-29T14:00:00Z"))
        #expect(skip.reason == "job \(jobs.first?.id ?? "") of this type has not ended")
        end.give()
        await scheduler.stop()
    }

    @Test("of which a kind refuses the job go on, and say why")
    func refused() async throws {
        let (shop, wall) = (try await Workshop([Echo.kind()]), ManualWall(Self.start))
        let scheduler = scheduler(
            shop,
            wall,
            try definition(every: "1h", text: "refused"),
            try definition(every: "2h"),
            permit: { definition in
                if definition.recurrence == .every(.seconds(7200)) { throw RequestRefusal("not here") }
            }
        )
        try await scheduler.start()
        wall.pass(until: "2026-11-29T14:00:00Z")
        await wall.waitForSleeper(until: "2026-11-29T15:00:00Z")
        #expect(try await scheduler.schedule("echo-npm").lastSkip?.reason == "it is refused")
        #expect(try await scheduler.schedule("echo-npm-2").lastSkip?.reason == "not here")
        #expect(try await shop.queue.jobs().items.isEmpty)
        await scheduler.stop()
    }

    @Test(
        "follow a clock that is set",
        arguments: [
            // Forward: what lay between is made up for once.
            ("2026-12-02T08:00:00Z", "2026-12-03T03:00:00Z", 2),
            // A little back: nothing happens twice.
            ("2026-11-30T01:30:00Z", "2026-12-01T03:00:00Z", 1), ("2026-11-30T02:59:59Z", "2026-12-01T03:00:00Z", 1),
            // Far back: the clock was wrong before, and the new time counts.
            ("2026-11-20T12:00:00Z", "2026-11-21T03:00:00Z", 1), ("2024-02-29T12:00:00Z", "2024-03-01T03:00:00Z", 1),
        ]
    )
    func clockIsSet(to moment: String, next: String, count: Int) async throws {
        let (shop, wall) = (try await Workshop([Echo.kind()]), ManualWall(Self.start))
        let scheduler = scheduler(shop, wall, try definition(cron: "0 3 * * *"))
        try await scheduler.start()
        wall.pass(until: "2026-11-30T03:00:00Z")
        await wall.waitForSleeper(until: "2026-12-01T03:00:00Z")
        let first = try #require(try await jobs(of: "echo-npm", in: shop).first)
        try await shop.job(first.id, becomes: .succeeded)
        wall.set(moment)
        await wall.waitForSleeper(until: next)
        #expect(try await jobs(of: "echo-npm", in: shop).count == count)
        await scheduler.stop()
    }

    @Test("of the configuration follow it, and stay paused")
    func configuration() async throws {
        let (shop, wall) = (try await Workshop([Echo.kind(), Refill.kind()]), ManualWall(Self.start))
        let before = scheduler(
            shop,
            wall,
            try definition(every: "1h"),
            try definition(cron: "@daily"),
            try definition(every: "3h", type: "refill")
        )
        // Before it is started, it knows what there will be, and nothing is written.
        #expect(try await before.schedules().map(\.id) == ["echo-npm", "echo-npm-2", "refill-npm"])
        #expect(try await shop.database.read { try ScheduleTable($0).all() }.isEmpty)
        try await before.start()
        let own = try await before.add(definition(every: "5h", text: "mine"), isPaused: false, initiator: "tester")
        _ = try await before.change("echo-npm", if: { _ in true }, initiator: "tester") { ($0.definition, true) }
        await before.stop()
        let after = scheduler(
            shop,
            wall,
            try definition(every: "2h"),
            try definition(cron: "@daily", text: "other")
        )
        try await after.start()
        let all = try await after.schedules()
        #expect(Set(all.map(\.id)) == ["echo-npm", "echo-npm-2", own.id])
        let changed = try #require(all.first { $0.id == "echo-npm" })
        #expect(changed.isPaused)
        #expect(changed.nextRunAt == nil)
        #expect(changed.definition.recurrence == .every(.seconds(7200)))
        let daily = try #require(all.first { $0.id == "echo-npm-2" })
        #expect(daily.definition.parameters == ["text": "other"])
        #expect(daily.nextRunAt == Moment("2026-11-30T00:00:00Z"))
        #expect(daily.revision == 2)
        await after.stop()
    }

    @Test("can be made, changed and removed, unless somebody else did so first")
    func changes() async throws {
        let (shop, wall) = (try await Workshop([Echo.kind()]), ManualWall(Self.start))
        let scheduler = scheduler(shop, wall)
        try await scheduler.start()
        let made = try await scheduler.add(definition(every: "1h"), isPaused: false, initiator: "tester")
        await wall.waitForSleeper(until: "2026-11-29T13:00:00Z")
        let daily = try definition(cron: "0 18 * * *")
        let changed = try await scheduler.change(made.id, if: { $0.revision == 1 }, initiator: "tester") { _ in
            (daily, false)
        }
        #expect(changed.revision == 2)
        await wall.waitForSleeper(until: "2026-11-29T18:00:00Z")
        let late = await #expect(throws: JobError.self) {
            _ = try await scheduler.change(made.id, if: { $0.revision == 1 }, initiator: "tester") { _ in (daily, true)
            }
        }
        #expect(late?.code == .changed)
        let paused = try await scheduler.change(made.id, if: { _ in true }, initiator: "tester") {
            ($0.definition, true)
        }
        #expect(paused.nextRunAt == nil)
        wall.set("2026-11-30T20:00:00Z")
        let resumed = try await scheduler.change(made.id, if: { _ in true }, initiator: "tester") {
            ($0.definition, false)
        }
        #expect(resumed.nextRunAt == Moment("2026-12-01T18:00:00Z"))
        #expect(try await shop.queue.jobs().items.isEmpty)
        try await scheduler.remove(made.id, if: { _ in true }, initiator: "tester")
        let gone = await #expect(throws: JobError.self) { _ = try await scheduler.schedule(made.id) }
        #expect(gone?.code == .notFound)
        #expect(
            try await shop.audit().map(\.action)
                == ["schedule-add", "schedule-change", "schedule-change", "schedule-change", "schedule-remove"]
        )
        await scheduler.stop()
    }

    @Test("that stand in the configuration are only paused and run by request")
    func configuredOnly() async throws {
        let (shop, wall) = (try await Workshop([Echo.kind()]), ManualWall(Self.start))
        let scheduler = scheduler(shop, wall, try definition(every: "1h"))
        try await scheduler.start()
        let daily = try definition(cron: "@daily")
        let change = await #expect(throws: JobError.self) {
            _ = try await scheduler.change("echo-npm", if: { _ in true }, initiator: "tester") { _ in (daily, false) }
        }
        #expect(change?.code == .configured)
        let removal = await #expect(throws: JobError.self) {
            try await scheduler.remove("echo-npm", if: { _ in true }, initiator: "tester")
        }
        #expect(removal?.code == .configured)
        let job = try await scheduler.run("echo-npm", initiator: "tester")
        #expect(job.initiator == "tester")
        let schedule = try await scheduler.schedule("echo-npm")
        #expect(schedule.lastJob == job.id)
        #expect(schedule.nextRunAt == Moment("2026-11-29T13:00:00Z"))
        await scheduler.stop()
    }

    @Test("that could never start their job are refused")
    func unusable() async throws {
        let (shop, wall) = (try await Workshop([Echo.kind()]), ManualWall(Self.start))
        let scheduler = scheduler(shop, wall)
        func add(_ definition: ScheduleDefinition) async throws {
            _ = try await scheduler.add(definition, isPaused: false, initiator: "tester")
        }
        let unknown = await #expect(throws: JobError.self) { try await add(definition(every: "1h", type: "ecko")) }
        #expect(unknown?.code == .unknownType)
        await #expect(throws: RequestRefusal.self) { try await add(definition(every: "1h", text: "refused")) }
        let zone = await #expect(throws: RequestRefusal.self) {
            try await add(definition(cron: "@daily", zone: "../../etc/passwd"))
        }
        #expect(zone?.errors.first?.pointer == "#/time_zone")
        #expect(try await scheduler.schedules().isEmpty)
    }

    @Test("are run by a command where no service is, and say so afterwards")
    func command() async throws {
        let (shop, wall) = (try await Workshop([Echo.kind()]), ManualWall(Self.start))
        let scheduler = scheduler(shop, wall, try definition(every: "1h"))
        let runner = JobRunner(
            database: shop.database,
            kinds: [Echo.kind()],
            logs: shop.logs,
            pool: Workshop.pool,
            clock: shop.clock.jobClock,
            describe: Workshop.describe
        )
        let id = try await scheduler.run("echo-npm", with: runner, initiator: "cli", watcher: .silent)
        #expect(try await shop.queue.job(id).state == .succeeded)
        #expect(try await scheduler.schedule("echo-npm").lastJob == id)
    }
}
