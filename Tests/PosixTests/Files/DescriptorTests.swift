import Glibc
import Posix
import TestSupport
import Testing

@Suite("Open files", .temporaryDirectory)
struct DescriptorTests {
    private let scene: Scene

    init() throws { scene = try Scene() }

    private func file(_ content: [UInt8] = []) throws -> Descriptor {
        let file = try scene.root.create(RelativePath("file"))
        try file.write(content)
        try file.seek(to: 0)
        return file
    }

    /// The numbers of both ends of a pipe: to read from, to write to.
    private func pipe() throws -> (Int32, Int32) {
        var numbers: [Int32] = [-1, -1]
        try #require(unsafe Glibc.pipe(&numbers) == 0)
        return (numbers[0], numbers[1])
    }

    /// A pipe to read `content` from, whose other end is closed.
    private func source(of content: [UInt8]) throws -> Descriptor {
        let (source, sink) = try pipe()
        try Descriptor(owning: sink, path: "sink").write(content)
        return Descriptor(owning: source, path: "source")
    }

    @Test(
        "everything is read up to the limit, and one byte more is refused",
        arguments: [0, 1, 2, 4095, 4096, 100_000]
    )
    func readAll(_ count: Int) throws {
        let content = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
        let file = try file(content)
        #expect(try file.readAll(limit: count) == content)
        #expect(try file.readAll(limit: count) == [], "the offset stands at the end")
        try file.seek(to: 0)
        #expect(try file.readAll(limit: .max) == content)
        guard count > 0 else { return }
        try file.seek(to: 0)
        #expect(errno { _ = try file.readAll(limit: count - 1) }?.rawValue == EFBIG)
    }

    @Test(
        "a file whose size is not known beforehand is read whole, and the limit holds",
        arguments: [1, 2, 3, 64, 4096, 60_000]
    )
    func readAllOfUnknownSize(_ count: Int) throws {
        let content = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
        for limit in [count - 1, count, count + 1, .max] {
            let source = try source(of: content)
            let result = try? source.readAll(limit: limit)
            #expect(result == (limit < count ? nil : content))
        }
    }

    @Test("a read gives what is there, however much was asked for")
    func shortReads() throws {
        let (readEnd, writeEnd) = try pipe()
        let source = Descriptor(owning: readEnd, path: "source")
        let sink = Descriptor(owning: writeEnd, path: "sink")
        var buffer = [UInt8](repeating: 0, count: 10)
        try sink.write([1, 2, 3])
        #expect(try source.read(into: &buffer) == 3)
        #expect(buffer == [1, 2, 3, 0, 0, 0, 0, 0, 0, 0])
        try sink.write([4])
        #expect(try source.read(into: &buffer) == 1)
        #expect(buffer.prefix(3) == [4, 2, 3])
    }

    @Test("reading at an offset leaves the current one alone")
    func readAtOffset() throws {
        let file = try file([1, 2, 3, 4, 5])
        var buffer = [UInt8](repeating: 0, count: 2)
        #expect(try file.read(into: &buffer, at: 3) == 2)
        #expect(buffer == [4, 5])
        #expect(try file.read(into: &buffer, at: 4) == 1)
        #expect(try file.read(into: &buffer, at: 5) == 0)
        #expect(try file.read(into: &buffer) == 2)
        #expect(buffer == [1, 2])
        var nothing: [UInt8] = []
        #expect(try file.read(into: &nothing) == 0)
    }

    @Test("writing goes on where it stopped, appending at the end")
    func writing() throws {
        let file = try file()
        try file.write([1, 2])
        try file.write([])
        try file.write(RawSpan())
        try file.write([3])
        let other = try scene.root.openForAppending(RelativePath("file"))
        try other.write([4])
        try file.seek(to: 0)
        #expect(try file.readAll(limit: 10) == [1, 2, 3, 4])
    }

    @Test("cutting and filling up change the size")
    func truncating() throws {
        let file = try file([1, 2, 3])
        try file.truncate(to: 2)
        try file.truncate(to: 4)
        #expect(try file.readAll(limit: 10) == [1, 2, 0, 0])
    }

