import JSON
import Reporting
import TestSupport
import Testing

@testable import Jobs

@Suite("After a restart", .temporaryDirectory, .ends)
struct RecoveryTests {
    /// Work that keeps a cursor, then never ends; when it is taken up again, it returns the cursor it found.
    private static func resumable(_ saved: Signal) -> JobKind {
        JobKind(name: "walk", isResumable: true, claims: { _ in [] }) { context in
            if let cursor = try await context.loadCursor() { return JobResult(value: cursor, isPartial: false) }
            try await context.saveCursor(["page": 7])
            saved.give()
            try await Signal().wait()
            return .done
        }
    }

    @Test("what ran is interrupted")
    func interrupted() async throws {
        let started = Signal()
        let before = try await Workshop([.patient("a", until: Signal(), started: started)])
        let job = try await before.enqueue("a")
        try await started.wait()
        try await before.crash()
        let after = try await Workshop([.instant("a")])
        let found = try await after.queue.job(job.id)
        #expect(found.state == .interrupted)
        #expect(found.problem?.code == "interrupted")
        #expect(found.finishedAt != nil)
        // Its place is free again.
        _ = try await after.enqueue("a")
    }

    @Test("the progress that was last written is kept, and the step that ran counts as failed")
    func progress() async throws {
        let started = Signal()
        let kind = JobKind(name: "a", steps: [Step("read")], claims: { _ in [] }) { context in
            context.reporter.begin(Step("read"), total: 10)
            context.reporter.advance(by: 4)
            started.give()
            try await Signal().wait()
            return .done
        }
        let before = try await Workshop([kind])
        let job = try await before.enqueue("a")
        try await started.wait()
        let events = try await before.queue.events(after: nil, job: job.id)
        await before.clock.pass(.milliseconds(500))
        for await event in events where event.kind == .progress { break }
        try await before.crash()
        let found = try await Workshop([kind]).queue.job(job.id)
        #expect(found.state == .interrupted)
        #expect(found.progress.percent == 40)
        #expect(found.progress.steps.map(\.state) == [.failed])
        #expect(found.progress.etaSeconds == nil)
    }

    @Test("a kind that can go on does so from its cursor")
    func resumed() async throws {
        let saved = Signal()
        let before = try await Workshop([Self.resumable(saved)])
        let job = try await before.enqueue("walk", ["x": 1])
        try await saved.wait()
        try await before.crash()
        let after = try await Workshop([Self.resumable(Signal())])
        let ended = try await after.job(job.id, becomes: .succeeded)
        #expect(ended.result == ["page": 7])
        #expect(ended.parameters == ["x": 1])
        #expect(ended.problem == nil)
        #expect(ended.attempt == 1)
    }

    @Test("what was stopped in good order goes on too")
    func resumedAfterStop() async throws {
        let saved = Signal()
        let before = try await Workshop([Self.resumable(saved)])
        let job = try await before.enqueue("walk")
        try await saved.wait()
        await before.queue.stop(deadline: .seconds(5))
        #expect(try await before.queue.job(job.id).state == .interrupted)
        try await before.crash()
        let after = try await Workshop([Self.resumable(Signal())])
        try await after.job(job.id, becomes: .succeeded)
    }

    @Test("what waited runs")
    func waiting() async throws {
        let claims = [ResourceClaim("tree", .exclusive)]
        let before = try await Workshop(
            [
                .patient("a", until: Signal(), claims: claims), .instant("b", claims: claims), .instant("c"),
            ],
            concurrency: 1
        )
        _ = try await before.enqueue("a")
        let blocked = try await before.enqueue("b")
        let queued = try await before.enqueue("c")
        try await before.crash()
        let after = try await Workshop([.instant("a"), .instant("b", claims: claims), .instant("c")])
        try await after.job(blocked.id, becomes: .succeeded)
        try await after.job(queued.id, becomes: .succeeded)
    }

    @Test("what was to be cancelled is cancelled")
    func cancelled() async throws {
        let started = Signal()
        let kind = JobKind(name: "a", isResumable: true, cancelGrace: nil, claims: { _ in [] }) { _ in
            started.give()
            await Signal().waitStubbornly()
            return .done
        }
        let before = try await Workshop([kind])
        let job = try await before.enqueue("a")
        try await started.wait()
        _ = try await before.queue.cancel(job.id, initiator: "tester")
        try await before.crash()
        let after = try await Workshop([kind])
        #expect(try await after.queue.job(job.id).state == .cancelled)
    }

