import JSON
import Persistence
import SQLite

/// What upstream was known to have taken back when it was compared with last, by package.
///
/// This alone writes the table `withdrawals`.
struct WithdrawalRecord: Sendable {
    let database: Database
    let repository: String

    /// All that is known; what was never compared is not in it.
    func known() async throws -> [PackageName: TakenBack] {
        let rows = try await database.read { [repository] connection in
            try connection.fetchAll(
                "SELECT package, deprecated, unpublished, is_gone FROM withdrawals WHERE repository = ?",
                [.text(repository)]
            ) { row in
                let taken = TakenBack(
                    deprecated: Dictionary(uniqueKeysWithValues: try Self.versions(row.text(1)).map { ($0, "") }),
                    unpublished: try Self.versions(row.text(2)),
                    isGone: row.integer(3) == 1
                )
                return (try PackageName(row.text(0)), taken)
            }
        }
        return Dictionary(rows) { first, _ in first }
    }

    /// Notes what is known now of these packages, in place of what was known of them before.
    func note(_ packages: [PackageName: TakenBack]) async throws {
        let rows = try packages.map { name, taken -> [SQLValue] in
            [
                .text(repository), .text(name.string), .text(try Self.text(taken.deprecated.keys)),
                .text(try Self.text(taken.unpublished)), .integer(taken.isGone ? 1 : 0),
            ]
        }
        try await database.write { connection in
            for row in rows {
                try connection.execute("INSERT OR REPLACE INTO withdrawals VALUES (?, ?, ?, ?, ?)", row)
            }
        }
    }

    private static func versions(_ text: String) throws -> Set<String> {
        Set(try JSONDecoder().decode([String].self, from: Array(text.utf8)))
    }

    private static func text(_ versions: some Collection<String>) throws -> String {
        String(decoding: try JSONEncoder().encode(versions.sorted()), as: UTF8.self)
    }
}
