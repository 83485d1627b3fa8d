import Posix
import SQLite
import TestSupport
import Testing

@testable import Persistence

@Suite("The revision of a database", .temporaryDirectory)
struct RevisionTests {
    private static let places: [Bool] = [true, false]

    private func open(inFile: Bool) async throws -> Database {
        guard inFile else { return try await Database(.memory) }
        return try await Database(.file(AbsolutePath("\(TemporaryDirectory.current)/data.sqlite")))
    }

    private func append(_ subject: String, to database: Database) async throws {
        try await database.write { connection in
            try AuditLog(connection).append(at: 0, initiator: "test", action: "append", subject: subject)
        }
    }

    @Test("stays the same while it is only read", arguments: places)
    func reading(inFile: Bool) async throws {
        let database = try await open(inFile: inFile)
        try await append("first", to: database)
        let before = try await database.revision()
        for _ in 0..<3 {
            _ = try await database.read { try $0.fetchOne("SELECT COUNT(*) FROM audit") { $0.integer(0) } }
        }
        #expect(try await database.revision() == before)
    }

    @Test("is another one after each write that returned", arguments: places)
    func writing(inFile: Bool) async throws {
        let database = try await open(inFile: inFile)
        var seen = [try await database.revision()]
        for number in 0..<20 {
            try await append("\(number)", to: database)
            seen.append(try await database.revision())
        }
        try await database.writeDurably { try $0.execute("INSERT INTO artifact_names (id) VALUES ('a')") }
        seen.append(try await database.revision())
        #expect(Set(seen).count == seen.count)
    }

    @Test("is another one after what another process wrote to the file")
    func otherConnection() async throws {
        let database = try await open(inFile: true)
        let other = try await open(inFile: true)
        let before = try await database.revision()
        #expect(try await database.revision() == before)
        try await append("elsewhere", to: other)
        #expect(try await database.revision() != before)
    }
}
