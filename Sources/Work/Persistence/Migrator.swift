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

    /// Throws unless the steps that led to the database are the first ones of these; changes nothing.
    func requireKnown(_ migrations: [Migration]) throws {
        let applied = try connection.fetchAll("SELECT name, checksum FROM migrations ORDER BY rowid") {
            (name: $0.text(0), checksum: $0.integer(1))
        }
        guard !applied.isEmpty else {
            let hint = "Name a file that `packferry state backup` made; nothing was changed"
            throw PersistenceError(code: .damaged, path: path, cause: "is no database of Packferry", hint: hint)
        }
        try check(applied, against: migrations)
    }

    private func check(_ applied: [(name: String, checksum: Int64)], against migrations: [Migration]) throws {
        // First what differs: a database of another shape may have more steps, too, and is none the newer for it.
        for (known, migration) in zip(applied, migrations)
        where known.name != migration.name || known.checksum != migration.checksum {
            throw PersistenceError(
                code: .foreign,
                path: path,
                cause: "has the shape of another version of Packferry (\(known.name))",
                hint: "Move it away and start again: \(PersistenceError.loss)"
            )
        }
        guard applied.count <= migrations.count else {
            throw PersistenceError(
                code: .tooNew,
                path: path,
                cause: "was written by a newer version of Packferry (\(applied.last?.name ?? ""))",
                hint: "Start that version, or move the file away: \(PersistenceError.loss)"
            )
        }
    }

    private func apply(_ migration: Migration) throws {
        try connection.inTransaction(.immediate) {
            // Another process may have done it while this one waited for its turn.
            let isDone = try connection.fetchOne("SELECT 1 FROM migrations WHERE name = ?", [.text(migration.name)]) {
                $0.integer(0) == 1
            }
            guard isDone == nil else { return }
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

/// The whole schema: its tables by what they are about, and the migrations that lead to it.
enum Schema {
    /// New ones are appended, and those that were ever applied stay as they are.
    static let migrations = [
        Migration(name: "001-schema", sql: [jobs, trees, artifacts].joined(separator: "\n")),
        Migration(name: "002-scans", sql: scans),
        Migration(name: "003-history", sql: history),
        Migration(name: "004-withdrawals", sql: withdrawals),
        Migration(name: "005-sites", sql: sites),
        Migration(name: "006-signers", sql: signers),
        Migration(name: "007-briefs", sql: briefs),
        Migration(name: "008-site-signers", sql: siteSigners),
        Migration(name: "009-job-keys", sql: jobKeys),
        Migration(name: "010-fingerprints", sql: fingerprints),
        Migration(name: "011-blobs", sql: blobs),
        Migration(name: "012-mirrors", sql: mirrors),
    ]
}
