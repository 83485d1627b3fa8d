import Posix
import Synchronization
import TestSupport
import Testing

@Suite("Calls that are interrupted, or do less than was asked", .temporaryDirectory)
struct InterruptedCallTests {
    private let folder: Directory

    init() throws { folder = try Directory(opening: AbsolutePath(TemporaryDirectory.current)) }

    /// What each of the calls that may be made again does.
    private func work() throws {
        let file = try folder.create(RelativePath("a"))
        try file.write(Array("0123456789".utf8))
        try file.truncate(to: 8)
        try file.synchronize()
        try folder.openForAppending(RelativePath("a")).write(Array("xyz".utf8))
        try folder.synchronize()
        try folder.synchronizeFileSystem()
    }

    private var content: String {
        get throws { String(decoding: try folder.open(RelativePath("a")).readAll(limit: 99), as: UTF8.self) }
    }

    @Test("a call that says it was interrupted is made again")
    func interrupted() throws {
        let asked = Mutex(0)
        try FileOperation.$gate.withValue { operation throws(SystemError) in
            let isFirst = asked.withLock { count in
                count += 1
                return count % 2 == 1
            }
            guard isFirst else { return }
            throw SystemError(operation: "\(operation.kind)", path: operation.path, errno: .interrupted)
        } operation: {
            try work()
        }
        #expect(try content == "01234567xyz")
        #expect(asked.withLock { $0 } == 16)
    }

    @Test("a write that takes less than it was given goes on with the rest", arguments: [1, 3, 10, 11])
    func shortWrites(longest: Int) throws {
        let writes = Mutex(0)
        let gate = FileOperation.Gate(longestWrite: longest) { operation in
            if operation.kind == .write { writes.withLock { $0 += 1 } }
        }
        try FileOperation.$gate.withValue(gate) { try work() }
        #expect(try content == "01234567xyz")
        #expect(writes.withLock { $0 } == (10 + longest - 1) / longest + (3 + longest - 1) / longest)
    }

    @Test("a disk that is full in the middle of a write says so, and leaves what it took")
    func fullInTheMiddle() throws {
        let writes = Mutex(0)
        let gate = FileOperation.Gate(longestWrite: 4) { operation throws(SystemError) in
            let isSecond =
                operation.kind == .write
                && writes.withLock { count in
                    count += 1
                    return count == 2
                }
            guard isSecond else { return }
            throw SystemError(operation: "write", path: operation.path, errno: .noSpace)
        }
        let error = #expect(throws: SystemError.self) { try FileOperation.$gate.withValue(gate) { try work() } }
        #expect(error?.errno == .noSpace)
        #expect(try content == "0123")
    }

    @Test("folders that are made to last are synchronised where they are named, and only those that were missing")
    func folders() async throws {
        try folder.makeDirectories(RelativePath("a"))
        let path = try RelativePath("a/b/c")
        let operations = try await CrashPoints.operations { try AtomicFile.makeFolders(path, in: folder) }
        #expect(operations.map(\.kind) == [.makeDirectory, .makeDirectory, .fsync, .fsync])
        #expect(operations.map(\.path) == ["a/b", "a/b/c", "a", "a/b"].map { "\(folder.path)/\($0)" })
    }
}
