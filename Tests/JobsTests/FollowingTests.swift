import JSON
import Reporting
import Synchronization
import TestSupport
import Testing

@testable import Jobs

@Suite("A job that follows another", .temporaryDirectory, .ends)
struct FollowingTests {
    private static let tree = [ResourceClaim("npm:tree", .exclusive)]

    /// The jobs that follow one, oldest first.
    private func followers(of id: String, in shop: Workshop) async throws -> [Job] {
        try await shop.queue.jobs().items.reversed().filter { $0.parentID == id }
    }

    @Test("is queued as the first ends, in whole or in part, for whoever wanted that one", arguments: [false, true])
    func follows(partial: Bool) async throws {
        let shop = try await Workshop([Refill.kind(), Echo.kind()])
        let first = try await shop.enqueue("refill", ["then": "x", "partial": .bool(partial)])
        try await shop.job(first.id, becomes: partial ? .partial : .succeeded)
        let next = try #require(try await followers(of: first.id, in: shop).first)
        let ended = try await shop.job(next.id, becomes: .succeeded)
        #expect(ended.type == "echo")
        #expect(ended.repository == first.repository)
        #expect(ended.initiator == first.initiator)
        #expect(ended.result["text"] == "x")
        #expect(ended.attempt == 1)
        #expect(try await shop.audit().contains(AuditRow(initiator: "tester", action: "job-follow", subject: next.id)))
        #expect(try shop.log(of: first.id).contains { $0["message"] == "echo follows" })
    }

    @Test("does not where nothing is wanted, or the first failed or was cancelled")
    func nothing() async throws {
        let shop = try await Workshop([
            Refill.kind { context in
                if context.repository == "bad" { throw Mishap() }
                if context.repository == "gone" { throw CancellationError() }
            }, Echo.kind(),
        ])
        for (repository, state, parameters) in [
            ("npm", JobState.succeeded, [:]), ("bad", .failed, ["then": "x"]), ("gone", .cancelled, ["then": "x"]),
        ] as [(String, JobState, JSONValue)] {
            let job = try await shop.enqueue("refill", on: repository, parameters)
            try await shop.job(job.id, becomes: state)
            #expect(try await followers(of: job.id, in: shop).isEmpty)
        }
    }

    @Test("is in the file as soon as the end of the first is")
    func crashAfter() async throws {
        let kinds = [Refill.kind(), Echo.kind { _ in try await Signal().wait() }]
        let before = try await Workshop(kinds)
        let first = try await before.enqueue("refill", ["then": "x"])
        try await before.job(first.id, becomes: .succeeded)
        try await before.crash()
        let after = try await Workshop([Refill.kind(), Echo.kind()], isStarted: false)
        let next = try #require(try await followers(of: first.id, in: after).first)
        #expect(next.type == "echo")
    }

    @Test("follows when the first was interrupted and went on")
    func crashBefore() async throws {
        let started = Signal()
        let before = try await Workshop([
            Refill.kind(isResumable: true) { _ in
                started.give()
                try await Signal().wait()
            }, Echo.kind(),
        ])
        let first = try await before.enqueue("refill", ["then": "x"])
        try await started.wait()
        try await before.crash()
        let after = try await Workshop([Refill.kind(isResumable: true), Echo.kind()])
        try await after.job(first.id, becomes: .succeeded)
        let next = try #require(try await followers(of: first.id, in: after).first)
        try await after.job(next.id, becomes: .succeeded)
    }

    @Test("that its own kind refuses leaves the first as it is, with a line in its log")
    func refused() async throws {
        let shop = try await Workshop([Refill.kind(), Echo.kind()])
        let first = try await shop.enqueue("refill", ["then": "refused"])
        try await shop.job(first.id, becomes: .succeeded)
        #expect(try await followers(of: first.id, in: shop).isEmpty)
        let line = try #require(try shop.log(of: first.id).first { $0["message"] == "echo was to follow and cannot" })
        #expect(line["reason"] == "it is refused")
    }

