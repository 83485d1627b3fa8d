import JSON
import Logging
import Reporting
import TestSupport
import Testing

@testable import Jobs

@Suite("The events of a queue", .temporaryDirectory, .ends)
struct EventTests {
    private func kinds(_ events: AsyncStream<JobEvent>) async -> [JobEvent] {
        var all: [JobEvent] = []
        for await event in events { all.append(event) }
        return all
    }

    @Test("tell the story of a job from the first to the last")
    func story() async throws {
        let end = Signal()
        let kind = JobKind(name: "a", claims: { _ in [] }) { context in
            try await end.wait()
            context.reporter.log(.warning, "one is missing", ["file": "x.tgz"])
            return .done
        }
        let shop = try await Workshop([kind])
        let job = try await shop.enqueue("a")
        let events = try await shop.queue.events(after: nil, job: job.id)
        end.give()
        let all = await kinds(events)
        #expect(all.first?.kind == .state)
        #expect(all.first?.job?.state == .running)
        let states = all.compactMap { $0.kind == .state ? $0.job?.state : nil }
        #expect(states.last == .succeeded)
        #expect(all.last?.kind == .end)
        #expect(all.allSatisfy { $0.jobID == job.id })
        let lines = all.compactMap(\.line)
        #expect(lines.contains { $0.hasSuffix("WARNING a: one is missing file=x.tgz") })
        #expect(all.map(\.id) == all.map(\.id).sorted())
    }

    @Test("are resumed after the last one that was seen, each exactly once")
    func resume() async throws {
        let shop = try await Workshop([.instant("a"), .instant("b")])
        let first = try await shop.enqueue("a")
        let whole = try await shop.queue.events(after: nil, job: first.id)
        try await shop.job(first.id, becomes: .succeeded)
        let start = try #require(await kinds(whole).first).id
        let all = await kinds(try await shop.queue.events(after: start - 3, job: first.id))
        let states = all.compactMap { $0.job?.state }
        #expect(states.last == .succeeded)
        for (index, event) in all.enumerated() where event.kind != .end {
            let rest = await kinds(try await shop.queue.events(after: event.id, job: first.id))
            #expect(rest == Array(all.dropFirst(index + 1)))
        }
    }

    @Test("of all jobs are those of each, and end when the queue stops")
    func all() async throws {
        let shop = try await Workshop([.instant("a"), .failing("b", with: Mishap())])
        let events = try await shop.queue.events(after: nil)
        let a = try await shop.job(shop.enqueue("a").id, becomes: .succeeded)
        let b = try await shop.job(shop.enqueue("b").id, becomes: .failed)
        await shop.queue.stop(deadline: .seconds(5))
        let all = await kinds(events)
        func states(_ id: String) -> [JobState] {
            all.compactMap { $0.kind == .state && $0.jobID == id ? $0.job?.state : nil }
        }
        #expect(states(a.id) == [.queued, .running, .succeeded])
        #expect(states(b.id) == [.queued, .running, .failed])
        #expect(all.last?.kind != .end)
    }

    @Test("tell what a job may have changed once it has ended")
    func changes() async throws {
        var kind = JobKind.instant("a")
        kind.changes = [.artifacts, .storage]
        let shop = try await Workshop([kind])
        let events = try await shop.queue.events(after: nil)
        _ = try await shop.job(shop.enqueue("a").id, becomes: .succeeded)
        shop.queue.noteChange(of: .schedules)
        await shop.queue.stop(deadline: .seconds(5))
        let all = await kinds(events).filter { $0.kind != .log && $0.kind != .progress }
        #expect(all.filter { $0.kind == .state }.compactMap { $0.job?.state } == [.queued, .running, .succeeded])
        let told = all.filter { $0.kind == .changed }.compactMap(\.collection)
        #expect(told.count == 3 && Set(told) == [.artifacts, .storage, .schedules])
    }

    @Test("of a job that has ended are what it came to, and the end")
    func ended() async throws {
        let shop = try await Workshop([.instant()])
        let job = try await shop.job(shop.enqueue("instant").id, becomes: .succeeded)
        let all = await kinds(try await shop.queue.events(after: nil, job: job.id))
        #expect(all.map(\.kind) == [.state, .end])
        #expect(all.first?.job == job)
    }

    @Test("have numbers that grow over a restart, and a reader from before is told that it missed some")
    func restart() async throws {
        let before = try await Workshop([.instant()])
        let job = try await before.enqueue("instant")
        let last = try #require(await kinds(try await before.queue.events(after: nil, job: job.id)).last)
        try await before.crash()
        let clock = ManualClock()
        clock.advance(by: .seconds(1))
        let after = try await Workshop([.instant()], clock: clock)
        let all = await kinds(try await after.queue.events(after: last.id, job: job.id))
        #expect(all.map(\.kind) == [.lagged, .end])
        #expect(all.allSatisfy { $0.id > last.id })
    }

