import Posix
import TestSupport
import Testing

@Suite("Power cuts", .temporaryDirectory)
struct DurableImageTests {
    private let folder: Directory

    init() throws {
        folder = try Directory(opening: AbsolutePath(TemporaryDirectory.current))
        try folder.makeDirectories(RelativePath("a/b"), mode: 0o700)
        try folder.create(RelativePath("a/old"), mode: 0o600).write(Array("old".utf8))
        try folder.link(RelativePath("a/old"), to: RelativePath("a/b/again"))
    }

    private func listing() throws -> [String] { try Scene.listing(of: folder) }

    /// What is left when power is cut after `work`.
    private func left(by work: () throws -> Void) async throws -> [String] {
        let image = try DurableImage(of: folder)
        try await CrashPoints.operations(image, of: work)
        try image.cutPower()
        return try listing()
    }

    @Test("what was there before is there afterwards, second names included")
    func nothing() async throws {
        let before = try listing()
        #expect(
            before == [
                "a directory 700", "a/b directory 700", "a/b/again regular 600 2 old", "a/old regular 600 2 old",
            ]
        )
        #expect(try await left {} == before)
    }

    @Test("nothing that was not synchronised survives")
    func unsynchronised() async throws {
        let before = try listing()
        let after = try await left {
            try folder.unlink(RelativePath("a/old"))
            try folder.create(RelativePath("new")).write([0x31])
            try folder.openForAppending(RelativePath("a/b/again")).write([0x32])
            try folder.rename(RelativePath("a/b"), to: RelativePath("c"))
            try folder.makeDirectories(RelativePath("d/e"))
        }
        #expect(after == before)
    }

    @Test("a name without the content is an empty file, and content without the name is lost")
    func halves() async throws {
        let before = try listing()
        let after = try await left {
            try folder.create(RelativePath("name"), mode: 0o600).write([0x31])
            try folder.synchronize()
            let content = try folder.create(RelativePath("content"))
            try content.write([0x32])
            try content.synchronize()
        }
        #expect(after == before + ["name regular 600 1 "])
    }

    @Test("a file and its folder, both synchronised, survive; what was written later does not")
    func whole() async throws {
        let before = try listing()
        let after = try await left {
            try folder.makeDirectories(RelativePath("d"), mode: 0o700)
            let file = try folder.create(RelativePath("d/file"), mode: 0o600)
            try file.write([0x31])
            try file.synchronize()
            try file.write([0x32])
            try folder.synchronize(RelativePath("d"))
            try folder.synchronize()
        }
        #expect(after == before + ["d directory 700", "d/file regular 600 1 1"])
    }

    @Test("synchronising the file system keeps everything")
    func wholeFileSystem() async throws {
        var live: [String] = []
        let after = try await left {
            try folder.makeDirectories(RelativePath("d"), mode: 0o700)
            try folder.create(RelativePath("d/file")).write([0x31])
            try folder.removeAll(RelativePath("a"))
            try folder.synchronizeFileSystem()
            live = try listing()
        }
        #expect(live.count == 2)
        #expect(after == live)
    }

    /// Makes files that take over the inodes of those that were removed.
    private func makeSuccessors(synchronised: Bool) throws {
        for number in 0..<20 {
            let file = try folder.create(RelativePath("successor\(number)"))
            guard synchronised else { continue }
            try file.write([0x33])
            try file.synchronize()
        }
    }

    @Test("a file that takes over the inode of a lost one does not lend it its content")
    func inodes() async throws {
        let before = try listing()
        let after = try await left {
            try folder.create(RelativePath("name"), mode: 0o600).write([0x31])
            try folder.synchronize()
            for path in ["name", "a/old", "a/b/again"] { try folder.unlink(RelativePath(path)) }
            try makeSuccessors(synchronised: true)
        }
        #expect(after == before + ["name regular 600 1 "])
    }

    @Test("a file that takes over the inode of a lost one does not get its content")
    func inodesOfLostFiles() async throws {
        let after = try await left {
            let file = try folder.create(RelativePath("lost"))
            try file.write([0x31])
            try file.synchronize()
            try folder.unlink(RelativePath("lost"))
            try file.close()
            try makeSuccessors(synchronised: false)
            try folder.synchronize()
        }
        #expect(after.filter { $0.hasPrefix("successor") && $0.hasSuffix(" 1 ") }.count == 20)
    }

    @Test("an image can be used again after the cut")
    func twice() async throws {
        let image = try DurableImage(of: folder)
        try await CrashPoints.operations(image) { try AtomicFile.write([0x31], to: RelativePath("f"), in: folder) }
        try image.cutPower()
        try await CrashPoints.operations(image) { try folder.unlink(RelativePath("f")) }
        try image.cutPower()
        #expect(try listing().last?.hasPrefix("f regular") == true)
    }

    @Test("a sweep finds the fsync that was forgotten")
    func forgotten() async throws {
        let path = try RelativePath("f")
        var torn = 0
        try await CrashPoints.forEachStop { point in
            try folder.removeAll(path)
            try folder.create(path).write([0x30])
            let image = try DurableImage(of: folder)
            try await point.run(image) {
                try folder.create(RelativePath("t")).write([0x31])
                try folder.rename(RelativePath("t"), to: path)
                try folder.synchronize()
            }
            try image.cutPower()
            if try folder.open(path).readAll(limit: 9).isEmpty { torn += 1 }
        }
        #expect(torn == 1)
    }

    @Test("a work that the image cannot follow is an error, not a guess")
    func unfollowed() async throws {
        let image = try DurableImage(of: folder)
        try await CrashPoints.operations(image) {
            let file = try folder.create(RelativePath("f"))
            try folder.rename(RelativePath("f"), to: RelativePath("g"))
            try file.synchronize()
        }
        #expect(throws: (any Error).self) { try image.cutPower() }
    }
}