    @Test("is not queued twice: one that waits already takes along what the first did")
    func waitsAlready() async throws {
        let end = Signal()
        let shop = try await Workshop([
            Refill.kind(claims: Self.tree) { _ in try await end.wait() }, Echo.kind(claims: Self.tree),
        ])
        let first = try await shop.enqueue("refill", ["then": "x"])
        let waiting = try await shop.enqueue("echo", ["text": "mine"])
        #expect(waiting.state == .blocked)
        end.give()
        try await shop.job(waiting.id, becomes: .succeeded)
        #expect(try await followers(of: first.id, in: shop).isEmpty)
        let line = try #require(try shop.log(of: first.id).first { $0["message"] == "echo follows already" })
        #expect(line["job"] == .string(waiting.id))
    }

    @Test("never runs while the first, or another that holds the same, does, however they were asked for")
    func neverTogether() async throws {
        let inside = Occupancy()
        let shop = try await Workshop([
            Refill.kind(claims: Self.tree) { _ in await inside.visit() },
            Echo.kind(claims: Self.tree) { _ in await inside.visit() },
        ])
        var ids: Set<String> = []
        for round in 0..<60 {
            let type = Bool.random() ? "refill" : "echo"
            let parameters: JSONValue = type == "refill" && Bool.random() ? ["then": "x"] : [:]
            // A second of one type is refused; what matters is who runs beside whom.
            if let job = try? await shop.enqueue(type, parameters) { ids.insert(job.id) }
            if round % 7 == 0, let id = ids.randomElement() {
                _ = try? await shop.queue.cancel(id, initiator: "tester")
            }
            if round % 5 == 0 { await Task.yield() }
        }
        while let job = try await shop.queue.jobs(JobFilter(states: [.queued, .blocked, .running])).items.first {
            _ = try await shop.queue.wait(job.id, timeout: .far)
        }
        #expect(inside.most == 1)
        #expect(inside.visits > 1)
    }

    @Test("is run by the command that ran the first")
    func command() async throws {
        let shop = try await Workshop([])
        let runner = JobRunner(
            database: shop.database,
            kinds: [Refill.kind(), Echo.kind()],
            logs: shop.logs,
            pool: Workshop.pool,
            clock: shop.clock.jobClock,
            describe: Workshop.describe
        )
        let outcome = try await runner.run(Refill(then: "x"), on: "npm", initiator: "cli", watcher: .silent).outcome
        #expect(!outcome.isPartial)
        let jobs = try await shop.queue.jobs().items
        #expect(jobs.map(\.type) == ["echo", "refill"])
        #expect(jobs.map(\.state) == [.succeeded, .succeeded])
        #expect(jobs.first?.parentID == jobs.last?.id)
        let followers = try await shop.queue.jobs(JobFilter(parent: jobs.last?.id)).items
        #expect(followers.map(\.id) == [jobs.first?.id])
        #expect(try await shop.queue.jobs(JobFilter(parent: jobs.first?.id)).items.isEmpty)
    }

    @Test("that fails fails the command, with both in the history")
    func commandFails() async throws {
        let shop = try await Workshop([])
        let runner = JobRunner(
            database: shop.database,
            kinds: [Refill.kind(), Echo.kind { _ in throw Mishap() }],
            logs: shop.logs,
            pool: Workshop.pool,
            clock: shop.clock.jobClock,
            describe: Workshop.describe
        )
        await #expect(throws: Mishap.self) {
            _ = try await runner.run(Refill(then: "x"), on: "npm", initiator: "cli", watcher: .silent)
        }
        #expect(try await shop.queue.jobs().items.map(\.state) == [.failed, .succeeded])
    }
}

/// Counts who is in a place at once.
private final class Occupancy: Sendable {
    private let now = Mutex((inside: 0, most: 0, visits: 0))

    var most: Int { now.withLock(\.most) }
    var visits: Int { now.withLock(\.visits) }

    /// Stays for a while in which others get their turn.
    func visit() async {
        now.withLock { now in
            now.inside += 1
            now.visits += 1
            now.most = max(now.most, now.inside)
        }
        for _ in 0..<50 { await Task.yield() }
        now.withLock { $0.inside -= 1 }
    }
}