    @Test("need a job that is there")
    func notFound() async throws {
        let shop = try await Workshop([])
        let error = await #expect(throws: JobError.self) { _ = try await shop.queue.events(after: nil, job: "x") }
        #expect(error?.code == .notFound)
    }

    @Test("end for a reader that is cancelled")
    func cancelledReader() async throws {
        let shop = try await Workshop([.patient("a", until: Signal())])
        let job = try await shop.enqueue("a")
        let events = try await shop.queue.events(after: nil, job: job.id)
        let reader = Task { await kinds(events) }
        reader.cancel()
        #expect(await reader.value.allSatisfy { $0.kind != .end })
    }
}

@Suite("The ring of events")
struct EventRingTests {
    private func ring(_ count: Int, capacity: Int = 4) -> EventRing {
        var ring = EventRing(capacity: capacity, greatestSize: .max, lastID: 100)
        for index in 0..<count { ring.append(.log, jobID: index % 2 == 0 ? "even" : "odd", line: "\(index)") }
        return ring
    }

    @Test("keeps the last events in order", arguments: [0, 1, 3, 4, 5, 8, 11])
    func order(count: Int) {
        let ring = ring(count)
        #expect(ring.lastID == 100 + Int64(count))
        #expect(ring.firstID == ring.lastID - Int64(min(count, 4)) + 1)
        var found: [String] = []
        var position: Int64 = 0
        while let event = ring.next(after: position, of: nil) {
            found.append(event.line ?? "")
            position = event.id
        }
        #expect(found == (max(0, count - 4)..<count).map { "\($0)" })
    }

    @Test("finds the events of one job")
    func filter() {
        let ring = ring(4)
        #expect(ring.next(after: 100, of: "odd")?.line == "1")
        #expect(ring.next(after: 102, of: "odd")?.line == "3")
        #expect(ring.next(after: 104, of: "odd") == nil)
        #expect(ring.next(after: 0, of: "other") == nil)
    }

    @Test("tells a reader that was too slow, once, and goes on with what is left")
    func lagged() {
        let ring = ring(10)
        let reader = EventReader(after: 101, job: nil, showsJob: false)
        var found: [JobEvent] = []
        while let event = reader.next(in: ring) { found.append(event) }
        #expect(found.map(\.kind) == [.lagged, .log, .log, .log, .log])
        #expect(found.map(\.id) == [106, 107, 108, 109, 110])
    }

    @Test("tells a reader the same whose number lies in the future")
    func future() {
        let reader = EventReader(after: 1_000_000, job: nil, showsJob: false)
        #expect(reader.next(in: ring(2))?.kind == .lagged)
        #expect(reader.next(in: ring(2))?.line == "0")
    }

    @Test("is bounded by bytes too, and keeps the last event however large it is")
    func bytes() {
        var ring = EventRing(capacity: 100, greatestSize: 4096, lastID: 0)
        for index in 0..<300 {
            ring.append(.log, jobID: "a", line: String(repeating: "x", count: 700))
            #expect(ring.size <= 4096 && ring.lastID - ring.firstID + 1 == min(Int64(index) + 1, 4))
        }
        ring.append(.log, jobID: "a", line: String(repeating: "x", count: 100_000))
        #expect(ring.firstID == ring.lastID && ring.next(after: 0, of: nil)?.line?.count == 100_000)
        ring.append(.log, jobID: "a", line: "small")
        #expect(ring.firstID == ring.lastID && ring.next(after: 0, of: "a")?.line == "small")
    }

    @Test("tells of a collection only the last time that it became another, and only who follows all")
    func changed() {
        var ring = EventRing(capacity: 100, greatestSize: .max, lastID: 0)
        for _ in 0..<5 { ring.append(changed: .findings) }
        ring.append(.log, jobID: "a", line: "1")
        ring.append(changed: .artifacts)
        ring.append(changed: .findings)
        let reader = EventReader(after: 0, job: nil, showsJob: false)
        var found: [JobEvent] = []
        while let event = reader.next(in: ring) { found.append(event) }
        #expect(found.map(\.id) == [6, 7, 8])
        #expect(found.map(\.collection) == [nil, .artifacts, .findings])
        #expect(ring.next(after: 0, of: "a")?.id == 6 && ring.next(after: 6, of: "a") == nil)
        ring.append(changed: .findings)
        #expect(reader.next(in: ring)?.collection == .findings)
    }
}
