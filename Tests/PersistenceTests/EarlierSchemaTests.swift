import Foundation
import Posix
import SQLite
import TestSupport
import Testing

@testable import Persistence

/// Databases that earlier versions left behind, step by step.
@Suite("A database of an earlier version", .temporaryDirectory)
struct EarlierSchemaTests {
    private static let names = Schema.migrations.dropLast().map(\.name)
    private static let folder =
        "/\(#filePath.split(separator: "/").dropLast(2).joined(separator: "/"))/Schemas"

    /// What the steps were when somebody first took them: they stay as they were.
    private static let checksums: [String: Int64] = [
        "001-schema": -145_306_227_444_843_497,
        "002-scans": -110_758_019_241_893_451,
        "003-history": 8_940_250_650_939_375_119,
        "004-withdrawals": 1_007_345_907_334_660_075,
        "005-sites": -5_283_964_135_478_541_852,
        "006-signers": -7_109_939_782_751_549_144,
        "007-briefs": 8_406_110_763_714_150_035,
        "008-site-signers": -6_053_798_285_156_866_045,
        "009-job-keys": -1_344_278_790_072_482_002,
        "010-fingerprints": 2_139_790_779_583_025_429,
        "011-blobs": -432_616_650_724_800_526,
    ]

    private var file: AbsolutePath {
        get throws { try AbsolutePath("\(TemporaryDirectory.current)/data.sqlite") }
    }

    /// What every row says in these columns, by table.
    private func contents(_ columns: [String: [String]]) throws -> [String: [String]] {
        let connection = try Connection(path: file.string)
        return try Dictionary(
            uniqueKeysWithValues: columns.map { table, names -> (String, [String]) in
                let texts = names.map { "quote(\"\($0)\")" }.joined(separator: " || '|' || ")
                return (table, try connection.fetchAll("SELECT \(texts) FROM \"\(table)\"") { $0.text(0) }.sorted())
            }
        )
    }

    private func columns() throws -> [String: [String]] {
        let connection = try Connection(path: file.string)
        let rows = try connection.fetchAll(
            """
            SELECT m.name, c.name FROM sqlite_schema AS m, pragma_table_info(m.name) AS c
            WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name <> 'migrations' ORDER BY 1, c.cid
            """
        ) { (table: $0.text(0), column: $0.text(1)) }
        return Dictionary(grouping: rows, by: \.table).mapValues { $0.map(\.column) }
    }

    /// Everything that the schema consists of, however it came about.
    private static func shape(_ connection: Connection) throws -> [String] {
        let parts = try connection.fetchAll(
            """
            SELECT m.type || ' ' || m.name || ' ' || c.name || ' ' || c.type || ' ' || c."notnull" || ' '
                || coalesce(c.dflt_value, '-') || ' ' || c.pk
            FROM sqlite_schema AS m, pragma_table_info(m.name) AS c WHERE m.name NOT LIKE 'sqlite_%'
            """
        ) { $0.text(0) }
        let rest = try connection.fetchAll(
            "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'"
        ) { $0.text(0).split(whereSeparator: \.isWhitespace).joined(separator: " ").replacing("\"", with: "") }
        return (parts + rest).sorted()
    }

    /// Makes the database of that version, as its program and those before it made it.
    private func restore(_ name: String) throws {
        let connection = try Connection(path: file.string)
        let last = Self.names.firstIndex(of: name) ?? Self.names.startIndex
        for count in 1...last + 1 {
            let steps = Array(Schema.migrations.prefix(count))
            try Migrator(connection, path: file.string).run(steps)
            let rows = try String(contentsOfFile: "\(Self.folder)/\(Self.names[count - 1]).sql", encoding: .utf8)
            try connection.executeScript(rows)
        }
    }

    @Test("there is one of each, and of none that never was")
    func complete() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder).filter { $0.hasSuffix(".sql") }
        #expect(files.sorted() == Self.names.map { "\($0).sql" })
    }

    @Test("its steps are those that were taken then", arguments: Schema.migrations.dropLast())
    func unaltered(_ migration: Migration) {
        #expect(migration.checksum == Self.checksums[migration.name])
    }

    @Test("is brought up to date: its rows say what they said, and its shape is that of a new one", arguments: names)
    func migrated(_ name: String) async throws {
        try restore(name)
        let columns = try columns()
        let before = try contents(columns)
        #expect(before.values.allSatisfy { !$0.isEmpty }, "a table has no row: \(before.filter(\.value.isEmpty).keys)")
        let database = try await Database(.file(file))
        let shape = try await database.read { try Self.shape($0) }
        try await database.close()
        #expect(try DatabaseCheck.faults(in: file) == [])
        #expect(try contents(columns) == before)
        #expect(try await shape == Database(.memory).read { try Self.shape($0) })
    }

    @Test("what it lacked is empty, and can be written")
    func lacking() async throws {
        try restore("001-schema")
        let database = try await Database(.file(file))
        let found = try await database.read { connection in
            try connection.fetchAll(
                """
                SELECT (SELECT signer IS NULL FROM artifacts), (SELECT scanned_at IS NULL AND content IS NULL FROM files),
                    (SELECT quarantine IS NULL FROM findings), (SELECT signer IS NULL AND remark IS NULL FROM sites),
                    (SELECT count(*) FROM job_keys),
                    (SELECT fingerprint IS NULL AND files = 1 AND bytes > 0 AND versions = 1 FROM packages),
                    (SELECT count(*) FROM blobs)
                """
            ) { row in (0..<7).map { row.integer($0) } }
        }
        #expect(found == [[1, 1, 1, 1, 0, 1, 0]])
        try await database.write { connection in
            try connection.execute("UPDATE files SET scanned_at = 1, content = '='")
            try connection.execute("UPDATE jobs SET parent_id = NULL")
        }
    }

    @Test("one that a newer version brought up to date is refused by this one, and left as it is", arguments: names)
    func newer(_ name: String) async throws {
        try restore(name)
        try await Database(.file(file)).close()
        try Connection(path: file.string).execute("INSERT INTO migrations VALUES ('999-later', 1)")
        let before = try contents(columns())
        let error = await #expect(throws: PersistenceError.self) { _ = try await Database(.file(file)) }
        #expect(error?.code == .tooNew && error?.cause.contains("999-later") == true)
        #expect(error?.hint.contains("Start that version") == true)
        #expect(try contents(columns()) == before)
    }

    @Test("that is damaged, or whose rows point at nothing, says so")
    func faults() async throws {
        try restore("008-site-signers")
        let connection = try Connection(path: file.string)
        try connection.executeScript(
            "PRAGMA foreign_keys = OFF; INSERT INTO artifact_files VALUES ('diff-gone', 'p', 'q');"
        )
        try await Database(.file(file)).close()
        let found = try DatabaseCheck.faults(in: file)
        #expect(found == ["1 of artifact_files point at no row of artifacts"])
        let error = DatabaseCheck.error(for: found, in: try file)
        #expect(error?.code == .damaged && error?.hint.contains("packferry state restore") == true)
    }
}
