import Posix
import TestSupport
import Testing

@Suite("Planned mishaps", .temporaryDirectory)
struct CrashPointsTests {
    private let folder: Directory

    init() throws { folder = try Directory(opening: AbsolutePath(TemporaryDirectory.current)) }

    /// Three operations: create, write, unlink.
    private func work(_ name: String = "a") throws {
        let path = try RelativePath(name)
        try folder.create(path).write([1])
        try folder.unlink(path)
    }

    @Test("a stop comes before each operation in turn, and nothing happens after it")
    func everyStop() async throws {
        var left: [[String]] = []
        let stops = try await CrashPoints.forEachStop { point in
            try folder.removeAll(RelativePath("a"))
            let result = try await point.run { try work() }
            left.append(try folder.entries().map { "\($0.name) \($0.info.size)" })
            if point.isReached {
                #expect(throws: SystemError.self) { try result.get() }
                #expect(point.operations.count == point.number)
            } else {
                #expect(throws: Never.self) { try result.get() }
            }
        }
        #expect(stops == 3)
        #expect(left == [[], ["a 0"], ["a 1"], []])
    }

    @Test("after the stop tidying up is impossible, and a work that hides the error has not succeeded")
    func deadProcess() async throws {
        try await CrashPoints.forEachStop { point in
            try folder.removeAll(RelativePath("a"))
            let result = try await point.run {
                try? work()
                try? folder.unlink(RelativePath("a"))
            }
            let isLeft = try folder.info(RelativePath("a")) != nil
            #expect(isLeft == [2, 3].contains(point.number))
            guard point.isReached else { return }
            #expect(throws: SystemError.self) { try result.get() }
        }
    }

    @Test("a single failure leaves all other operations alone")
    func singleFailure() async throws {
        var kinds: [FileOperation.Kind] = []
        let failures = try await CrashPoints.forEachFailure(.noSpace) { point in
            try folder.removeAll(RelativePath("a"))
            let result = try await point.run {
                defer { try? folder.removeAll(RelativePath("a")) }
                try work()
            }
            #expect(try folder.entries().isEmpty)
            guard point.isReached else { return }
            let error = #expect(throws: SystemError.self) { try result.get() }
            #expect(error?.isOutOfSpace == true)
            kinds.append(point.operations[point.number - 1].kind)
        }
        #expect(failures == 3)
        #expect(kinds == [.create, .write, .unlink])
    }

    @Test("only operations of the chosen kinds are counted")
    func chosenKinds() async throws {
        let result = try await CrashPoints.failing(.inputOutput, at: 1, of: [.unlink]) { try work() }
        let error = #expect(throws: SystemError.self) { try result.get() }
        #expect(error?.errno == .inputOutput)
        #expect(try folder.entries().map(\.info.size) == [1])
    }

    @Test("an error that nothing was planned for goes through")
    func realError() async throws {
        try work()
        await #expect(throws: SystemError.self) {
            try await CrashPoints.forEachStop { point in
                try await point.run { try folder.unlink(RelativePath("absent")) }
            }
        }
    }

    @Test("operations on threads of a stage are counted and stopped too")
    func stages() async throws {
        let stops = try await CrashPoints.forEachStop { point in
            try folder.removeAll(RelativePath("a"))
            try folder.removeAll(RelativePath("b"))
            let result = try await point.run {
                let stage = Stage<String, Int>("test", capacity: 1) { [self] next in
                    while let name = next() { try work(name) }
                    return 0
                }
                try stage.put("a")
                try stage.put("b")
                _ = try stage.finish()
            }
            #expect((try? result.get()) == nil || !point.isReached)
        }
        #expect(stops == 6)
    }

    @Test("counting is right when many threads work at once")
    func manyThreads() async throws {
        let operations = try await CrashPoints.operations {
            let stages = (0..<8).map { number in
                Stage<Never, Void>("test", capacity: 1) { [self] _ in
                    for round in 0..<10 { try work("\(number)-\(round)") }
                }
            }
            for stage in stages { try stage.finish() }
        }
        #expect(operations.count == 240)
    }

    @Test("a work without operations, or with too few or too many, is no success")
    func vacuous() async throws {
        await #expect(throws: CrashPoints.Vacuous.self) {
            try await CrashPoints.forEachStop { point in try await point.run {} }
        }
        await #expect(throws: CrashPoints.Vacuous.self) { try await CrashPoints.forEachStop { _ in } }
        await #expect(throws: CrashPoints.Vacuous.self) {
            try await CrashPoints.failing(.noSpace, at: 4) { try work() }
        }
        await #expect(throws: CrashPoints.Vacuous.self) {
            try await CrashPoints.forEachStop(limit: 2) { point in
                try folder.removeAll(RelativePath("a"))
                try await point.run { try work() }
            }
        }
    }
}
