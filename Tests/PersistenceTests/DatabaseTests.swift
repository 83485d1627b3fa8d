import Posix
import SQLite
import TestSupport
import Testing

@testable import Persistence

@Suite("A database", .temporaryDirectory)
struct DatabaseTests {
    private struct Stop: Error {}

    private var path: String { TemporaryDirectory.current + "/data.sqlite" }

    private func open() async throws -> Database { try await Database(.file(AbsolutePath(path))) }

    private func bytes(_ name: String = "data.sqlite") throws -> [UInt8]? {
        let folder = try Directory(opening: AbsolutePath(TemporaryDirectory.current))
        let file = try RelativePath(name)
        return try folder.info(file) == nil ? nil : folder.open(file).readAll(limit: 1 << 24)
    }

    private func append(_ subject: String, to database: Database) async throws {
        try await database.write { try $0.append(subject) }
    }

    private func subjects(_ database: Database) async throws -> [String] {
        try await database.read { try $0.subjects() }
    }

    @Test("is made with the whole schema, and opened again as it was")
    func reopening() async throws {
        let first = try await open()
        try await append("kept", to: first)
        try await first.close()
        let second = try await open()
        #expect(try await subjects(second) == ["kept"])
        let names = try await second.read {
            try $0.fetchAll("SELECT name FROM migrations ORDER BY rowid") { $0.text(0) }
        }
        #expect(names == Schema.migrations.map(\.name))
    }

    @Test("has strict tables only, and its foreign keys are checked")
    func strict() async throws {
        for database in [try await open(), try await Database(.memory)] {
            let loose = try await database.read { connection in
                try connection.fetchAll(
                    "SELECT name FROM pragma_table_list WHERE type = 'table' AND NOT strict AND name NOT LIKE 'sqlite_%'"
                ) { $0.text(0) }
            }
            #expect(loose == [])
            let enforced = try await database.write { try $0.fetchOne("PRAGMA foreign_keys") { $0.integer(0) } }
            #expect(enforced == 1)
        }
    }

    @Test("written by a newer version is refused and stays as it is")
    func tooNew() async throws {
        let first = try await open()
        try await first.write { connection in
            try connection.execute("INSERT INTO migrations (name, checksum) VALUES ('999-future', 1)")
        }
        try await first.close()
        let before = try bytes()
        let error = await #expect(throws: PersistenceError.self) { _ = try await open() }
        #expect(error?.code == .tooNew)
        #expect(error.map { "\($0)" }?.contains(path) == true)
        #expect(try bytes() == before)
    }

    @Test("with a migration that is not ours is refused and stays as it is")
    func foreign() async throws {
        let first = try await open()
        try await first.write {
            try $0.execute("UPDATE migrations SET checksum = checksum + 1 WHERE name = '001-schema'")
        }
        try await first.close()
        let before = try bytes()
        let error = await #expect(throws: PersistenceError.self) { _ = try await open() }
        #expect(error?.code == .foreign)
        #expect(try bytes() == before)
    }

