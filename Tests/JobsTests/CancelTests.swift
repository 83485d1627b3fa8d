import JSON
import Jobs
import Reporting
import TestSupport
import Testing

@Suite("Cancelling", .temporaryDirectory, .ends)
struct CancelTests {
    private static let place = Step("place", isCancellable: false)

    private static let alone = [ResourceClaim("npm:tree", .exclusive)]

    @Test("ends a waiting job at once")
    func waiting() async throws {
        let end = Signal()
        let shop = try await Workshop(
            [.patient("a", until: end, claims: Self.alone), .instant("b", claims: Self.alone), .instant("c")],
            concurrency: 1
        )
        _ = try await shop.enqueue("a")
        for type in ["b", "c"] {
            let job = try await shop.enqueue(type)
            #expect(job.state == (type == "b" ? .blocked : .queued))
            let cancelled = try await shop.queue.cancel(job.id, initiator: "tester")
            #expect(cancelled.state == .cancelled)
            #expect(cancelled.finishedAt == ManualClock.start)
            #expect(cancelled.blockedBy == nil)
            #expect(cancelled.startedAt == nil)
        }
        end.give()
    }

    @Test("tells a running job to stop, which then ends as cancelled")
    func running() async throws {
        let shop = try await Workshop([.patient("a", until: Signal())])
        let job = try await shop.enqueue("a")
        let asked = try await shop.queue.cancel(job.id, initiator: "somebody")
        #expect(asked.cancelRequestedAt == ManualClock.start)
        #expect(asked.problem == nil)
        let ended = try await shop.job(job.id, becomes: .cancelled)
        #expect(ended.cancelRequestedAt == ManualClock.start)
        #expect(ended.problem == nil)
        let messages = try shop.log(of: job.id).compactMap { $0["message"]?.stringValue }
        #expect(messages.contains("asked to cancel"))
        #expect(messages.last == "cancelled")
    }

    @Test("a second time changes nothing and is not written down again")
    func twice() async throws {
        let (started, end) = (Signal(), Signal())
        let kind = JobKind(name: "a", claims: { _ in [] }) { _ in
            started.give()
            await end.waitStubbornly()
            throw CancellationError()
        }
        let shop = try await Workshop([kind])
        let job = try await shop.enqueue("a")
        try await started.wait()
        let first = try await shop.queue.cancel(job.id, initiator: "tester")
        shop.clock.advance(by: .seconds(1))
        let second = try await shop.queue.cancel(job.id, initiator: "tester")
        #expect(second.cancelRequestedAt == first.cancelRequestedAt)
        #expect(try await shop.audit().map(\.action) == ["job-enqueue", "job-cancel"])
        end.give()
        try await shop.job(job.id, becomes: .cancelled)
    }

    @Test("is refused once the job has ended")
    func finished() async throws {
        let shop = try await Workshop([.instant(), .failing(with: Mishap())])
        for (type, state) in [("instant", JobState.succeeded), ("failing", .failed)] {
            let job = try await shop.job(shop.enqueue(type).id, becomes: state)
            let error = await #expect(throws: JobError.self) {
                try await shop.queue.cancel(job.id, initiator: "tester")
            }
            #expect(error?.code == .wrongState)
        }
    }

    @Test("keeps what a job brought that was done before it noticed")
    func tooLate() async throws {
        let (started, end) = (Signal(), Signal())
        let kind = JobKind(name: "a", claims: { _ in [] }) { _ in
            started.give()
            await end.waitStubbornly()
            return .done
        }
        let shop = try await Workshop([kind])
        let job = try await shop.enqueue("a")
        try await started.wait()
        _ = try await shop.queue.cancel(job.id, initiator: "tester")
        end.give()
        let ended = try await shop.job(job.id, becomes: .succeeded)
        #expect(ended.cancelRequestedAt != nil)
    }

    @Test("keeps the error of a job that failed while it was told to stop")
    func otherError() async throws {
        let (started, end) = (Signal(), Signal())
        let kind = JobKind(name: "a", maximumAttempts: 5, claims: { _ in [] }) { _ in
            started.give()
            await end.waitStubbornly()
            throw Hiccup()
        }
        let shop = try await Workshop([kind])
        let job = try await shop.enqueue("a")
        try await started.wait()
        _ = try await shop.queue.cancel(job.id, initiator: "tester")
        end.give()
        let ended = try await shop.job(job.id, becomes: .cancelled)
        #expect(ended.problem == Workshop.describe(Hiccup()))
    }

    @Test("gives up a job that does not stop in its grace; its claims stay held until it has")
    func stubborn() async throws {
        let (started, end) = (Signal(), Signal())
        let kind = JobKind(name: "a", cancelGrace: .seconds(7), claims: { _ in Self.alone }) { _ in
            started.give()
            await end.waitStubbornly()
            return .done
        }
        let shop = try await Workshop([kind, .instant("b", claims: Self.alone)])
        let job = try await shop.enqueue("a")
        try await started.wait()
        _ = try await shop.queue.cancel(job.id, initiator: "tester")
        await shop.clock.pass(.seconds(7))
        try await shop.job(job.id, becomes: .cancelled)

        let next = try await shop.enqueue("b")
        #expect(next.blockedBy == job.id)
        let again = try await shop.enqueue("a")
        #expect(again.blockedBy == job.id)
        _ = try await shop.queue.cancel(again.id, initiator: "tester")

        end.give()
        try await shop.job(next.id, becomes: .succeeded)
        #expect(try await shop.queue.job(job.id).state == .cancelled)
        let lines = try shop.log(of: job.id)
        #expect(lines.contains { $0["level"] == "warning" })
        #expect(lines.last?["message"] == "the work that was given up has ended")
    }

    @Test("waits for as long as it takes where a kind has no grace")
    func noGrace() async throws {
        let (started, end) = (Signal(), Signal())
        let kind = JobKind(name: "a", cancelGrace: nil, claims: { _ in [] }) { _ in
            started.give()
            await end.waitStubbornly()
            throw CancellationError()
        }
        let shop = try await Workshop([kind])
        let job = try await shop.enqueue("a")
        try await started.wait()
        _ = try await shop.queue.cancel(job.id, initiator: "tester")
        shop.clock.advance(by: .seconds(86400))
        #expect(try await shop.queue.job(job.id).state == .running)
        end.give()
        try await shop.job(job.id, becomes: .cancelled)
    }

    @Test("is refused in a step that must not be left")
    func uncancellable() async throws {
        let (placing, end) = (Signal(), Signal())
        let kind = JobKind(name: "a", steps: [Step("check"), Self.place], claims: { _ in [] }) {
            $0.reporter.begin(Self.place, total: 1)
            placing.give()
            try await end.wait()
            return .done
        }
        let shop = try await Workshop([kind])
        let job = try await shop.enqueue("a")
        try await placing.wait()
        let error = await #expect(throws: JobError.self) { try await shop.queue.cancel(job.id, initiator: "tester") }
        #expect(error?.code == .wrongState)
        #expect(try await shop.audit().map(\.action) == ["job-enqueue"])
        end.give()
        try await shop.job(job.id, becomes: .succeeded)
    }

    @Test("ends a job as cancelled that cancels itself")
    func itself() async throws {
        let shop = try await Workshop([.failing(with: CancellationError())])
        try await shop.job(shop.enqueue("failing").id, becomes: .cancelled)
    }
}
