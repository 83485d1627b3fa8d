import JSON
import TestSupport
import Testing

@testable import Jobs

@Suite("Retrying", .temporaryDirectory, .ends)
struct RetryTests {
    @Test("makes a new job with the same parameters that knows its parent")
    func retry() async throws {
        let shop = try await Workshop([.failing(with: Mishap())])
        let first = try await shop.job(shop.enqueue("failing", ["deep": true]).id, becomes: .failed)
        let second = try await shop.queue.retry(first.id, initiator: "somebody")
        #expect(second.id > first.id)
        #expect(second.parentID == first.id)
        #expect(second.attempt == 2)
        #expect(second.parameters == ["deep": true])
        #expect(second.initiator == "somebody")
        try await shop.job(second.id, becomes: .failed)
        let third = try await shop.queue.retry(second.id, initiator: "somebody")
        #expect(third.attempt == 3)
        #expect(try await shop.queue.job(first.id) == first)
    }

    @Test("is possible after every end but success")
    func states() async throws {
        let partial = JobKind(name: "partial", claims: { _ in [] }) { _ in JobResult(value: [:], isPartial: true) }
        let shop = try await Workshop([partial, .patient("cancelled", until: Signal()), .instant("succeeded")])
        let some = try await shop.job(shop.enqueue("partial").id, becomes: .partial)
        _ = try await shop.queue.retry(some.id, initiator: "tester")
        let long = try await shop.enqueue("cancelled")
        _ = try await shop.queue.cancel(long.id, initiator: "tester")
        try await shop.job(long.id, becomes: .cancelled)
        _ = try await shop.queue.retry(long.id, initiator: "tester")
        let good = try await shop.job(shop.enqueue("succeeded").id, becomes: .succeeded)
        let error = await #expect(throws: JobError.self) { try await shop.queue.retry(good.id, initiator: "tester") }
        #expect(error?.code == .wrongState)
    }

    @Test("is refused while the job has not ended, or another of its type is there")
    func unfinished() async throws {
        let shop = try await Workshop([.patient("a", until: Signal())])
        let job = try await shop.enqueue("a")
        let running = await #expect(throws: JobError.self) { try await shop.queue.retry(job.id, initiator: "tester") }
        #expect(running?.code == .wrongState)
        _ = try await shop.queue.cancel(job.id, initiator: "tester")
        try await shop.job(job.id, becomes: .cancelled)
        let other = try await shop.enqueue("a")
        let conflict = await #expect(throws: JobError.self) { try await shop.queue.retry(job.id, initiator: "tester") }
        #expect(conflict?.code == .conflict)
        #expect(conflict?.existingJob == other.id)
    }

    @Test("may be tried again as often as the kind says, whatever the parent used up")
    func attempts() async throws {
        let kind = JobKind(
            name: "flaky",
            maximumAttempts: 2,
            backoff: Backoff(first: .seconds(11)),
            claims: { _ in [] },
            run: { _ in throw Hiccup() }
        )
        let shop = try await Workshop([kind])
        let first = try await shop.enqueue("flaky")
        await shop.clock.pass(.seconds(11))
        #expect(try await shop.job(first.id, becomes: .failed).attempt == 2)
        let second = try await shop.queue.retry(first.id, initiator: "tester")
        #expect(second.attempt == 3)
        await shop.clock.pass(.seconds(11))
        #expect(try await shop.job(second.id, becomes: .failed).attempt == 4)
    }

    @Test("and whatever else is asked for is written into the audit, which cannot be changed")
    func audit() async throws {
        let shop = try await Workshop([.patient("a", until: Signal())])
        let first = try await shop.enqueue("a")
        _ = try await shop.queue.cancel(first.id, initiator: "second")
        try await shop.job(first.id, becomes: .cancelled)
        let retry = try await shop.queue.retry(first.id, initiator: "third")
        #expect(
            try await shop.audit() == [
                AuditRow(initiator: "tester", action: "job-enqueue", subject: first.id),
                AuditRow(initiator: "second", action: "job-cancel", subject: first.id),
                AuditRow(initiator: "third", action: "job-retry", subject: retry.id),
            ]
        )
    }
}
