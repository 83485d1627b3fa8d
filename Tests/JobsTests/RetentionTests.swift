import Jobs
import Posix
import TestSupport
import Testing

@Suite("The history", .temporaryDirectory, .ends)
struct RetentionTests {
    private func run(_ shop: Workshop) async throws -> Job {
        try await shop.job(shop.enqueue("instant").id, becomes: .succeeded)
    }

    @Test("loses jobs that ended long ago, and their logs with them")
    func age() async throws {
        let shop = try await Workshop([.instant()], retention: JobRetention(age: .seconds(3600)))
        let old = try await run(shop)
        shop.clock.advance(by: .seconds(3000))
        let young = try await run(shop)
        shop.clock.advance(by: .seconds(1000))
        await shop.queue.prune()
        #expect(try await shop.queue.jobs().items.map(\.id) == [young.id])
        #expect(try shop.logs.info(RelativePath("\(old.id).log")) == nil)
        #expect(try shop.logs.info(RelativePath("\(young.id).log")) != nil)
    }

    @Test("loses logs before the jobs themselves, where that is wanted")
    func logs() async throws {
        let retention = JobRetention(age: .seconds(3600), logs: .seconds(60))
        let shop = try await Workshop([.instant()], retention: retention)
        let old = try await run(shop)
        shop.clock.advance(by: .seconds(61))
        let young = try await run(shop)
        await shop.queue.prune()
        #expect(try await shop.queue.jobs().items.map(\.id) == [young.id, old.id])
        #expect(try shop.logs.info(RelativePath("\(old.id).log")) == nil)
        #expect(try shop.logs.info(RelativePath("\(young.id).log")) != nil)
    }

    @Test("keeps the jobs that ended last")
    func count() async throws {
        let shop = try await Workshop([.instant()], retention: JobRetention(count: 2))
        var ids: [String] = []
        for _ in 0..<5 {
            ids.append(try await run(shop).id)
            shop.clock.advance(by: .seconds(1))
        }
        await shop.queue.prune()
        #expect(try await shop.queue.jobs().items.map(\.id) == ids.suffix(2).reversed())
        #expect(try shop.logs.entries().count == 2)
    }

    @Test("never loses a job that has not ended, nor one whose work goes on")
    func unfinished() async throws {
        let (started, end) = (Signal(), Signal())
        let stubborn = JobKind(name: "a", cancelGrace: .seconds(7), claims: { _ in [] }) { _ in
            started.give()
            await end.waitStubbornly()
            return .done
        }
        let retention = JobRetention(age: .zero, count: 0)
        let shop = try await Workshop([stubborn, .instant("b"), .instant()], concurrency: 1, retention: retention)
        let given = try await shop.enqueue("a")
        let queued = try await shop.enqueue("b")
        try await started.wait()
        _ = try await shop.queue.cancel(given.id, initiator: "tester")
        await shop.clock.pass(.seconds(7))
        try await shop.job(given.id, becomes: .cancelled)
        shop.clock.advance(by: .seconds(86400))
        await shop.queue.prune()
        #expect(try await shop.queue.jobs().items.map(\.id) == [queued.id, given.id])
        end.give()
    }

    @Test("loses the parent of a retry without losing the retry")
    func parent() async throws {
        let end = Signal()
        let kind = JobKind(name: "a", claims: { _ in [] }) { context in
            guard context.attempt > 1 else { throw Mishap() }
            try await end.wait()
            return .done
        }
        let shop = try await Workshop([kind], retention: JobRetention(age: .seconds(60)))
        let parent = try await shop.job(shop.enqueue("a").id, becomes: .failed)
        let child = try await shop.queue.retry(parent.id, initiator: "tester")
        shop.clock.advance(by: .seconds(61))
        await shop.queue.prune()
        let items = try await shop.queue.jobs().items
        #expect(items.map(\.id) == [child.id])
        #expect(items.first?.parentID == nil)
        end.give()
        try await shop.job(child.id, becomes: .succeeded)
    }

    @Test("is pruned at the start")
    func start() async throws {
        let before = try await Workshop([.instant()])
        let job = try await run(before)
        try await before.crash()
        let clock = ManualClock()
        clock.advance(by: .seconds(86400))
        let after = try await Workshop([.instant()], retention: JobRetention(age: .seconds(60)), clock: clock)
        #expect(try await after.queue.jobs().items.isEmpty)
        #expect(try after.log(of: job.id).isEmpty)
    }
}
