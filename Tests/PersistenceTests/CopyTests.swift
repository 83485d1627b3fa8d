import Posix
import SQLite
import TestSupport
import Testing

@testable import Persistence

@Suite("A copy of a database", .temporaryDirectory)
struct CopyTests {
    private let folder: Directory
    private let live: AbsolutePath
    private let backup: AbsolutePath

    init() throws {
        folder = try Directory(opening: AbsolutePath(TemporaryDirectory.current))
        live = folder.path.appending("data.sqlite")
        backup = folder.path.appending("copy.sqlite")
    }

    private func append(_ subject: String, to database: Database) async throws {
        try await database.write { connection in
            try AuditLog(connection).append(at: 0, initiator: "test", action: "append", subject: subject)
        }
    }

    private func subjects(_ database: Database) async throws -> [String] {
        try await database.read { try $0.fetchAll("SELECT subject FROM audit ORDER BY id") { $0.text(0) } }
    }

    private func write(_ text: String, _ name: String) throws {
        try AtomicFile.write(Array(text.utf8), to: RelativePath(name), in: folder)
    }

    private func names() throws -> [String] { try folder.entries().map(\.name).sorted() }

    @Test("is of one moment, one file, and made while others write")
    func backsUp() async throws {
        let database = try await Database(.file(live))
        try await append("before", to: database)
        try DatabaseBackup.write(live, to: backup)
        try await append("after", to: database)
        #expect(try await subjects(database) == ["before", "after"])
        try await database.close()
        #expect(try names() == ["copy.sqlite", "data.sqlite"])
        #expect(try await subjects(Database(.file(backup))) == ["before"])
    }

    @Test("in memory takes what is written to it, and the file stays as it is")
    func inMemory() async throws {
        let database = try await Database(.file(live))
        try await append("before", to: database)
        let copy = try await Database(.copy(of: live))
        try await append("tried", to: copy)
        #expect(try await subjects(copy) == ["before", "tried"])
        #expect(try await subjects(database) == ["before"])
    }

