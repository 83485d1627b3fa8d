import Dispatch
import Posix
import TestSupport
import Testing

@Suite("Pools for work that blocks", .ends)
struct BlockingPoolTests {
    @TaskLocal private static var marker = ""

    @Test("work runs on a thread of the pool, also after it has waited")
    func name() async throws {
        let pool = BlockingPool(threads: 2, name: "files")
        let names = try await pool.run {
            let before = try currentThreadName()
            await Task.yield()
            return [before, try currentThreadName()]
        }
        #expect(names == ["files", "files"])
        #expect(try currentThreadName() != "files")
    }

    @Test("a task keeps to the pool for which it was made, and a part of a task to the one it prefers")
    func preference() async throws {
        let pool = BlockingPool(threads: 1, name: "files")
        #expect(try await Task(executorPreference: pool) { try currentThreadName() }.value == "files")
        let name = try await withTaskExecutorPreference(pool) {
            try await { @concurrent () async throws in
                await Task.yield()
                return try currentThreadName()
            }()
        }
        #expect(name == "files")
    }

    @Test("as many bodies run at once as there are threads")
    func parallel() async throws {
        let pool = BlockingPool(threads: 3, name: "files")
        let arrived = Counter()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<3 {
                group.addTask {
                    try await pool.run {
                        arrived.add(1)
                        // Each blocks until all are here.
                        #expect(holds { arrived.value == 3 })
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    @Test("more tasks than threads are all done, never more at once than there are threads")
    func queueing() async throws {
        let pool = BlockingPool(threads: 2, name: "files")
        let running = Counter()
        let most = Counter()
        let sum = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<200 {
                group.addTask {
                    try await pool.run {
                        let now = running.add(1)
                        most.raise(to: now)
                        yieldThread()
                        running.add(-1)
                        return number
                    }
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(sum == 199 * 200 / 2)
        #expect((1...2).contains(most.value))
    }

    @Test("one thread takes tasks in the order in which they came")
    func order() async {
        let pool = BlockingPool(threads: 1, name: "files")
        let order = Notes<Int>()
        let begin = DispatchSemaphore(value: 0)
        // Holds the thread until all are queued, so that the queue has to grow and shrink.
        let first = Task(executorPreference: pool) { #expect(begin.comes()) }
        let tasks = (0..<5000).map { number in
            Task(executorPreference: pool) { order.append(number) }
        }
        begin.signal()
        await first.value
        for task in tasks { await task.value }
        #expect(order.all == Array(0..<5000))
    }

    @Test("what the body throws is thrown")
    func errors() async {
        let pool = BlockingPool(threads: 1, name: "files")
        let mine = SystemError(operation: "test", path: "", errno: .noSpace)
        await #expect(throws: mine) { try await pool.run { throw mine } }
    }

    @Test("cancelling the caller reaches the body")
    func cancellation() async {
        let pool = BlockingPool(threads: 1, name: "files")
        let clock = ManualClock()
        let caller = Task { try await pool.run { try await clock.sleep(for: .seconds(1)) } }
        await clock.waitForSleepers()
        caller.cancel()
        await #expect(throws: CancellationError.self) { try await caller.value }
    }

    @Test("a body is told of a cancellation that came before it")
    func earlyCancellation() async {
        let pool = BlockingPool(threads: 1, name: "files")
        let clock = ManualClock()
        await #expect(throws: CancellationError.self) {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.cancelAll()
                group.addTask { try await pool.run { try await clock.sleep(for: .seconds(1)) } }
                try await group.waitForAll()
            }
        }
    }

    @Test("task-locals of the caller, the gate among them, hold in the body")
    func taskLocals() async throws {
        let pool = BlockingPool(threads: 1, name: "files")
        let full = SystemError(operation: "test", path: "", errno: .noSpace)
        let gate: @Sendable (FileOperation) throws(SystemError) -> Void = { _ throws(SystemError) in throw full }
        let seen = try await Self.$marker.withValue("mine") {
            try await FileOperation.$gate.withValue(gate) {
                try await pool.run { (Self.marker, FileOperation.gate != nil) }
            }
        }
        #expect(seen == ("mine", true))
    }

    @Test("its threads end once nobody has it any more, and not before all that was queued has run")
    func end() async throws {
        let begin = DispatchSemaphore(value: 0)
        let order = Notes<Int>()
        var pool: BlockingPool? = BlockingPool(threads: 2, name: "leaving")
        let task = Task(executorPreference: pool) { #expect(begin.comes()) }
        let queued = (0..<100).map { number in Task(executorPreference: pool) { order.append(number) } }
        #expect(try holds { try threads(named: "leaving") == 2 })
        pool = nil
        begin.signal()
        await task.value
        for task in queued { await task.value }
        #expect(order.all.sorted() == Array(0..<100))
        #expect(try holds { try threads(named: "leaving") == 0 })
    }

    @Test("a task that waits keeps the pool that it prefers")
    func waiting() async throws {
        let clock = ManualClock()
        var pool: BlockingPool? = BlockingPool(threads: 1, name: "kept")
        let task = Task(executorPreference: pool) {
            try await clock.sleep(for: .seconds(1))
            return try currentThreadName()
        }
        await clock.waitForSleepers()
        pool = nil
        #expect(try holds { try threads(named: "kept") == 1 })
        clock.advance(by: .seconds(1))
        #expect(try await task.value == "kept")
        #expect(try holds { try threads(named: "kept") == 0 })
    }
}
