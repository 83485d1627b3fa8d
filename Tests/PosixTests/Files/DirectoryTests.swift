import Posix
import TestSupport
import Testing

@Suite("Folders", .temporaryDirectory)
struct DirectoryTests {
    private let scene: Scene
    private var root: Directory { scene.root }

    init() throws { scene = try Scene() }

    @Test("missing folders are made and named, parents first; what is there is left alone")
    func makeDirectories() throws {
        #expect(try root.makeDirectories(RelativePath("a/b/c")).map(\.string) == ["a", "a/b", "a/b/c"])
        #expect(try root.makeDirectories(RelativePath("a/b/c")).isEmpty)
        #expect(try root.makeDirectories(RelativePath("a/b")).isEmpty)
        #expect(try root.makeDirectories(RelativePath("a/b/d")).map(\.string) == ["a/b/d"])
        #expect(try root.makeDirectories(RelativePath("p/q"), mode: 0o700).count == 2)
        #expect(try root.info(RelativePath("p/q"))?.mode == 0o700)
    }

    @Test("a folder was made when it was made, under every name, and a copy of it when that was")
    func born() throws {
        try root.makeDirectories(RelativePath("first"))
        let born = try root.subdirectory(RelativePath("first")).born()
        try root.rename(RelativePath("first"), to: RelativePath("renamed"))
        #expect(try root.subdirectory(RelativePath("renamed")).born() == born)
        // File systems that keep no such time are told from those that do.
        let made = try root.subdirectory(RelativePath("renamed")).info().changed
        if let born { #expect(born > 0 && born <= made) }
    }

    @Test("folders that are there cost no operation, missing ones one each")
    func makeDirectoriesOperations() async throws {
        let path = try RelativePath("a/b")
        let first = try await CrashPoints.operations { try root.makeDirectories(path) }
        #expect(first.map(\.kind) == [.makeDirectory, .makeDirectory])
        #expect(first.map(\.path) == ["\(root.path)/a", "\(root.path)/a/b"])
        #expect(try await CrashPoints.operations { try root.makeDirectories(path) }.isEmpty)
    }

    @Test("a file in the way of a folder is reported", arguments: ["file", "file/a", "file/a/b"])
    func fileInTheWay(_ path: String) throws {
        try scene.write("x", to: "file")
        #expect(errno { try root.makeDirectories(RelativePath(path)) } == .notDirectory)
        #expect(try scene.read("file") == "x")
    }

    @Test("opening a folder makes it with its parents, each durable in the one above")
    func making() async throws {
        let path = try AbsolutePath("\(root.path)/x/\u{301}y")
        let operations = try await CrashPoints.operations { _ = try Directory.making(path, mode: 0o700) }
        #expect(operations.map(\.kind) == [.makeDirectory, .fsync, .makeDirectory, .fsync])
        #expect(
            operations.map(\.path) == ["\(root.path)/x", "\(root.path)", "\(root.path)/x/\u{301}y", "\(root.path)/x"]
        )
        #expect(try await CrashPoints.operations { _ = try Directory.making(path) }.isEmpty)
        #expect(try Directory.making(path).info().mode == 0o700)
    }

    @Test("a folder that cannot be made is reported: a file or a dangling link has its name")
    func makingInVain() throws {
        try scene.write("x", to: "file")
        try scene.link("dangling", to: "nowhere")
        #expect(errno { _ = try Directory.making(AbsolutePath("\(root.path)/file")) } == .notDirectory)
        #expect(errno { _ = try Directory.making(AbsolutePath("\(root.path)/file/a")) } == .notDirectory)
        #expect(errno { _ = try Directory.making(AbsolutePath("\(root.path)/dangling")) } == .noEntry)
    }

    @Test("the path a folder is opened by may go through links: it is the operator's")
    func operatorsLinks() throws {
        try scene.link("door", to: "../outside")
        let folder = try Directory(opening: AbsolutePath("\(root.path)/door"))
        #expect(try folder.info(RelativePath("secret"))?.kind == .regular)
    }

    @Test("opening what is no folder, or is not there, says which and why")
    func openingInVain() throws {
        try scene.write("x", to: "file")
        let path = try AbsolutePath("\(root.path)/file")
        #expect(throws: SystemError(operation: "open folder", path: path.string, errno: .notDirectory)) {
            _ = try Directory(opening: path)
        }
        #expect(throws: SystemError(operation: "open folder", path: "\(root.path)/no", errno: .noEntry)) {
            _ = try root.subdirectory(RelativePath("no"))
        }
    }

    @Test("what is known of a file is what the system knows")
    func info() throws {
        try scene.write("12345", to: "a/file")
        let path = try RelativePath("a/file")
        try root.changeMode(path, 0o640)
        try root.link(path, to: RelativePath("second"))
        let info = try #require(try root.info(path))
        #expect(info.kind == .regular)
        #expect(info.size == 5)
        #expect(info.mode == 0o640)
        #expect(info.links == 2)
        #expect(info == (try root.info(RelativePath("second"))))
        #expect(info.device == (try root.info().device))
        #expect(info.inode != (try root.info().inode))
        #expect(info.modified > 1_500_000_000_000_000_000 && info.changed >= info.modified)
        #expect(try root.info(RelativePath("a"))?.kind == .directory)
    }

    @Test("of a link its own data are given, of a FIFO that it is no file")
    func infoOfOthers() throws {
        try scene.write("long content", to: "file")
        try scene.link("link", to: "file")
        try scene.fifo("fifo")
        let link = try #require(try root.info(RelativePath("link")))
        #expect(link.kind == .link)
        #expect(link.size == 4)
        #expect(try root.info(RelativePath("fifo"))?.kind == .other)
    }

    @Test("what is not there has no data", arguments: ["absent", "absent/too", "file/beneath"])
    func infoOfAbsent(_ path: String) throws {
        try scene.write("x", to: "file")
        #expect(try root.info(RelativePath(path)) == nil)
    }

    @Test("a FIFO does not hold up who opens it", .ends)
    func fifo() throws {
        try scene.fifo("fifo")
        let file = try root.open(RelativePath("fifo"))
        #expect(try file.info().kind == .other)
        #expect(try file.readAll(limit: 10).isEmpty)
    }

    @Test("owner, group and mode are set together")
    func changeOwner() throws {
        try scene.write("x", to: "file")
        let path = try RelativePath("file")
        let own = try root.info()
        // Anybody may give a file to himself; to somebody else only root may.
        let (owner, group) = own.owner == 0 ? (12345, 54321) : (own.owner, own.group)
        try root.changeOwner(path, owner: owner, group: group, mode: 0o604)
        let info = try #require(try root.info(path))
        #expect((info.owner, info.group, info.mode) == (owner, group, 0o604))
    }

    @Test("there is room, and no more of it than there is in all")
    func space() throws {
        let space = try root.space()
        #expect(space.totalBytes > 0)
        #expect((0...space.totalBytes).contains(space.availableBytes))
        #expect(space.availableFiles > 0)
    }
}
