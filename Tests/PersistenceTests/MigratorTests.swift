import Posix
import SQLite
import TestSupport
import Testing

@testable import Persistence

@Suite("Migrations", .temporaryDirectory)
struct MigratorTests {
    private static let first = Migration(name: "001-a", sql: "CREATE TABLE a (v TEXT) STRICT;")
    private static let second = Migration(
        name: "002-b",
        sql: "CREATE TABLE b (v TEXT) STRICT; INSERT INTO b VALUES ('once');"
    )

    private var path: String { TemporaryDirectory.current + "/data.sqlite" }

    private func migrate(_ migrations: [Migration]) throws {
        try Migrator(Connection(path: path), path: path).run(migrations)
    }

    private func rows(_ sql: String) throws -> [String] { try Connection(path: path).fetchAll(sql) { $0.text(0) } }

    @Test("are applied in order, each once")
    func once() throws {
        try migrate([Self.first])
        try migrate([Self.first, Self.second])
        try migrate([Self.first, Self.second])
        #expect(try rows("SELECT name FROM migrations ORDER BY rowid") == ["001-a", "002-b"])
        #expect(try rows("SELECT v FROM b") == ["once"])
    }

    @Test("are applied whole or not at all")
    func failing() throws {
        let bad = Migration(name: "002-bad", sql: "CREATE TABLE b (v TEXT) STRICT; INSERT INTO nowhere VALUES (1);")
        #expect(throws: SQLiteError.self) { try migrate([Self.first, bad]) }
        #expect(try rows("SELECT name FROM migrations") == ["001-a"])
        #expect(try rows("SELECT name FROM sqlite_master WHERE name = 'b'").isEmpty)
        try migrate([Self.first, Self.second])
        #expect(try rows("SELECT v FROM b") == ["once"])
    }

    @Test("are applied once where several processes open a new database at the same time")
    func together() async throws {
        for round in 0..<10 {
            let file = try AbsolutePath("\(TemporaryDirectory.current)/together-\(round).sqlite")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<6 { group.addTask { _ = try await Database(.file(file)) } }
                try await group.waitForAll()
            }
        }
    }

    @Test("of a newer version are refused, with what to do")
    func tooNew() throws {
        try migrate([Self.first, Self.second])
        let error = #expect(throws: PersistenceError.self) { try migrate([Self.first]) }
        #expect(error?.code == .tooNew)
        #expect(error?.path == path)
        #expect(error?.cause.contains("002-b") == true)
        #expect(error?.hint.isEmpty == false)
        #expect(try rows("SELECT v FROM b") == ["once"])
    }

    @Test("that were changed, renamed or swapped since are refused")
    func foreign() throws {
        try migrate([Self.first, Self.second])
        let changed = Migration(name: "001-a", sql: "CREATE TABLE a (v TEXT, w TEXT) STRICT;")
        let renamed = Migration(name: "001-z", sql: Self.first.sql)
        for known in [[changed, Self.second], [renamed, Self.second], [Self.second, Self.first]] {
            let error = #expect(throws: PersistenceError.self) { try migrate(known) }
            #expect(error?.code == .foreign)
        }
    }

    @Test("have checksums that stay the same from one build to the next")
    func checksum() {
        #expect(Migration(name: "x", sql: "").checksum == Int64(bitPattern: 0xCBF2_9CE4_8422_2325))
        #expect(Migration(name: "x", sql: "a").checksum == Int64(bitPattern: 0xAF63_DC4C_8601_EC8C))
        #expect(Migration(name: "x", sql: "foobar").checksum == Int64(bitPattern: 0x8594_4171_F739_67E8))
    }

    @Test("have names that sort in their order")
    func names() {
        let names = Schema.migrations.map(\.name)
        #expect(names == names.sorted())
        #expect(Set(names).count == names.count)
    }
}
