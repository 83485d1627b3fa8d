import Persistence
import Posix
import SQLite
import Time

/// What is remembered of a mirror between two syncs: what upstream published, and what it took back since.
///
/// This alone writes the tables `mirrors` and `withdrawn_files`. Without them everything is asked for again, and nothing
/// else is lost.
struct MirrorRecord: Sendable {
    /// The last sync that ended well.
    struct Synced: Sendable, Equatable {
        /// What the ecosystem noted of upstream.
        let state: [UInt8]
        /// Under which settings, as one text.
        let settings: String
        /// The generation of the tree that it left.
        let generation: Int64
        let at: Moment
    }

    let database: Database
    let repository: String

    /// The last sync that ended well; `nil` before the first one.
    func synced() async throws -> Synced? {
        try await database.read { [repository] connection in
            try connection.fetchOne(
                "SELECT state, settings, generation, synced_at FROM mirrors WHERE repository = ?",
                [.text(repository)]
            ) { row in
                Synced(
                    state: row.blob(0),
                    settings: row.text(1),
                    generation: row.integer(2),
                    at: Moment(milliseconds: row.integer(3))
                )
            }
        }
    }

    /// What the tree still has and upstream no longer lists, and since when.
    func withdrawn() async throws -> [RelativePath: Moment] {
        try await database.read { [repository] connection in
            var paths: [RelativePath: Moment] = [:]
            try connection.forEach(
                "SELECT path, since FROM withdrawn_files WHERE repository = ?",
                [.text(repository)]
            ) { row in
                paths[try RelativePath(row.text(0))] = Moment(milliseconds: row.integer(1))
            }
            return paths
        }
    }

    /// Notes a sync in the transaction of `connection`.
    func note(_ synced: Synced, through connection: Connection) throws {
        try connection.execute(
            """
            INSERT OR REPLACE INTO mirrors (repository, state, settings, generation, synced_at)
            VALUES (?, ?, ?, ?, ?)
            """,
            [
                .text(repository), .blob(synced.state), .text(synced.settings), .integer(synced.generation),
                .integer(synced.at.milliseconds),
            ]
        )
    }

    /// Notes what upstream took back, and what is listed again or gone from the tree.
    func note(
        withdrawn: some Sequence<RelativePath>,
        settled: some Sequence<RelativePath>,
        at now: Moment,
        through connection: Connection
    ) throws {
        for path in withdrawn {
            try connection.execute(
                "INSERT OR IGNORE INTO withdrawn_files (repository, path, since) VALUES (?, ?, ?)",
                [.text(repository), .text(path.string), .integer(now.milliseconds)]
            )
        }
        for path in settled {
            try connection.execute(
                "DELETE FROM withdrawn_files WHERE repository = ? AND path = ?",
                [.text(repository), .text(path.string)]
            )
        }
    }
}
