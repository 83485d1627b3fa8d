import JSON
import Logging
import Persistence
import Posix
import Reporting
import Synchronization
import TestSupport
import Testing

@testable import Jobs

@Suite("Jobs that a command runs", .temporaryDirectory, .ends)
struct RunnerTests {
    private static let place = Step("place", isCancellable: false)

    private func runner(_ shop: Workshop, _ kinds: JobKind...) -> JobRunner {
        JobRunner(
            database: shop.database,
            kinds: kinds,
            logs: shop.logs,
            pool: Workshop.pool,
            clock: shop.clock.jobClock,
            describe: Workshop.describe
        )
    }

    private func run(_ runner: JobRunner, _ text: String = "x", watcher: Reporter = .silent) async throws
        -> Echo.Outcome
    {
        var arguments = Echo()
        arguments.text = text
        return try await runner.run(arguments, on: "npm", initiator: "cli", watcher: watcher).outcome
    }

    private static func echo(
        _ body: @escaping @Sendable (JobContext) async throws -> Void = { _ in }
    ) -> JobKind {
        JobKind(Echo.self, steps: { _ in [Step("read")] }, claims: { _ in [] }) { arguments, context in
            try await body(context)
            return Echo.Outcome(
                id: context.id,
                repository: context.repository,
                initiator: context.initiator,
                text: arguments.text ?? "",
                attempt: context.attempt
            )
        }
    }

