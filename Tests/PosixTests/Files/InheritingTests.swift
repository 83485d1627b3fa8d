import Posix
import TestSupport
import Testing

@Suite("What root makes in somebody's folder", .temporaryDirectory)
struct InheritingTests {
    private static let user: UInt32 = 12_345

    @Test(
        "is theirs, folders and files alike, but for what was opened otherwise",
        .enabled(if: CurrentProcess.isRoot, "not run: only root may give files away")
    )
    func owner() throws {
        let home = try Directory.making(AbsolutePath("\(TemporaryDirectory.current)/home"))
        try home.descriptor.changeOwner(Self.user, group: Self.user)
        let made = try Directory.making(home.path.appending("own/state"))
        try made.makeDirectories(RelativePath("logs/jobs"))
        _ = try made.create(RelativePath("logs/jobs/1.log"))
        _ = try made.subdirectory(RelativePath("logs")).openForAppending(RelativePath("lock"))
        try AtomicFile.write([1], to: RelativePath("record.json"), in: made)
        for path in ["", "/logs", "/logs/jobs", "/logs/jobs/1.log", "/logs/lock", "/record.json"] {
            let info = try #require(try home.info(RelativePath("own/state\(path)")))
            #expect(info.owner == Self.user && info.group == Self.user, "\(path)")
        }
        try home.makeDirectories(RelativePath("other"))
        #expect(try home.info(RelativePath("other"))?.owner == 0)
    }

    @Test("stays whose it is where nobody gives anything away")
    func plain() throws {
        let path = try AbsolutePath("\(TemporaryDirectory.current)/a/b")
        let made = try Directory.making(path)
        #expect(try made.info().owner == CurrentProcess.user)
        #expect(try Directory.making(path).info().inode == made.info().inode)
    }

    @Test("a folder that is not there looks empty, and nothing is made in it")
    func absent() throws {
        let path = try AbsolutePath("\(TemporaryDirectory.current)/nothing")
        let folder = try Directory.orAbsent(path)
        #expect(try folder.entries().filter(\.isName).isEmpty && folder.path == path)
        #expect(try folder.info(RelativePath("x")) == nil)
        #expect(throws: SystemError.self) { _ = try folder.create(RelativePath("x")) }
        #expect(throws: SystemError.self) { try Directory(opening: path) }
    }
}
