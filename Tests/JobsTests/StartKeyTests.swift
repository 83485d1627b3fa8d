import Persistence
import TestSupport
import Testing

@testable import Jobs

@Suite("A key under which jobs are started", .temporaryDirectory, .ends)
struct StartKeyTests {
    private let key = StartKey("k", request: String(repeating: "a", count: 64))
    private let other = StartKey("k", request: String(repeating: "b", count: 64))

    private func enqueue(_ shop: Workshop, under key: StartKey) async throws -> Job {
        try await shop.queue.enqueue(type: "instant", repository: "npm", initiator: "tester", under: key)
    }

    @Test("starts one job, however often and by how many at once it is used")
    func once() async throws {
        let shop = try await Workshop([.instant()])
        let ids = try await withThrowingTaskGroup(of: String.self) { starts in
            for _ in 0..<20 { starts.addTask { try await enqueue(shop, under: key).id } }
            return try await starts.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(ids.count == 1)
        #expect(try await shop.queue.jobs().items.map(\.id) == Array(ids))
        #expect(try await shop.audit().map(\.action) == ["job-enqueue"])
    }

    @Test("is refused for another request, which names the job")
    func reused() async throws {
        let shop = try await Workshop([.instant()])
        let job = try await enqueue(shop, under: key)
        let error = await #expect(throws: JobError.self) { try await enqueue(shop, under: other) }
        #expect(error?.code == .keyReused && error?.existingJob == job.id)
    }

    @Test("outlives the process, but not its job")
    func kept() async throws {
        let shop = try await Workshop([.instant()])
        let job = try await shop.job(enqueue(shop, under: key).id, becomes: .succeeded)
        try await shop.crash()
        let next = try await Workshop([.instant()], retention: JobRetention(age: .seconds(3600)), clock: shop.clock)
        #expect(try await next.queue.job(startedUnder: key)?.id == job.id)
        #expect(try await enqueue(next, under: key).id == job.id)
        next.clock.advance(by: .seconds(7200))
        await next.queue.prune()
        #expect(try await next.queue.job(startedUnder: key) == nil)
        #expect(try await enqueue(next, under: other).id != job.id)
    }

    @Test("goes with a retry as well")
    func retry() async throws {
        let shop = try await Workshop([.failing(with: Mishap())])
        let job = try await shop.job(shop.enqueue("failing").id, becomes: .failed)
        let retried = try await shop.queue.retry(job.id, initiator: "tester", under: key)
        #expect(retried.id != job.id && retried.parentID == job.id)
        #expect(try await shop.queue.retry(job.id, initiator: "tester", under: key).id == retried.id)
    }
}