    @Test("leave the row and the log that a service would leave")
    func history() async throws {
        let shop = try await Workshop([])
        let heard = Heard()
        let kind = Self.echo { context in
            context.reporter.begin(Step("read"), total: 1)
            context.reporter.log(.warning, "looked strange", [:])
            context.reporter.advance()
            context.log.log(.info, "read all of it", [:])
        }
        let outcome = try await run(runner(shop, kind), watcher: Reporter(heard))
        let job = try #require(try await shop.queue.jobs().items.first)
        #expect(outcome.text == "x")
        #expect(job.id == outcome.id)
        #expect(job.state == .succeeded)
        #expect(job.initiator == "cli")
        #expect(job.parameters == ["text": "x"])
        #expect(job.result["text"] == "x")
        #expect(job.progress.steps.map(\.state) == [.done])
        #expect(
            try shop.log(of: job.id).compactMap { $0["message"]?.stringValue } == [
                "started", "looked strange", "read: 1 items", "read all of it", "succeeded",
            ]
        )
        #expect(heard.lines == ["looked strange"])
        #expect(try await shop.audit().map(\.action) == ["job-run"])
    }

    @Test("throw what the work threw, once the row says it")
    func failure() async throws {
        let shop = try await Workshop([])
        let runner = runner(shop, Self.echo { _ in throw Hiccup() })
        await #expect(throws: Hiccup.self) { try await run(runner) }
        let job = try #require(try await shop.queue.jobs().items.first)
        #expect(job.state == .failed)
        #expect(job.problem?.code == "hiccup")
    }

    @Test("meet a lock and fail: nobody would start them again")
    func busy() async throws {
        let shop = try await Workshop([])
        let runner = runner(shop, Self.echo { _ in throw Busy(holder: "process 42") })
        await #expect(throws: Busy.self) { try await run(runner) }
        #expect(try await shop.queue.jobs().items.first?.state == .failed)
    }

    @Test("end as cancelled when their task is cancelled")
    func cancelled() async throws {
        let shop = try await Workshop([])
        let started = Signal()
        let runner = runner(
            shop,
            Self.echo { _ in
                started.give()
                try await Signal().wait()
            }
        )
        let work = Task { try await run(runner) }
        try await started.wait()
        work.cancel()
        await #expect(throws: CancellationError.self) { try await work.value }
        #expect(try await shop.queue.jobs().items.first?.state == .cancelled)
    }

    @Test("end as cancelled when somebody asks a service for it")
    func cancelledElsewhere() async throws {
        let shop = try await Workshop([])
        let started = Signal()
        let runner = runner(
            shop,
            Self.echo { _ in
                started.give()
                try await Signal().wait()
            }
        )
        let work = Task { try await run(runner) }
        try await started.wait()
        let id = try #require(try await shop.queue.jobs().items.first?.id)
        _ = try await shop.queue.cancel(id, initiator: "tester")
        await shop.clock.pass(JobQueue.progressPause)
        await #expect(throws: CancellationError.self) { try await work.value }
        #expect(try await shop.queue.job(id).state == .cancelled)
    }

    @Test("run on while a service starts, which holds them for alive")
    func alive() async throws {
        let shop = try await Workshop([], isStarted: false)
        let (started, end) = (Signal(), Signal())
        let runner = runner(
            shop,
            Self.echo { _ in
                started.give()
                try await end.wait()
            }
        )
        let work = Task { try await run(runner) }
        try await started.wait()
        try await shop.queue.start()
        let id = try #require(try await shop.queue.jobs().items.first?.id)
        #expect(try await shop.queue.job(id).state == .running)
        end.give()
        #expect(try await work.value.id == id)
        #expect(try await shop.queue.job(id).state == .succeeded)
    }

    @Test("that a process left behind when it died count as interrupted, and the next one says so in their row")
    func left() async throws {
        let shop = try await Workshop([], isStarted: false)
        try await shop.database.write { connection in
            var job = Job.sample(.queued, id: "000000000001")
            try JobTable(connection).insert(job, isUnique: false)
            _ = try job.apply(.start, time: shop.clock.time)
            try JobTable(connection).update(job)
        }
        #expect(try await shop.queue.job("000000000001").state == .running, "it may just have begun")
        shop.clock.advance(by: .seconds(6))
        #expect(try await shop.queue.job("000000000001").state == .interrupted, "nobody holds its log")
        #expect(try await shop.queue.jobs(JobFilter(states: [.interrupted])).items.map(\.id) == ["000000000001"])
        #expect(try await shop.queue.jobs(JobFilter(states: [.running])).items.isEmpty)
        _ = try await run(runner(shop, Self.echo()))
        let row = try await shop.database.read { try JobTable($0).job("000000000001") }
        #expect(row.state == .interrupted)
        #expect(row.problem == .interrupted)
    }

    @Test("leave no more of the history than is to be kept")
    func retention() async throws {
        let shop = try await Workshop([])
        let runner = JobRunner(
            database: shop.database,
            kinds: [Self.echo()],
            logs: shop.logs,
            pool: Workshop.pool,
            retention: JobRetention(count: 1),
            clock: shop.clock.jobClock,
            describe: Workshop.describe
        )
        for text in ["a", "b", "c"] { _ = try await run(runner, text) }
        #expect(try await shop.queue.jobs().items.map { $0.parameters["text"] } == ["c"])
        #expect(try shop.logs.entries().filter(\.isName).count == 1)
    }

    @Test("are not kept off by a job that waits for a service")
    func waiting() async throws {
        let end = Signal()
        let shop = try await Workshop([Self.echo { _ in try await end.wait() }])
        let waiting = try await shop.enqueue("echo", ["text": "y"])
        #expect(try await run(runner(shop, Self.echo())).text == "x")
        end.give()
        try await shop.job(waiting.id, becomes: .succeeded)
    }
}

/// What a watcher was told.
private final class Heard: ReportSink {
    private let said = Mutex<[String]>([])

    var lines: [String] { said.withLock { $0 } }

    func begin(_ step: Step, total: Int64?, unit: ReportUnit) {}
    func advance(by amount: Int64) {}
    func extend(total: Int64) {}
    func count(_ name: String, by amount: Int64) {}
    func log(_ level: LogLevel, _ message: String, _ fields: [String: String]) { said.withLock { $0.append(message) } }
}
