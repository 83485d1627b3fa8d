import JSON
import Jobs
import Reporting
import SQLite
import Synchronization
import TestSupport
import Testing
import Time

@Suite("A job that fails", .temporaryDirectory, .ends)
struct FailureTests {
    @Test("says why, in the words of its error")
    func problem() async throws {
        let shop = try await Workshop([.failing(with: Hiccup()), .failing("odd", with: Mishap())])
        #expect(try await shop.job(shop.enqueue("failing").id, becomes: .failed).problem == Workshop.describe(Hiccup()))
        let odd = try await shop.job(shop.enqueue("odd").id, becomes: .failed)
        #expect(odd.problem?.code == "internal-error")
        #expect(odd.problem?.detail == "Mishap()")
        #expect(try shop.log(of: odd.id).last?["detail"] == "Mishap()")
    }

    @Test("says it as the closure given to the queue does")
    func describe() async throws {
        let shop = try await Workshop([])
        let queue = JobQueue(
            database: shop.database,
            kinds: [.failing(with: Mishap())],
            logs: shop.logs,
            pool: Workshop.pool,
            clock: shop.clock.jobClock,
            describe: { JobProblem(code: "x", title: "X", detail: "\($0)") }
        )
        try await queue.start()
        let job = try await queue.enqueue(type: "failing", repository: "npm", initiator: "tester")
        let ended = try await queue.wait(job.id, timeout: .seconds(60))
        #expect(ended.problem == JobProblem(code: "x", title: "X", detail: "Mishap()"))
    }

    @Test("is tried again after a pause when the error may pass, and starts to count anew")
    func attempts() async throws {
        let attempts = Mutex<[Int]>([])
        let kind = JobKind(
            name: "flaky",
            maximumAttempts: 3,
            backoff: Backoff(first: .seconds(11), greatest: .seconds(600)),
            claims: { _ in [] }
        ) { context in
            context.reporter.count("calls")
            let count = attempts.withLock { attempts in
                attempts.append(context.attempt)
                return attempts.count
            }
            if count < 3 { throw Hiccup() }
            return .done
        }
        let shop = try await Workshop([kind])
        let job = try await shop.enqueue("flaky")
        await shop.clock.pass(.seconds(11))
        await shop.clock.pass(.seconds(22))
        let ended = try await shop.job(job.id, becomes: .succeeded)
        #expect(ended.attempt == 3)
        #expect(attempts.withLock { $0 } == [1, 2, 3])
        #expect(ended.startedAt == ManualClock.start + .seconds(33))
        #expect(ended.counters == ["calls": 1])
        let levels = try shop.log(of: job.id).compactMap { $0["level"]?.stringValue }
        #expect(levels.filter { $0 == "warning" }.count == 2)
    }

    @Test("is queued, not failed, while it waits for its next attempt, and can be cancelled then")
    func pause() async throws {
        let kind = JobKind(name: "flaky", maximumAttempts: 2, claims: { _ in [] }, run: { _ in throw Hiccup() })
        let shop = try await Workshop([kind])
        let job = try await shop.enqueue("flaky")
        let queued = try await shop.job(job.id, becomes: .queued)
        #expect(queued.attempt == 2)
        #expect(queued.startedAt == nil)
        #expect(queued.problem == nil)
        #expect(try await shop.queue.cancel(job.id, initiator: "tester").state == .cancelled)
    }

    @Test("fails for good after its last attempt")
    func lastAttempt() async throws {
        let kind = JobKind(
            name: "flaky",
            maximumAttempts: 2,
            backoff: Backoff(first: .seconds(11)),
            claims: { _ in [] },
            run: { _ in throw Hiccup() }
        )
        let shop = try await Workshop([kind])
        let job = try await shop.enqueue("flaky")
        await shop.clock.pass(.seconds(11))
        let ended = try await shop.job(job.id, becomes: .failed)
        #expect(ended.attempt == 2)
        #expect(ended.problem == Workshop.describe(Hiccup()))
    }

    @Test("is not tried again when the error will not pass")
    func permanent() async throws {
        let kind = JobKind(name: "bad", maximumAttempts: 9, claims: { _ in [] }, run: { _ in throw Mishap() })
        let shop = try await Workshop([kind])
        #expect(try await shop.job(shop.enqueue("bad").id, becomes: .failed).attempt == 1)
    }

    @Test("is tried again when the database was busy, not when a rule of it was broken", arguments: [(5, 2), (19, 1)])
    func database(code: Int32, attempts: Int) async throws {
        let error = SQLiteError(code: code, message: "m", sql: "s")
        let backoff = Backoff(first: .zero)
        let kind = JobKind(
            name: "a",
            maximumAttempts: 2,
            backoff: backoff,
            claims: { _ in [] },
            run: { _ in throw error }
        )
        let shop = try await Workshop([kind])
        #expect(try await shop.job(shop.enqueue("a").id, becomes: .failed).attempt == attempts)
    }

    @Test("by its time limit says so")
    func timeout() async throws {
        let kind = JobKind(name: "slow", timeout: .seconds(90), maximumAttempts: 3, claims: { _ in [] }) { _ in
            try await Signal().wait()
            return .done
        }
        let shop = try await Workshop([kind])
        let job = try await shop.enqueue("slow")
        await shop.clock.pass(.seconds(90))
        let ended = try await shop.job(job.id, becomes: .failed)
        #expect(ended.problem?.code == "timeout")
        #expect(ended.problem?.detail.contains("90 seconds") == true)
        #expect(ended.cancelRequestedAt == nil)
    }

    @Test("by its time limit is given up when it does not stop then")
    func stubbornTimeout() async throws {
        let end = Signal()
        let kind = JobKind(name: "slow", timeout: .seconds(90), cancelGrace: .seconds(7), claims: { _ in [] }) { _ in
            await end.waitStubbornly()
            return .done
        }
        let shop = try await Workshop([kind])
        let job = try await shop.enqueue("slow")
        await shop.clock.pass(.seconds(90))
        await shop.clock.pass(.seconds(7))
        #expect(try await shop.job(job.id, becomes: .failed).problem?.code == "timeout")
        end.give()
    }

    @Test("leaves a limit behind that has no effect on the next job")
    func limitOfOne() async throws {
        let end = Signal()
        let slow = JobKind(name: "a", timeout: .seconds(90), claims: { _ in [] }, run: { _ in .done })
        let shop = try await Workshop([slow, .patient("b", until: end)])
        try await shop.job(shop.enqueue("a").id, becomes: .succeeded)
        let b = try await shop.enqueue("b")
        shop.clock.advance(by: .seconds(90))
        #expect(try await shop.queue.job(b.id).state == .running)
        end.give()
        try await shop.job(b.id, becomes: .succeeded)
    }
}
