import Glibc
import Posix
import TestSupport
import Testing

@Suite("Locks between processes", .temporaryDirectory)
struct FileLockTests {
    private let scene: Scene
    private let path: RelativePath

    init() throws {
        scene = try Scene()
        path = try RelativePath("lock")
    }

    private func acquire(_ holder: String = "test") throws -> FileLock? {
        try FileLock.acquire(path, in: scene.root, holder: holder)
    }

    @Test("who comes second gets nothing until the first lets go")
    func exclusive() throws {
        var first = try acquire("first")
        #expect(first != nil)
        #expect(try acquire("second") == nil)
        #expect(FileLock.holder(of: path, in: scene.root) == "first", "the second left no trace")
        first = nil
        let third = try acquire("third")
        #expect(third != nil)
        #expect(FileLock.holder(of: path, in: scene.root) == "third")
        withExtendedLifetime(third) {}
    }

    @Test("another process sees the lock, and sees it go", .needs("python3"))
    func processes() throws {
        let script = """
            import fcntl, struct
            with open("lock", "a") as file:
                try: fcntl.fcntl(file, 37, struct.pack("hhqqi4x", fcntl.F_WRLCK, 0, 0, 0, 0))
                except BlockingIOError: exit(9)
            """
        let tool = StockTool("python3")
        var lock = try acquire()
        #expect(lock != nil)
        #expect(try tool.run(["-c", script], in: scene.root.path.string).status == 9)
        lock = nil
        #expect(try tool.run(["-c", script], in: scene.root.path.string).status == 0)
    }

    @Test("asking whether it is held takes nothing and writes nothing")
    func asking() throws {
        #expect(try !FileLock.isHeld(path, in: scene.root))
        #expect(try scene.root.info(path) == nil, "asking made no file")
        var lock = try acquire("somebody")
        #expect(try FileLock.isHeld(path, in: scene.root))
        #expect(FileLock.holder(of: path, in: scene.root) == "somebody")
        withExtendedLifetime(lock) {}
        lock = nil
        #expect(try !FileLock.isHeld(path, in: scene.root))
        #expect(try acquire("next") != nil, "nobody was kept off")
    }

    @Test("the holder's text replaces a longer one and stays on one line")
    func holder() throws {
        _ = try acquire("a holder with a long text")
        let lock = try acquire("short\n\u{1B}[2J")
        #expect(try scene.read("lock") == "short\n\u{1B}[2J\n")
        #expect(FileLock.holder(of: path, in: scene.root) == #"short\u{1b}[2J"#)
        withExtendedLifetime(lock) {}
    }

    @Test("a lock file that is absent, empty, foreign or huge has no holder worth a name")
    func noHolder() throws {
        #expect(FileLock.holder(of: path, in: scene.root).isEmpty)
        try scene.write("", to: "empty")
        #expect(try FileLock.holder(of: RelativePath("empty"), in: scene.root).isEmpty)
        try scene.file(named: Array("bytes".utf8))
        try scene.root.openForAppending(RelativePath("bytes")).write([0x61, 0xFF, 0x0A])
        #expect(try FileLock.holder(of: RelativePath("bytes"), in: scene.root) == "a\u{FFFD}")
        try scene.write(String(repeating: "x", count: 5000), to: "huge")
        #expect(try FileLock.holder(of: RelativePath("huge"), in: scene.root).isEmpty)
    }

    @Test("letting go frees the lock even while a copy of the descriptor is about, as in a child just forked")
    func copies() throws {
        var lock = try acquire()
        #expect(lock != nil)
        let number = try #require(try OpenFiles.numbers(of: "\(scene.root.path)/lock").first)
        let copy = Descriptor(owning: dup(number), path: "copy")
        lock = nil
        let second = try acquire()
        #expect(second != nil)
        try copy.close()
        withExtendedLifetime(second) {}
    }

    @Test("a lock that could not be written down is not held", arguments: [1, 2, 3])
    func failure(_ number: Int) async throws {
        try await CrashPoints.failing(.noSpace, at: number) { _ = try acquire() }
        let lock = try acquire()
        #expect(lock != nil)
        withExtendedLifetime(lock) {}
    }
}
