import SQLite

/// Applies the migrations that a database lacks, each in a transaction of its own.
struct Migrator {
    private let connection: Connection
    private let path: String

    init(_ connection: Connection, path: String) {
        self.connection = connection
        self.path = path
    }

    func run(_ migrations: [Migration]) throws {
        try connection.executeScript(
            "CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY, checksum INTEGER NOT NULL) STRICT"
        )
        let applied = try connection.fetchAll("SELECT name, checksum FROM migrations ORDER BY rowid") {
            (name: $0.text(0), checksum: $0.integer(1))
        }
        try check(applied, against: migrations)
        for migration in migrations.dropFirst(applied.count) { try apply(migration) }
    }

    private func check(_ applied: [(name: String, checksum: Int64)], against migrations: [Migration]) throws {
        guard applied.count <= migrations.count else {
            throw PersistenceError(
                code: .tooNew,
                path: path,
                cause: "was written by a newer version of Packferry (\(applied.last?.name ?? ""))",
                hint: "Start that version, or move the state folder away: it is rebuilt from the storages"
            )
        }
        for (known, migration) in zip(applied, migrations) {
            guard known.name == migration.name, known.checksum == migration.checksum else {
                throw PersistenceError(
                    code: .foreign,
                    path: path,
                    cause: "has the migration \(known.name), which this version does not know like that",
                    hint: "Move the state folder away: it is rebuilt from the storages"
                )
            }
        }
    }

    private func apply(_ migration: Migration) throws {
        try connection.inTransaction(.immediate) {
            try connection.executeScript(migration.sql)
            try connection.execute(
                "INSERT INTO migrations (name, checksum) VALUES (?, ?)",
                [.text(migration.name), .integer(migration.checksum)]
            )
        }
    }
}

/// One step of the schema, applied once and never changed afterwards.
package struct Migration: Sendable {
    /// Unique, and sorted by it: `001-jobs`.
    package let name: String
    /// Statements separated by semicolons.
    package let sql: String

    /// FNV-1a over the statements: tells a changed migration from the one that was applied.
    var checksum: Int64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in sql.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return Int64(bitPattern: hash)
    }
}

/// The whole schema, as the migrations that lead to it; new ones are appended.
enum Schema {
    static let migrations = [Migration.jobs, .npm, .artifacts, .findings]
}
