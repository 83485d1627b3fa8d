import JSON
import Synchronization
import TestSupport
import Testing

@testable import Jobs

@Suite("Others than the jobs of a queue", .temporaryDirectory, .ends)
struct OutsiderTests {
    private static let tree = ResourceClaim("npm:tree", .exclusive)

    @Test("hold a job up that needs what they hold; it names them and starts once they have let go")
    func blocks() async throws {
        let others = Mutex([Outsider(holder: "process 42", claims: [Self.tree])])
        let shop = try await Workshop([.instant("build", claims: [Self.tree])], outsiders: { others.withLock { $0 } })
        let job = try await shop.enqueue("build")
        #expect(job.state == .blocked)
        #expect(job.blockedBy == "process 42")
        others.withLock { $0 = [] }
        await shop.clock.pass(JobQueue.outsiderPause)
        try await shop.job(job.id, becomes: .succeeded)
    }

    @Test("are not those that hold something for a job of the queue itself: others wait for that job")
    func own() async throws {
        let (started, end) = (Signal(), Signal())
        let others = Mutex([Outsider]())
        let shop = try await Workshop(
            [
                .patient("build", until: end, started: started, claims: [Self.tree]),
                .instant("scan", claims: [Self.tree]),
            ],
            outsiders: { others.withLock { $0 } }
        )
        let first = try await shop.enqueue("build")
        try await started.wait()
        others.withLock { $0 = [Outsider(holder: "a lock file", claims: [Self.tree])] }
        #expect(try await shop.enqueue("scan").blockedBy == first.id)
        others.withLock { $0 = [] }
        end.give()
    }

    @Test("met by work that began at the same moment: the job waits for them and has not failed")
    func met() async throws {
        // The lock is there when the work begins, and when the queue looks for the first time after that.
        let looks = Mutex<Int?>(nil)
        let kind = JobKind(name: "build", claims: { _ in [Self.tree] }) { _ in
            guard looks.withLock({ $0 }) == nil else { return .done }
            looks.withLock { $0 = 1 }
            throw Busy(holder: "process 42")
        }
        let shop = try await Workshop(
            [kind],
            outsiders: {
                let isThere = looks.withLock { looks in
                    defer { looks = looks.map { $0 - 1 } }
                    return looks == 1
                }
                return isThere ? [Outsider(holder: "process 42", claims: [Self.tree])] : []
            }
        )
        let id = try await shop.enqueue("build").id
        let blocked = try await shop.job(id, becomes: .blocked)
        #expect(blocked.blockedBy == "process 42")
        #expect(blocked.startedAt == nil)
        await shop.clock.pass(JobQueue.outsiderPause)
        let ended = try await shop.job(id, becomes: .succeeded)
        #expect(ended.attempt == 1, "waiting is no failed attempt")
    }

    @Test("that hold nothing the job needs leave it alone")
    func unrelated() async throws {
        let claims = [ResourceClaim("apt:tree", .exclusive)]
        let shop = try await Workshop(
            [.instant("build", claims: [Self.tree])],
            outsiders: { [Outsider(holder: "process 42", claims: claims)] }
        )
        try await shop.job(shop.enqueue("build").id, becomes: .succeeded)
    }
}
