import Glibc
import Synchronization
import TestSupport
import Testing

@testable import Posix

/// Something that holds a thread up until it is told to let go.
final class Stall: Sendable {
    private let entries = Atomic(0)
    private let isOpen = Atomic(false)

    var entered: Int { entries.load(ordering: .acquiring) }

    /// Holds the thread up.
    func hold() {
        entries.add(1, ordering: .acquiringAndReleasing)
        while !isOpen.load(ordering: .acquiring) { usleep(500) }
    }

    func letGo() { isOpen.store(true, ordering: .releasing) }

    /// Waits until so many threads are held up.
    func held(_ count: Int) async throws {
        while entered < count { try await Task.sleep(for: .milliseconds(1)) }
    }
}

@Suite("A lane to a disk", .ends)
struct DiskLaneTests {
    private func lane(
        threads: Int = 2,
        _ patience: DiskLane.Patience = DiskLane.Patience(),
        asking ask: @escaping @Sendable () -> Void = {}
    ) throws -> DiskLane {
        DiskLane(try AbsolutePath("/"), name: "lane", threads: threads, patience: patience, asking: ask)
    }

    @Test("its threads end with it")
    func end() async throws {
        var lane: DiskLane? = DiskLane(try AbsolutePath("/"), name: "ending")
        #expect(try await lane?.away { try currentThreadName() } == "ending")
        #expect(await lane?.answers(within: .far) == true)
        #expect(try holds { try threads(named: "ending") == 4 && threads(named: "ending?") == 1 })
        lane = nil
        #expect(try holds { try threads(named: "ending") + threads(named: "ending?") == 0 })
    }

    @Test("an event loop whose thread waits for a disk goes on with its other tasks, and so does the one that waited")
    func relieved() async throws {
        let (loop, lane, stall) = (try EventLoop(name: "held"), try lane(), Stall())
        defer { loop.stop() }
        let waiting = Task(executorPreference: loop) {
            try await lane.run { stall.hold() }
            return await Task(executorPreference: loop) { EventLoop.current === loop }.value
        }
        try await stall.held(1)
        for number in 0..<100 {
            #expect(await Task(executorPreference: loop) { EventLoop.current === loop ? number : -1 }.value == number)
        }
        stall.letGo()
        #expect(try await waiting.value)
        #expect(await Task(executorPreference: loop) { EventLoop.current === loop }.value)
    }

    @Test("what is prompt is done on the loop; once something was late, on other threads until all is prompt again")
    func places() async throws {
        let (loop, lane, stall) = (try EventLoop(name: "places"), try lane(), Stall())
        defer { loop.stop() }
        func isOnLoop() async throws -> Bool {
            try await Task(executorPreference: loop) { try await lane.run { EventLoop.current === loop } }.value
        }
        #expect(try await isOnLoop())
        let waiting = Task(executorPreference: loop) { try await lane.run { stall.hold() } }
        try await stall.held(1)
        #expect(try await !isOnLoop())
        stall.letGo()
        try await waiting.value
        // It is taken for slow until a call on another thread has shown that it is not.
        while try await !isOnLoop() {}
    }

    @Test("many slow calls on two loops all come back, and nothing else waits for them")
    func crowd() async throws {
        let (group, lane) = (try EventLoopGroup(threads: 2, name: "crowd"), try lane(threads: 4))
        defer { group.stop() }
        let sum = try await withThrowingTaskGroup { tasks in
            for number in 0..<400 {
                tasks.addTask(executorPreference: group.loops[number % 2]) {
                    let slow = number % 40 == 0
                    let value = try await lane.run {
                        if slow { usleep(50_000) }
                        return number
                    }
                    await group.loops[number % 2].nextTurn()
                    return value
                }
            }
            return try await tasks.reduce(0, +)
        }
        #expect(sum == (0..<400).reduce(0, +))
    }

    @Test(
        "who would queue behind calls that do not come back is refused where the disk does not answer",
        arguments: [true, false]
    )
    func silence(answers: Bool) async throws {
        let stall = Stall()
        let patience = DiskLane.Patience(suspicion: .zero, answer: answers ? .far : .milliseconds(20), grace: .zero)
        let lane = try lane(threads: 1, patience) { if !answers { stall.hold() } }
        let waiting = Task { try await lane.away { stall.hold() } }
        try await stall.held(1)
        if answers {
            let queued = Task { try await lane.away { 3 } }
            stall.letGo()
            #expect(try await queued.value == 3)
        } else {
            await #expect(throws: DiskSilence(path: lane.path)) { try await lane.away { 3 } }
            #expect(await !lane.answers(within: .milliseconds(1)))
            stall.letGo()
            #expect(await lane.answers(within: .far))
        }
        try await waiting.value
    }

    @Test("who does not want it any more does not wait for a call that does not come back")
    func cancelled() async throws {
        let (lane, stall) = (try lane(threads: 1, DiskLane.Patience(grace: .zero)), Stall())
        let waiting = Task { try await lane.away { stall.hold() } }
        try await stall.held(1)
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        stall.letGo()
        #expect(try await lane.away { 4 } == 4)
    }
}

@Suite("Looks that are remembered", .ends)
struct LookTests {
    private let pool = BlockingPool(threads: 1, name: "look")

    @Test("what is new enough is not looked at again, and what is not is")
    func age() async {
        let count = Counter()
        let look = Look(on: { pool }) { count.add(1) }
        for age in [Duration.zero, .far, .far, .zero, .far] {
            guard case .seen = await look.value(noOlderThan: age, within: .far) else {
                Issue.record("nothing was seen")
                continue
            }
        }
        #expect(count.value == 2)
    }

    @Test("one looks however many want to know, nobody waits too long, and what was seen before is told meanwhile")
    func silence() async throws {
        let (count, stall) = (Counter(), Stall())
        let look = Look(on: { pool }) {
            if count.add(1) > 1 { stall.hold() }
            return count.value
        }
        guard case .seen(1, _) = await look.value(noOlderThan: .zero, within: .far) else {
            Issue.record("nothing was seen")
            return
        }
        await withTaskGroup { group in
            for _ in 0..<20 { group.addTask { await look.value(noOlderThan: .zero, within: .milliseconds(20)) } }
            for await sight in group {
                guard case .silent(let duration, .some((1, _))) = sight else {
                    Issue.record("\(sight)")
                    continue
                }
                #expect(duration >= .milliseconds(15))
            }
        }
        #expect(count.value == 2)
        stall.letGo()
        guard case .seen(let last, _) = await look.value(noOlderThan: .zero, within: .far) else {
            Issue.record("nothing was seen")
            return
        }
        #expect(last >= 2)
    }
}
