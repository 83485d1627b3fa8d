import JSON
import Jobs
import Persistence
import SQLite
import TestSupport
import Testing
import Time

@Suite("The list of jobs", .temporaryDirectory, .ends)
struct ListTests {
    @Test("comes in pages, newest first, without gap or repetition")
    func pages() async throws {
        let shop = try await Workshop([.instant()], concurrency: 20)
        var ids: [String] = []
        for index in 0..<7 { ids.append(try await shop.enqueue("instant", on: "r\(index)").id) }
        var found: [String] = []
        var cursor: String?
        repeat {
            let page = try await shop.queue.jobs(limit: 3, cursor: cursor)
            #expect(page.items.count <= 3)
            found += page.items.map(\.id)
            cursor = page.nextCursor
        } while cursor != nil
        #expect(found == ids.reversed())
    }

    @Test("has no next page when the last one is just full")
    func fullPage() async throws {
        let shop = try await Workshop([.instant()])
        for index in 0..<2 { _ = try await shop.enqueue("instant", on: "r\(index)") }
        #expect(try await shop.queue.jobs(limit: 2).nextCursor == nil)
    }

    @Test("is filtered by state, type, repository and time, alone and together")
    func filters() async throws {
        let shop = try await Workshop([.instant("a"), .failing("b", with: Mishap())])
        let a1 = try await shop.job(shop.enqueue("a", on: "npm").id, becomes: .succeeded).id
        shop.clock.advance(by: .seconds(10))
        let b1 = try await shop.job(shop.enqueue("b", on: "npm").id, becomes: .failed).id
        let a2 = try await shop.job(shop.enqueue("a", on: "apt").id, becomes: .succeeded).id
        func ids(_ filter: JobFilter) async throws -> [String] { try await shop.queue.jobs(filter).items.map(\.id) }
        #expect(try await ids(JobFilter()) == [a2, b1, a1])
        #expect(try await ids(JobFilter(states: [.failed])) == [b1])
        #expect(try await ids(JobFilter(states: [.failed, .succeeded])) == [a2, b1, a1])
        #expect(try await ids(JobFilter(states: [.running])) == [])
        #expect(try await ids(JobFilter(type: "a")) == [a2, a1])
        #expect(try await ids(JobFilter(repository: "npm")) == [b1, a1])
        #expect(try await ids(JobFilter(since: ManualClock.start + .seconds(10))) == [a2, b1])
        #expect(try await ids(JobFilter(states: [.succeeded], type: "a", repository: "npm")) == [a1])
        #expect(try await ids(JobFilter(type: "' OR 1 --")) == [])
    }

    @Test("is narrowed by who wanted a job, by its parent and by a text whose signs mean themselves")
    func narrowed() async throws {
        let shop = try await Workshop([.instant("a"), .failing("b", with: Mishap())])
        func made(_ type: String, _ initiator: String, _ parameters: JSONValue = [:]) async throws -> String {
            try await shop.queue.enqueue(type: type, repository: "npm", parameters: parameters, initiator: initiator).id
        }
        let first = try await made("a", "cli:alice", ["note": "100%"])
        _ = try await shop.job(first, becomes: .succeeded)
        let second = try await made("b", "schedule:nightly")
        _ = try await shop.job(second, becomes: .failed)
        let third = try await shop.queue.retry(second, initiator: "cli:alice_b").id
        _ = try await shop.job(third, becomes: .failed)
        func ids(_ filter: JobFilter) async throws -> [String] { try await shop.queue.jobs(filter).items.map(\.id) }
        #expect(try await ids(JobFilter(initiator: "cli")) == [third, first])
        #expect(try await ids(JobFilter(initiator: "cli:alice")) == [first])
        #expect(try await ids(JobFilter(initiator: "schedule:")).isEmpty)
        #expect(try await ids(JobFilter(parent: second)) == [third])
        #expect(try await ids(JobFilter(search: "0%")) == [first])
        #expect(try await ids(JobFilter(search: "E_B")) == [third])
        #expect(try await ids(JobFilter(search: "MISHAP")) == [third, second])
        #expect(try await ids(JobFilter(search: "a' OR 1")).isEmpty)
    }

