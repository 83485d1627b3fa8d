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