    @Test("a waiting job of a kind that is gone is cancelled with the reason")
    func kindIsGone() async throws {
        let before = try await Workshop([.patient("a", until: Signal()), .instant("b")], concurrency: 1)
        _ = try await before.enqueue("a")
        let job = try await before.enqueue("b")
        try await before.crash()
        let after = try await Workshop([.instant("a")])
        let found = try await after.queue.job(job.id)
        #expect(found.state == .cancelled)
        #expect(found.problem?.code == "unknown-job-type")
    }

    @Test("a job that was retried meanwhile is not taken up again")
    func retried() async throws {
        let started = Signal()
        let before = try await Workshop([.patient("walk", until: Signal(), started: started)])
        let job = try await before.enqueue("walk")
        try await started.wait()
        try await before.crash()
        let between = try await Workshop([.instant("walk")])
        try await between.job(between.queue.retry(job.id, initiator: "tester").id, becomes: .succeeded)
        try await between.crash()
        let after = try await Workshop([Self.resumable(Signal())])
        #expect(try await after.queue.job(job.id).state == .interrupted)
    }

    @Test("a job that never comes further is taken up three times and no more")
    func idle() async throws {
        var id = ""
        for round in 0..<5 {
            let started = Signal()
            let kind = JobKind(name: "a", isResumable: true, claims: { _ in [] }) { _ in
                started.give()
                try await Signal().wait()
                return .done
            }
            let shop = try await Workshop([kind])
            if round == 0 { id = try await shop.enqueue("a").id }
            if round < 4 { try await started.wait() }
            #expect(try await shop.queue.job(id).state == (round < 4 ? .running : .interrupted), "round \(round)")
            try await shop.crash()
        }
    }

    @Test("ids go on growing and an unfinished pause goes on")
    func pause() async throws {
        let kind = JobKind(
            name: "flaky",
            maximumAttempts: 2,
            backoff: Backoff(first: .seconds(60)),
            claims: { _ in [] },
            run: { _ in throw Hiccup() }
        )
        let before = try await Workshop([kind])
        let job = try await before.enqueue("flaky")
        try await before.job(job.id, becomes: .queued)
        try await before.crash()
        let after = try await Workshop([kind, .instant()])
        #expect(try await after.queue.job(job.id).state == .queued)
        #expect(try await after.enqueue("instant").id > job.id)
        await after.clock.pass(.seconds(60))
        try await after.job(job.id, becomes: .failed)
    }
}

@Suite("Stopping the queue", .temporaryDirectory, .ends)
struct StopTests {
    @Test("interrupts what runs, and takes nothing more")
    func stop() async throws {
        let shop = try await Workshop([.patient("a", until: Signal()), .instant("b")], concurrency: 1)
        let running = try await shop.enqueue("a")
        let queued = try await shop.enqueue("b")
        await shop.queue.stop(deadline: .seconds(5))
        let ended = try await shop.queue.job(running.id)
        #expect(ended.state == .interrupted)
        #expect(ended.problem?.code == "interrupted")
        #expect(try await shop.queue.job(queued.id).state == .queued)
        for request in [
            { try await shop.queue.enqueue(type: "b", repository: "x", initiator: "tester") },
            { try await shop.queue.cancel(queued.id, initiator: "tester") },
            { try await shop.queue.retry(running.id, initiator: "tester") },
        ] as [@Sendable () async throws -> Job] {
            let error = await #expect(throws: JobError.self) { _ = try await request() }
            #expect(error?.code == .unavailable)
        }
    }

    @Test("waits no longer than its deadline for work that goes on")
    func deadline() async throws {
        let (started, end) = (Signal(), Signal())
        let kind = JobKind(name: "a", claims: { _ in [] }) { _ in
            started.give()
            await end.waitStubbornly()
            return .done
        }
        let shop = try await Workshop([kind])
        let job = try await shop.enqueue("a")
        try await started.wait()
        async let stopped: Void = shop.queue.stop(deadline: .seconds(5))
        await shop.clock.pass(.seconds(5))
        await stopped
        #expect(try await shop.queue.job(job.id).state == .interrupted)
        end.give()
    }

    @Test("keeps what a job brought that was done just then")
    func doneInTime() async throws {
        let started = Signal()
        let kind = JobKind(name: "a", claims: { _ in [] }) { _ in
            started.give()
            try? await Signal().wait()
            return .done
        }
        let shop = try await Workshop([kind])
        let job = try await shop.enqueue("a")
        try await started.wait()
        await shop.queue.stop(deadline: .seconds(5))
        #expect(try await shop.queue.job(job.id).state == .succeeded)
    }

    @Test("of an idle queue is immediate, and twice is once")
    func idle() async throws {
        let shop = try await Workshop([])
        await shop.queue.stop(deadline: .seconds(5))
        await shop.queue.stop(deadline: .seconds(5))
    }
}