    @Test("of an older shape is refused with what to do, and stays as it is")
    func olderShape() async throws {
        do {
            let connection = try Connection(path: path)
            try connection.executeScript(
                """
                PRAGMA journal_mode = WAL;
                CREATE TABLE migrations (name TEXT PRIMARY KEY, checksum INTEGER NOT NULL) STRICT;
                INSERT INTO migrations VALUES ('001-jobs', 1), ('002-npm', 2), ('003-artifacts', 3), ('004-findings', 4);
                CREATE TABLE trees (repository TEXT PRIMARY KEY) STRICT;
                """
            )
        }
        let before = try bytes()
        let error = await #expect(throws: PersistenceError.self) { _ = try await open() }
        #expect(error?.code == .foreign)
        #expect(
            error.map { "\($0)" }
                == "\(path) has the shape of another version of Packferry (001-jobs). Move it away and "
                + "start again: \(PersistenceError.loss)"
        )
        #expect(try bytes() == before)
    }

    @Test("that is none is refused and stays as it is")
    func notADatabase() async throws {
        let folder = try Directory(opening: AbsolutePath(TemporaryDirectory.current))
        let text = Array(String(repeating: "no database at all\n", count: 100).utf8)
        try AtomicFile.write(text, to: RelativePath("data.sqlite"), in: folder)
        let error = await #expect(throws: PersistenceError.self) { _ = try await open() }
        #expect(error?.code == .damaged && error?.path == path)
        #expect(error?.hint.contains("state restore FILE") == true)
        #expect(try bytes() == text)
    }

    @Test("cannot be opened where there is no folder for it")
    func noFolder() async throws {
        let path = try AbsolutePath(TemporaryDirectory.current + "/nowhere/data.sqlite")
        let error = await #expect(throws: PersistenceError.self) { _ = try await Database(.file(path)) }
        #expect(error?.code == .notPermitted && error?.path == path.string)
    }

    @Test("shows readers what was committed, and nothing else")
    func isolation() async throws {
        let database = try await open()
        let path = path
        let seen = try await database.write { connection in
            try connection.append("a")
            return try Connection(path: path, options: .init(readOnly: true)).subjects()
        }
        #expect(seen.isEmpty)
        #expect(try await subjects(database) == ["a"])
    }

    @Test("shows a reader one moment, whatever is written meanwhile")
    func moment() async throws {
        let database = try await open()
        let path = path
        let counts = try await database.read { connection in
            let before = try connection.subjects().count
            try Connection(path: path).append("meanwhile")
            return [before, try connection.subjects().count]
        }
        #expect(counts == [0, 0])
        #expect(try await subjects(database) == ["meanwhile"])
    }

    @Test("keeps nothing of a write that throws, and goes on")
    func rollback() async throws {
        for database in [try await open(), try await Database(.memory)] {
            await #expect(throws: Stop.self) {
                try await database.write { connection in
                    try connection.append("lost")
                    throw Stop()
                }
            }
            try await append("kept", to: database)
            #expect(try await subjects(database) == ["kept"])
        }
    }

    @Test("is not changed by readers, be it a file or in memory")
    func readersDoNotWrite() async throws {
        for database in [try await open(), try await Database(.memory)] {
            let error = await #expect(throws: SQLiteError.self) { try await database.read { try $0.append("x") } }
            #expect(error?.primaryCode == 8)
            try await append("kept", to: database)
            #expect(try await subjects(database) == ["kept"])
        }
    }

    @Test("takes writes from many tasks, one after the other, while others read")
    func concurrency() async throws {
        let database = try await open()
        try await withThrowingTaskGroup { group in
            for number in 0..<50 {
                group.addTask { try await database.write { try $0.append("\(number)") } }
                group.addTask { _ = try await database.read { try $0.subjects() } }
            }
            try await group.waitForAll()
        }
        #expect(try await Set(subjects(database)) == Set((0..<50).map { "\($0)" }))
    }

    @Test("knows whether it is sound")
    func soundness() async throws {
        let first = try await open()
        for number in 0..<200 { try await append("\(number)", to: first) }
        #expect(try await first.isSound())
        try await first.close()

        let folder = try Directory(opening: AbsolutePath(TemporaryDirectory.current))
        var damaged = try #require(try bytes())
        for index in damaged.indices.suffix(4096) { damaged[index] = 0xA5 }
        try AtomicFile.write(damaged, to: RelativePath("data.sqlite"), in: folder)
        let second = try await open()
        #expect(try await second.isSound() == false)
    }

    @Test("finishes what was asked for when it is closed, leaves one file, and answers nothing afterwards")
    func closing() async throws {
        let database = try await open()
        async let written: Void = append("kept", to: database)
        try await written
        try await database.close()
        try await database.close()
        #expect(try bytes("data.sqlite-wal") == nil)
        let read = await #expect(throws: PersistenceError.self) { _ = try await subjects(database) }
        #expect(read?.code == .closed)
        await #expect(throws: PersistenceError.self) { try await append("late", to: database) }
        #expect(try await subjects(open()) == ["kept"])
    }
}

@Suite("The audit")
struct AuditLogTests {
    @Test("keeps who did what to what, and when")
    func append() async throws {
        let database = try await Database(.memory)
        try await database.write { connection in
            let log = AuditLog(connection)
            try log.append(at: 7, initiator: "tester", action: "job-cancel", subject: "x", detail: "why")
        }
        let row = try await database.read { connection in
            try connection.fetchOne("SELECT at, initiator, action, subject, detail FROM audit") {
                ["\($0.integer(0))", $0.text(1), $0.text(2), $0.text(3), $0.text(4)]
            }
        }
        #expect(row == ["7", "tester", "job-cancel", "x", "why"])
    }

    @Test("names somebody")
    func initiator() async throws {
        let database = try await Database(.memory)
        let error = await #expect(throws: SQLiteError.self) {
            try await database.write { try AuditLog($0).append(at: 7, initiator: "", action: "a", subject: "s") }
        }
        #expect(error?.isConstraint == true)
    }

    @Test(
        "can only be appended to",
        arguments: [
            "UPDATE audit SET initiator = 'nobody'",
            "DELETE FROM audit",
            "INSERT OR REPLACE INTO audit (id, at, initiator, action, subject, detail) VALUES (1, 0, 'x', '', '', '')",
        ]
    )
    func appendOnly(sql: String) async throws {
        let database = try await Database(.memory)
        try await database.write { try $0.append("first") }
        let error = await #expect(throws: SQLiteError.self) { try await database.write { try $0.execute(sql) } }
        #expect(error?.message == "the audit table is append only")
        #expect(try await database.read { try $0.subjects() } == ["first"])
    }
}

extension Connection {
    fileprivate func append(_ subject: String) throws {
        try AuditLog(self).append(at: 0, initiator: "tester", action: "test", subject: subject)
    }

    fileprivate func subjects() throws -> [String] {
        try fetchAll("SELECT subject FROM audit ORDER BY id") { $0.text(0) }
    }
}
