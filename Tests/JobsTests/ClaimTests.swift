import Jobs
import TestSupport
import Testing

@Suite("Claims", .temporaryDirectory, .ends)
struct ClaimTests {
    private static let alone = [ResourceClaim("npm:tree", .exclusive)]
    private static let together = [ResourceClaim("npm:tree", .shared)]

    @Test("keep a job blocked, with the name of its blocker, until that has ended")
    func blocked() async throws {
        let end = Signal()
        let shop = try await Workshop([
            .patient("refresh", until: end, claims: Self.alone), .instant("build", claims: Self.alone),
        ])
        let refresh = try await shop.enqueue("refresh")
        let build = try await shop.enqueue("build")
        #expect(build.state == .blocked)
        #expect(build.blockedBy == refresh.id)
        #expect(build.startedAt == nil)
        end.give()
        let ended = try await shop.job(build.id, becomes: .succeeded)
        #expect(ended.blockedBy == nil)
        #expect(try await shop.queue.job(refresh.id).state == .succeeded)
    }

    @Test("that are shared let jobs run together")
    func shared() async throws {
        let end = Signal()
        let shop = try await Workshop([
            .patient("scan", until: end, claims: Self.together), .patient("build", until: end, claims: Self.together),
        ])
        #expect(try await shop.enqueue("scan").state == .running)
        #expect(try await shop.enqueue("build").state == .running)
        end.give()
    }

    @Test("are served in the order of the jobs, and the name of the blocker is kept up to date")
    func order() async throws {
        let (first, second) = (Signal(), Signal())
        let shop = try await Workshop([
            .patient("a", until: first, claims: Self.alone), .patient("b", until: second, claims: Self.alone),
            .instant("c", claims: Self.together),
        ])
        let a = try await shop.enqueue("a")
        let b = try await shop.enqueue("b")
        let c = try await shop.enqueue("c")
        #expect(b.blockedBy == a.id)
        #expect(c.blockedBy == a.id)
        first.give()
        try await shop.job(b.id, becomes: .running)
        for await event in try await shop.queue.events(after: nil, job: c.id) where event.job?.blockedBy == b.id {
            break
        }
        second.give()
        try await shop.job(c.id, becomes: .succeeded)
    }

    @Test("of a job without room leave it queued until another has ended")
    func concurrency() async throws {
        let end = Signal()
        let shop = try await Workshop([.patient("a", until: end), .instant("b")], concurrency: 1)
        let a = try await shop.enqueue("a")
        let b = try await shop.enqueue("b")
        #expect(b.state == .queued)
        #expect(b.blockedBy == nil)
        end.give()
        try await shop.job(b.id, becomes: .succeeded)
        #expect(try await shop.queue.job(a.id).state == .succeeded)
    }

    @Test("pass on when the blocker is cancelled before it ran")
    func cancelledBlocker() async throws {
        let end = Signal()
        let shop = try await Workshop([
            .patient("a", until: end, claims: Self.together), .instant("b", claims: Self.alone),
            .instant("c", claims: Self.together),
        ])
        let a = try await shop.enqueue("a")
        let b = try await shop.enqueue("b")
        let c = try await shop.enqueue("c")
        #expect(b.blockedBy == a.id)
        #expect(c.blockedBy == b.id)
        _ = try await shop.queue.cancel(b.id, initiator: "tester")
        try await shop.job(c.id, becomes: .succeeded)
        end.give()
        try await shop.job(a.id, becomes: .succeeded)
    }
}