    @Test("that is only tried is checked, and nothing is written")
    func tried() async throws {
        let database = try await Database(.file(live))
        try await append("before", to: database)
        try DatabaseBackup.write(live, to: backup)
        try await database.close()
        let before = try names()
        #expect(try DatabaseBackup.trying(live, to: folder.path.appending("other.sqlite")) > 0)
        let kept = try DatabaseRestore.trying(of: backup, over: live, keeping: ".kept")
        #expect(kept == folder.path.appending("data.sqlite.kept"))
        try write("text", "text.sqlite")
        #expect(throws: PersistenceError.self) {
            try DatabaseRestore.trying(of: folder.path.appending("text.sqlite"), over: live, keeping: ".kept")
        }
        #expect(throws: PersistenceError.self) {
            try DatabaseBackup.trying(live, to: folder.path.appending("text.sqlite"))
        }
        #expect(try names() == (before + ["text.sqlite"]).sorted())
    }

    @Test("takes the place of an older copy, and of nothing else")
    func replaces() async throws {
        let database = try await Database(.file(live))
        try DatabaseBackup.write(live, to: backup)
        try await append("later", to: database)
        try DatabaseBackup.write(live, to: backup)
        try write("a letter", "letter.txt")
        for name in ["letter.txt", "data.sqlite"] {
            let path = folder.path.appending(try RelativePath(name))
            let error = #expect(throws: PersistenceError.self) { try DatabaseBackup.write(live, to: path) }
            #expect(error?.code == .taken && error?.path == path.string)
        }
        try await database.close()
        #expect(try await subjects(Database(.file(backup))) == ["later"])
    }

    @Test("of a database that is not there is not made")
    func nothing() throws {
        let error = #expect(throws: PersistenceError.self) { try DatabaseBackup.write(live, to: backup) }
        #expect(error?.code == .absent && error?.path == live.string)
        #expect(try names() == [])
    }

    @Test("comes back whole, whatever lies beside the database that was there, and that one is kept")
    func restores() async throws {
        let first = try await Database(.file(live))
        try await append("kept", to: first)
        try DatabaseBackup.write(live, to: backup)
        try await append("lost", to: first)
        // As a process that was killed leaves it: the last transactions are in the log alone.
        let log = try folder.open(RelativePath("data.sqlite-wal")).readAll(limit: 1 << 24)
        let half = try folder.open(RelativePath("data.sqlite")).readAll(limit: 1 << 24)
        try await first.close()
        try AtomicFile.write(half, to: RelativePath("data.sqlite"), in: folder)
        try AtomicFile.write(log, to: RelativePath("data.sqlite-wal"), in: folder)
        try write("stale", "data.sqlite-shm")

        let kept = try #require(try DatabaseRestore(of: backup, over: live, keeping: ".old").run())
        #expect(try names() == ["copy.sqlite", "data.sqlite", "data.sqlite.old", "data.sqlite.old-wal"])
        let restored = try await Database(.file(live))
        #expect(try await subjects(restored) == ["kept"])
        #expect(try await subjects(Database(.file(kept))) == ["kept", "lost"])
    }

    @Test("may have been made by hand, with its log beside it")
    func copiedByHand() async throws {
        let first = try await Database(.file(live))
        try await append("in the log", to: first)
        for ending in ["", "-wal"] {
            let bytes = try folder.open(RelativePath("data.sqlite\(ending)")).readAll(limit: 1 << 24)
            try AtomicFile.write(bytes, to: RelativePath("copy.sqlite\(ending)"), in: folder)
        }
        try await first.close()
        try folder.removeAll(RelativePath("data.sqlite"))
        #expect(try DatabaseRestore(of: backup, over: live, keeping: ".old").run() == nil)
        #expect(try await subjects(Database(.file(live))) == ["in the log"])
    }

    @Test(
        "that cannot be used is refused, and nothing changes",
        arguments: ["text", "torn", "foreign", "newer", "absent", "itself"]
    )
    func refuses(fault: String) async throws {
        let database = try await Database(.file(live))
        for number in 0..<200 { try await append("\(number)", to: database) }
        try DatabaseBackup.write(live, to: backup)
        try await database.close()
        try damage(fault)
        let before = try folder.open(RelativePath("data.sqlite")).readAll(limit: 1 << 24)
        let source = fault == "itself" ? live : backup
        let error = #expect(throws: PersistenceError.self) {
            try DatabaseRestore(of: source, over: live, keeping: ".old").run()
        }
        #expect(error?.path == source.string)
        let code: PersistenceError.Code =
            switch fault {
            case "newer": .tooNew
            case "absent": .absent
            case "itself": .taken
            default: .damaged
            }
        #expect(error?.code == code, "\(error.map { "\($0)" } ?? "")")
        #expect(try folder.open(RelativePath("data.sqlite")).readAll(limit: 1 << 24) == before)
        #expect(try names().filter { $0.hasPrefix("data") } == ["data.sqlite"])
    }

    private func damage(_ fault: String) throws {
        switch fault {
        case "text": try write(String(repeating: "a letter\n", count: 100), "copy.sqlite")
        case "torn":
            let bytes = try folder.open(RelativePath("copy.sqlite")).readAll(limit: 1 << 24)
            try AtomicFile.write(Array(bytes.dropLast(5000)), to: RelativePath("copy.sqlite"), in: folder)
        case "foreign":
            try folder.removeAll(RelativePath("copy.sqlite"))
            try Connection(path: backup.string).execute("CREATE TABLE letters (text TEXT)")
        case "newer":
            try Connection(path: backup.string).execute("INSERT INTO migrations VALUES ('999-future', 1)")
        case "absent": try folder.removeAll(RelativePath("copy.sqlite"))
        default: break
        }
    }
}