    @Test("a full disk is reported with the file's name")
    func fullDisk() throws {
        let devices = try Directory(opening: AbsolutePath("/dev"))
        let file = try devices.openForAppending(RelativePath("full"))
        let error = #expect(throws: SystemError.self) { try file.write([1]) }
        #expect(error == SystemError(operation: "write", path: "/dev/full", errno: .noSpace))
        #expect(error?.isOutOfSpace == true)
    }

    @Test("a folder cannot be read as a file")
    func folder() throws {
        try scene.root.makeDirectories(RelativePath("a"))
        let folder = try scene.root.open(RelativePath("a"))
        #expect(errno { _ = try folder.readAll(limit: 1 << 20) } == .isDirectory)
    }

    @Test("what the system says to a close is passed on")
    func closing() throws {
        try file().close()
        let error = #expect(throws: SystemError.self) {
            // No process has so many open files.
            try Descriptor(owning: 987_654_321, path: "/a").close()
        }
        #expect(error == SystemError(operation: "close", path: "/a", errno: Errno(rawValue: EBADF)))
    }

    @Test("every call on a bad descriptor is an error that names it")
    func badDescriptor() {
        let file = Descriptor(owning: 987_654_321, path: "/a")
        var buffer: [UInt8] = [0]
        let calls: [String: Errno?] = [
            "read": errno { _ = try file.read(into: &buffer) },
            "pread": errno { _ = try file.read(into: &buffer, at: 0) },
            "write": errno { try file.write([1]) },
            "fsync": errno { try file.synchronize() },
            "syncfs": errno { try file.synchronizeFileSystem() },
            "stat": errno { _ = try file.info() },
            "seek": errno { try file.seek(to: 0) },
            "space": errno { _ = try file.space() },
            "mode": errno { try file.changeMode(0) },
            "owner": errno { try file.changeOwner(0, group: 0) },
            "truncate": errno { try file.truncate(to: 0) },
        ]
        for (call, reason) in calls { #expect(reason?.rawValue == EBADF, "\(call)") }
    }

    @Test("a dropped descriptor is closed", .ends)
    func dropped() throws {
        // Were it open still, the end of the pipe would never come.
        #expect(try source(of: [1, 2]).readAll(limit: 10) == [1, 2])
    }

    @Test("nothing that is opened is handed down to child processes")
    func closedOnExec() throws {
        let (existing, folder) = try (RelativePath("file"), RelativePath("folder"))
        let file = try file()
        try scene.root.makeDirectories(folder)
        let opened = try scene.root.open(existing)
        let appending = try scene.root.openForAppending(existing)
        let inner = try scene.root.subdirectory(folder)
        #expect(try file.withFileDescriptor { try OpenFiles.closesOnExec($0) })
        #expect(try opened.withFileDescriptor { try OpenFiles.closesOnExec($0) })
        #expect(try appending.withFileDescriptor { try OpenFiles.closesOnExec($0) })
        #expect(try inner.descriptor.withFileDescriptor { try OpenFiles.closesOnExec($0) })
        let root = try Directory(opening: scene.root.path)
        #expect(try root.descriptor.withFileDescriptor { try OpenFiles.closesOnExec($0) })
        let (source, sink) = try pipe()
        #expect(try !OpenFiles.closesOnExec(source), "the check can tell")
        for number in [source, sink] { try Descriptor(owning: number, path: "pipe").close() }
    }

    @Test("every operation asks the gate first, under its own name")
    func operations() async throws {
        let file = try file()
        let info = try file.info()
        let operations = try await CrashPoints.operations {
            try file.write([1])
            try file.truncate(to: 0)
            try file.synchronize()
            try file.synchronizeFileSystem()
            try file.changeMode(0o600)
            try file.changeOwner(info.owner, group: info.group)
        }
        #expect(operations.map(\.kind) == [.write, .truncate, .fsync, .syncfs, .changeMode, .changeOwner])
        #expect(operations.allSatisfy { $0.path == file.path })
    }
}
