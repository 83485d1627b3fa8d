import Posix
import TestSupport
import Testing

@Suite("Whole files", .temporaryDirectory)
struct AtomicFileTests {
    private let scene: Scene
    private let path: RelativePath
    private let new = [UInt8](repeating: 7, count: 100_000)

    init() throws {
        scene = try Scene()
        path = try RelativePath("folder/file")
        try scene.write("old", to: "folder/file")
    }

    private func write() throws { try AtomicFile.write(new, to: path, in: scene.root) }

    private func content() throws -> [UInt8] { try scene.root.open(path).readAll(limit: 1 << 20) }

    private func names() throws -> [String] {
        try scene.root.subdirectory(RelativePath("folder")).entries().map(\.name)
    }

    private func reset() throws {
        try scene.root.removeAll(RelativePath("folder"))
        try scene.write("old", to: "folder/file")
    }

    @Test("the file has its bytes and its mode, new or in place of another", arguments: [0o600, 0o400, 0o700])
    func written(_ mode: UInt32) throws {
        for text in ["folder/file", "fresh"] {
            let path = try RelativePath(text)
            try AtomicFile.write(new, to: path, in: scene.root, mode: mode)
            #expect(try scene.root.open(path).readAll(limit: 1 << 20) == new)
            #expect(try scene.root.info(path)?.mode == mode)
        }
        #expect(try names() == ["file"])
    }

    @Test("the bytes are durable before the name is, and the name before it returns")
    func durable() async throws {
        let operations = try await CrashPoints.operations { try write() }
        try #require(operations.map(\.kind) == [.create, .write, .fsync, .rename, .fsync])
        let temporary = "\(scene.root.path)/folder/file.tmp"
        #expect(operations[0].path == operations[2].path && operations[0].path.hasPrefix(temporary))
        #expect(operations[3].path == "\(scene.root.path)/folder/file")
        #expect(operations[4].path == "\(scene.root.path)/folder")
    }

    @Test("at the top of a folder it is the folder itself that is made durable")
    func durableAtTheTop() async throws {
        let operations = try await CrashPoints.operations {
            try AtomicFile.write([1], to: RelativePath("top"), in: scene.root)
        }
        #expect(operations.last?.kind == .fsync)
        #expect(operations.last?.path == scene.root.path.string)
    }

    @Test("whenever it stops, the file is the old one or the new one")
    func stops() async throws {
        var seen: [Bool] = []
        let stops = try await CrashPoints.forEachStop { point in
            try reset()
            try await point.run { try write() }
            let content = try content()
            #expect(content == new || content == Array("old".utf8))
            seen.append(content == new)
        }
        #expect(stops == 5)
        #expect(seen == [false, false, false, false, true, true])
    }

    @Test(
        "a failure leaves the old file, no temporary one, and the reason",
        arguments: [Errno.noSpace, .inputOutput, .quotaExceeded]
    )
    func failures(_ reason: Errno) async throws {
        let failures = try await CrashPoints.forEachFailure(reason) { point in
            try reset()
            let result = try await point.run { try write() }
            #expect(try names() == ["file"])
            guard point.isReached else { return }
            let error = #expect(throws: SystemError.self) { try result.get() }
            #expect(error?.errno == reason)
            // The fifth makes the rename durable: it has happened.
            #expect(try content() == (point.number < 5 ? Array("old".utf8) : new))
        }
        #expect(failures == 5)
    }

    @Test("a body that gives up leaves the old file and no temporary one")
    func bodyThrows() throws {
        let mine = SystemError(operation: "test", path: "", errno: .interrupted)
        #expect(throws: mine) {
            try AtomicFile.write(to: path, in: scene.root) { (file: borrowing Descriptor) throws(SystemError) in
                try file.write([1, 2, 3])
                throw mine
            }
        }
        #expect(try content() == Array("old".utf8))
        #expect(try names() == ["file"])
    }

    @Test("what cannot be replaced is left, with no temporary file beside it")
    func folderInTheWay() throws {
        let folder = try RelativePath("folder")
        #expect(errno { try AtomicFile.write(new, to: folder, in: scene.root) } == .isDirectory)
        #expect(try scene.root.entries().map(\.name) == ["folder"])
        #expect(errno { try AtomicFile.write(new, to: RelativePath("no/file"), in: scene.root) } == .noEntry)
    }

    @Test("a name without room for the temporary suffix is refused as too long")
    func longName() throws {
        let path = try RelativePath(String(repeating: "x", count: 250))
        #expect(errno { try AtomicFile.write(new, to: path, in: scene.root) } == .nameTooLong)
    }

    @Test("what was left over is removed, ours and npm's, and neither anything else nor what is young")
    func leftovers() throws {
        let others = ["file.tmp", "file.tmp-", "file.tmp1x", "other.tmp1", "tmp1"]
        for name in others + ["file.tmp123", "file.tmp-456"] { try scene.write("x", to: "folder/\(name)") }
        let kept = ["file"] + others
        let folder = try scene.root.subdirectory(RelativePath("folder"))
        try AtomicFile.removeLeftovers(in: folder, unchangedFor: .seconds(3600)) { _ in true }
        #expect(try names().count == kept.count + 2)
        try AtomicFile.removeLeftovers(in: folder) { $0 == "file" }
        #expect(try names().sorted() == kept.sorted())
    }

    @Test("who reads meanwhile sees one whole file or the other", .ends)
    func readers() throws {
        let writer = Stage<Never, Void>("writer", capacity: 1) { [self] _ in
            for round in 0..<20 {
                let bytes = [UInt8](repeating: UInt8(round), count: 10_000 + round)
                try AtomicFile.write(bytes, to: path, in: scene.root)
            }
        }
        for _ in 0..<100 {
            let content = try content()
            guard content != Array("old".utf8), let first = content.first else { continue }
            #expect(content == [UInt8](repeating: first, count: 10_000 + Int(first)))
        }
        try writer.finish()
        #expect(try content().count == 10_019)
    }
}