    @Test("comes oldest first, too, and is counted by state whatever states are asked for")
    func reversed() async throws {
        let shop = try await Workshop([.instant("a"), .failing("b", with: Mishap())])
        var made: [String] = []
        for type in ["a", "b", "a", "a"] {
            let id = try await shop.enqueue(type).id
            _ = try await shop.job(id, becomes: type == "a" ? .succeeded : .failed)
            made.append(id)
        }
        var (found, cursor): ([String], String?) = ([], nil)
        repeat {
            let page = try await shop.queue.jobs(isReversed: true, limit: 3, cursor: cursor)
            found += page.items.map(\.id)
            cursor = page.nextCursor
        } while cursor != nil
        #expect(found == made)
        #expect(try await shop.queue.counts() == [.succeeded: 3, .failed: 1])
        #expect(try await shop.queue.counts(JobFilter(states: [.failed], type: "a")) == [.succeeded: 3])
    }

    @Test("says how long jobs took of late: the median of ten that succeeded and did something")
    func durations() async throws {
        let shop = try await Workshop([.instant("a"), .instant("b")])
        try await shop.database.write { connection in
            for number in 1...14 {
                let (state, parameters) = (
                    number == 13 ? "failed" : "succeeded", number == 14 ? #"{"dry_run":true}"# : "{}"
                )
                try connection.executeScript(
                    """
                    INSERT INTO jobs (id, type, repository, state, parameters, initiator, is_unique, first_attempt,
                        attempt, created_at, not_before, progress, counters, result, log_bytes)
                    VALUES ('\(100 + number)', 'a', 'npm', 'queued', '\(parameters)', 'me', 0, 1, 1, 0, 0, '{"steps":[]}',
                        '{}', '{}', 0);
                    UPDATE jobs SET state = 'running', started_at = 0 WHERE id = '\(100 + number)';
                    UPDATE jobs SET state = '\(state)', finished_at = \(number * 1000),
                        problem = \(state == "failed" ? "'{}'" : "NULL") WHERE id = '\(100 + number)';
                    """
                )
            }
        }
        // The last ten of the first twelve took 3 to 12 seconds.
        #expect(try await shop.queue.usualDurations() == ["a": .milliseconds(7500)])
        #expect(try await shop.queue.usualDurations(on: "npm").count == 1)
        #expect(try await shop.queue.usualDurations(on: "apt").isEmpty)
    }

    @Test("refuses a cursor that it never gave", arguments: ["", "x", "0123456789AB", "'; DROP TABLE jobs --"])
    func cursor(text: String) async throws {
        let shop = try await Workshop([])
        let error = await #expect(throws: JobError.self) { _ = try await shop.queue.jobs(cursor: text) }
        #expect(error?.code == .invalidCursor)
    }
}

@Suite("Waiting for a job", .temporaryDirectory, .ends)
struct WaitTests {
    @Test("returns at once when it has ended")
    func ended() async throws {
        let shop = try await Workshop([.instant()])
        let job = try await shop.job(shop.enqueue("instant").id, becomes: .succeeded)
        #expect(try await shop.queue.wait(job.id, timeout: .seconds(30)) == job)
    }

    @Test("returns when it ends")
    func ends() async throws {
        let end = Signal()
        let shop = try await Workshop([.patient("a", until: end)])
        let job = try await shop.enqueue("a")
        async let waited = shop.queue.wait(job.id, timeout: .seconds(30))
        end.give()
        #expect(try await waited.state == .succeeded)
    }

    @Test("returns the job as it is when the time has passed")
    func timeout() async throws {
        let shop = try await Workshop([.patient("a", until: Signal())])
        let job = try await shop.enqueue("a")
        async let waited = shop.queue.wait(job.id, timeout: .seconds(30))
        await shop.clock.pass(.seconds(30))
        #expect(try await waited.state == .running)
    }

    @Test("returns when the queue stops, and when the caller is cancelled")
    func stop() async throws {
        let shop = try await Workshop([.patient("a", until: Signal())])
        let job = try await shop.enqueue("a")
        let cancelled = Task { try await shop.queue.wait(job.id, timeout: .seconds(30)) }
        cancelled.cancel()
        #expect(try await cancelled.value.state == .running)
        async let waited = shop.queue.wait(job.id, timeout: .seconds(30))
        await shop.queue.stop(deadline: .seconds(5))
        #expect(try await waited.state == .interrupted)
    }

    @Test("needs a job that is there")
    func notFound() async throws {
        let shop = try await Workshop([])
        let error = await #expect(throws: JobError.self) { try await shop.queue.wait("x", timeout: .zero) }
        #expect(error?.code == .notFound)
    }
}
