import Posix
import Synchronization
import TestSupport
import Testing

@Suite("Event loops")
struct EventLoopTests {
    @Test("tasks from every side run on the loop")
    func tasks() async throws {
        let loop = try EventLoop(name: "test")
        defer { loop.stop() }
        let total = await withTaskGroup(of: Int.self) { group in
            for number in 1...200 {
                group.addTask(executorPreference: loop) {
                    await loop.nextTurn()
                    return number
                }
            }
            return await group.reduce(0, +)
        }
        #expect(total == 20_100)
    }

    @Test("a task that takes turns lets another one in")
    func turns() async throws {
        let loop = try EventLoop(name: "test")
        defer { loop.stop() }
        let short = Flag()
        let turns = Task(executorPreference: loop) {
            var turns = 0
            while !short.isUp.load(ordering: .relaxed) {
                await loop.nextTurn()
                turns += 1
            }
            return turns
        }
        await Task(executorPreference: loop) { short.isUp.store(true, ordering: .relaxed) }.value
        #expect(await turns.value >= 0)
    }

    @Test("a task that outlives its loop still ends")
    func stopped() async throws {
        let loop = try EventLoop(name: "test")
        loop.stop()
        let task = Task(executorPreference: loop) {
            for _ in 0..<1000 { await loop.nextTurn() }
            return 1
        }
        #expect(await task.value == 1)
    }

    @Test("connections are shared out evenly")
    func sharing() async throws {
        let group = try EventLoopGroup(threads: 2, name: "test")
        defer { group.stop() }
        let listener = try Listener(binding: .loopback(port: 0))
        let acceptor = try Acceptor(listener, on: group.loops[0])
        let spare = try EventLoop(name: "spare")
        defer { spare.stop() }
        var streams: [SocketStream] = []
        for _ in 0..<20 {
            streams.append(try await SocketStream.connecting(to: listener.address, on: spare, until: .far))
            if let accepted = try await acceptor.accept(into: group) { streams.append(accepted) }
        }
        let loads = group.loops.map(\.load)
        #expect(loads.reduce(0, +) == 21)
        #expect(abs(loads[0] - loads[1]) <= 1)
    }

    @Test("a deadline moves with its clock")
    func deadlines() {
        let now = Deadline.now
        #expect(now.advanced(by: .seconds(2)).elapsed(since: now) == .seconds(2))
        #expect(now.elapsed(since: now.advanced(by: .seconds(1))) == .zero)
        #expect(now.advanced(by: .seconds(-1)) == now)
        #expect(now.advanced(by: .seconds(1 << 40)) == .never)
        #expect(Deadline.after(.zero) < .never)
    }
}

private final class Flag: Sendable {
    let isUp = Atomic(false)
}
