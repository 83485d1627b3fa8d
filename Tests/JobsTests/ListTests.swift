import Jobs
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
