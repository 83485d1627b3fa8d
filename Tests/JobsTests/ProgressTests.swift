import JSON
import Jobs
import Persistence
import Reporting
import SQLite
import TestSupport
import Testing

@Suite("What a job reports", .temporaryDirectory, .ends)
struct ProgressTests {
    /// The column `progress` as it lies in the database.
    private func stored(_ id: String, in shop: Workshop) async throws -> JSONValue {
        let text = try await shop.database.read { connection in
            try connection.fetchOne("SELECT progress FROM jobs WHERE id = ?", [.text(id)]) { $0.text(0) }
        }
        return try JSONValue(parsing: Array(try #require(text).utf8))
    }

    @Test("is seen at once, and written every half second")
    func throttle() async throws {
        let (read, end) = (Signal(), Signal())
        let kind = JobKind(name: "a", steps: [Step("read"), Step("pack")], claims: { _ in [] }) { context in
            context.reporter.begin(Step("read"), total: 4, unit: .files)
            context.reporter.advance(by: 2)
            context.reporter.count("tarballs", by: 3)
            read.give()
            try await end.wait()
            return .done
        }
        let shop = try await Workshop([kind])
        let job = try await shop.enqueue("a")
        #expect(job.progress.steps.map(\.name) == ["read", "pack"])
        try await read.wait()

        let seen = try await shop.queue.job(job.id)
        #expect(seen.progress.percent == 25)
        #expect(seen.progress.steps.map(\.done) == [2, 0])
        #expect(seen.progress.steps.map(\.unit) == ["files", "items"])
        #expect(seen.counters == ["tarballs": 3])
        #expect(seen.logBytes > 0)
        #expect(try await stored(job.id, in: shop)["percent"] == .null)

        let events = try await shop.queue.events(after: nil, job: job.id)
        await shop.clock.pass(.milliseconds(500))
        for await event in events where event.kind == .progress {
            #expect(event.job?.progress.percent == 25)
            break
        }
        #expect(try await stored(job.id, in: shop)["percent"]?.numberValue == 25)
        end.give()
        let ended = try await shop.job(job.id, becomes: .succeeded)
        #expect(ended.progress.percent == 100)
        #expect(ended.progress.steps.map(\.state) == [.done, .skipped])
        #expect(ended.counters == ["tarballs": 3])
        #expect(try await stored(job.id, in: shop)["percent"]?.numberValue == 100)
    }

    @Test("shows in which step it failed")
    func failedStep() async throws {
        let kind = JobKind(name: "a", steps: [Step("read"), Step("pack")], claims: { _ in [] }) { context in
            context.reporter.begin(Step("read"), total: 4)
            context.reporter.advance()
            throw Mishap()
        }
        let shop = try await Workshop([kind])
        let ended = try await shop.job(shop.enqueue("a").id, becomes: .failed)
        #expect(ended.progress.steps.map(\.state) == [.failed, .pending])
        #expect(ended.progress.steps[0].done == 1)
        #expect(ended.progress.etaSeconds == nil)
    }

    @Test("estimates the time that is left once there is a rate")
    func eta() async throws {
        let (read, end) = (Signal(), Signal())
        let kind = JobKind(name: "a", claims: { _ in [] }) { context in
            context.reporter.begin(Step("read"), total: 100)
            context.reporter.advance(by: 10)
            read.give()
            try await end.wait()
            return .done
        }
        let shop = try await Workshop([kind])
        let job = try await shop.enqueue("a")
        try await read.wait()
        #expect(try await shop.queue.job(job.id).progress.etaSeconds == nil)
        let events = try await shop.queue.events(after: nil, job: job.id)
        await shop.clock.pass(.milliseconds(500))
        for await event in events where event.kind == .progress {
            // Ten in half a second leave ninety for four and a half.
            #expect(event.job?.progress.etaSeconds == 5)
            break
        }
        end.give()
        #expect(try await shop.job(job.id, becomes: .succeeded).progress.etaSeconds == nil)
    }

    @Test("adds up from many threads")
    func threads() async throws {
        let kind = JobKind(name: "a", claims: { _ in [] }) { context in
            context.reporter.begin(Step("read"), total: 4000)
            await withTaskGroup { group in
                for _ in 0..<4 {
                    group.addTask {
                        for _ in 0..<1000 {
                            context.reporter.advance()
                            context.reporter.count("files")
                        }
                    }
                }
            }
            return .done
        }
        let shop = try await Workshop([kind])
        let ended = try await shop.job(shop.enqueue("a").id, becomes: .succeeded)
        #expect(ended.progress.steps.first?.done == 4000)
        #expect(ended.counters == ["files": 4000])
    }
}
