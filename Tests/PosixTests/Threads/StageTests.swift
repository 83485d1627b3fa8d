import Dispatch
import Posix
import TestSupport
import Testing

@Suite("Stages of a pipeline", .ends)
struct StageTests {
    private struct Failure: Error, Equatable {}

    @Test(
        "elements arrive in order, on the stage's own thread, and the result comes back",
        arguments: [1, 2, 16, 10_000]
    )
    func order(_ capacity: Int) throws {
        let stage = Stage<Int, (String, [Int])>("hashing", capacity: capacity) { next in
            var taken: [Int] = []
            while let element = next() { taken.append(element) }
            return (try currentThreadName(), taken)
        }
        for number in 0..<2000 { try stage.put(number) }
        let (name, taken) = try stage.finish()
        #expect(name == "hashing")
        #expect(taken == Array(0..<2000))
    }

    @Test("nothing put is nothing taken, and the result can be asked for again")
    func empty() throws {
        let stage = Stage<Int, Int>("test", capacity: 1) { next in next() == nil ? 7 : 8 }
        #expect(try stage.finish() == 7)
        #expect(try stage.finish() == 7)
    }

    @Test("whoever puts never gets further ahead than the queue is long", arguments: [1, 2, 8])
    func backPressure(_ capacity: Int) throws {
        let put = Counter()
        let isFull = DispatchSemaphore(value: 0)
        let stage = Stage<Int, Int>("test", capacity: capacity) { next in
            guard isFull.comes() else { return -1 }
            var (taken, most) = (0, put.value)
            while next() != nil {
                taken += 1
                // Leaves the other side time to run ahead, if it could.
                for _ in 0..<20 { yieldThread() }
                most = max(most, put.value - taken)
            }
            return most
        }
        for number in 1...200 {
            try stage.put(number)
            put.add(1)
            if number == capacity { isFull.signal() }
        }
        #expect(try stage.finish() == capacity)
    }

    @Test("an error of the body is thrown by every put and finish after it")
    func errors() throws {
        let stage = Stage<Int, Int>("test", capacity: 2) { next in
            _ = next()
            throw Failure()
        }
        #expect(throws: Failure()) { while true { try stage.put(1) } }
        #expect(throws: Failure()) { try stage.put(1) }
        #expect(throws: Failure()) { _ = try stage.finish() }
        #expect(throws: Failure()) { _ = try stage.finish() }
    }

    @Test("an error wakes whoever waits at a full queue")
    func errorAtFullQueue() throws {
        let isFull = DispatchSemaphore(value: 0)
        let stage = Stage<Int, Int>("test", capacity: 1) { _ in
            _ = isFull.comes()
            throw Failure()
        }
        try stage.put(1)
        isFull.signal()
        #expect(throws: Failure()) { try stage.put(2) }
    }

    @Test("a body that has enough is no error: what else is put is dropped")
    func enough() throws {
        let stage = Stage<Element, Int>("test", capacity: 2) { next in next()?.number ?? 0 }
        for number in 1...1000 { try stage.put(Element(number: number)) }
        #expect(try stage.finish() == 1)
        weak var late: Element?
        do {
            let element = Element(number: 1001)
            late = element
            try stage.put(element)
        }
        #expect(late == nil, "nobody keeps what nobody will take")
    }

    private final class Element: Sendable {
        let number: Int

        init(number: Int) { self.number = number }
    }

    @Test("a stage that is dropped comes to its end")
    func dropped() throws {
        let ended = DispatchSemaphore(value: 0)
        let sum = Counter()
        do {
            let stage = Stage<Int, Void>("test", capacity: 4) { next in
                while let element = next() { sum.add(element) }
                ended.signal()
            }
            try stage.put(1)
            try stage.put(2)
        }
        #expect(ended.comes())
        #expect(sum.value == 3)
    }

    @Test("the gate bound where a stage is made holds on its thread, and in stages made there")
    func gate() throws {
        let full = SystemError(operation: "test", path: "", errno: .noSpace)
        let gate: @Sendable (FileOperation) throws(SystemError) -> Void = { _ throws(SystemError) in throw full }
        let folder = try Directory(opening: AbsolutePath("/proc/self"))
        let path = try RelativePath("absent")
        let outer = FileOperation.$gate.withValue(gate) {
            Stage<Never, Errno?>("outer", capacity: 1) { _ in
                let own = errno { try folder.unlink(path) }
                guard own == .noSpace else { return own }
                return try Stage<Never, Errno?>("inner", capacity: 1) { _ in errno { try folder.unlink(path) } }
                    .finish()
            }
        }
        #expect(try outer.finish() == .noSpace)
        let free = Stage<Never, Errno?>("free", capacity: 1) { _ in errno { try folder.unlink(path) } }
        #expect(try free.finish() != .noSpace)
    }
}
