package import Persistence
package import SQLite
package import Time

/// What is noted of a tree as a whole: how often it changed, when it was read, what was captured of it last, and when
/// each package was last seen to be another.
///
/// Whatever the type of the tree, this alone writes the tables `trees` and `content_changes`.
package struct TreeRecord: Sendable {
    private let database: Database
    private let repository: String

    /// The record of the repository with that name, whether it was collected yet or not.
    package init(database: Database, repository: String) {
        self.database = database
        self.repository = repository
    }

    /// Notes that the tree was read, and counts it if it is not what it was, in the transaction of `connection`.
    ///
    /// Returns the generation.
    @discardableResult
    package func noteCollected(at now: Moment, isNew: Bool, through connection: Connection) throws -> Int64 {
        try connection.execute(
            """
            INSERT INTO trees (repository, generation, collected_at) VALUES (?1, 1, ?2)
            ON CONFLICT (repository) DO UPDATE SET generation = generation + ?3, collected_at = ?2
            """,
            [.text(repository), .integer(now.milliseconds), .integer(isNew ? 1 : 0)]
        )
        return try connection.fetchOne("SELECT generation FROM trees WHERE repository = ?", [.text(repository)]) {
            $0.integer(0)
        } ?? 1
    }

    /// How often the tree was seen to be another; 0 before it was read.
    package func generation() async throws -> Int64 {
        try await database.read { [repository] connection in
            try connection.fetchOne("SELECT generation FROM trees WHERE repository = ?", [.text(repository)]) {
                $0.integer(0)
            } ?? 0
        }
    }

    /// Notes that these packages have other content than when they were last read, in the transaction of `connection`.
    ///
    /// Those that were never noted before came now.
    package func noteChanges(
        of packages: some Sequence<String>,
        at now: Moment,
        through connection: Connection
    ) throws {
        for package in packages {
            try connection.execute(
                """
                INSERT INTO content_changes (repository, package, at, added_at) VALUES (?1, ?2, ?3, ?3)
                ON CONFLICT (repository, package) DO UPDATE SET at = ?3
                """,
                [.text(repository), .text(package), .integer(now.milliseconds)]
            )
        }
    }

    /// An expression of SQL: when the package that `name` names was last seen to have other content, in milliseconds
    /// since 1970, 0 when that is not known; `?1` is the repository.
    package static func changedAt(_ name: String) -> String {
        "COALESCE((SELECT at FROM content_changes WHERE repository = ?1 AND package = \(name)), 0)"
    }

    /// When a package was first seen; `nil` where that is not known.
    package func addedAt(_ package: String) async throws -> Moment? {
        try await database.read { [repository] connection in
            try connection.fetchOne(
                "SELECT added_at FROM content_changes WHERE repository = ? AND package = ? AND added_at IS NOT NULL",
                [.text(repository), .text(package)]
            ) { Moment(milliseconds: $0.integer(0)) }
        }
    }

    /// When the tree was read last; `nil` before the first time.
    package func collectedAt() async throws -> Moment? {
        try await database.read { [repository] connection in
            try connection.fetchOne("SELECT collected_at FROM trees WHERE repository = ?", [.text(repository)]) {
                Moment(milliseconds: $0.integer(0))
            }
        }
    }

    /// Notes a capture, so that the same tree need not be listed again.
    package func noteCapture(_ snapshot: String, key: String, generation: Int64) async throws {
        try await database.write { [repository] connection in
            try connection.execute(
                """
                UPDATE trees SET captured_generation = ?, captured_key = ?, captured_snapshot = ?
                WHERE repository = ?
                """,
                [.integer(generation), .text(key), .text(snapshot), .text(repository)]
            )
        }
    }

    /// The last capture: of which generation, under which settings, with which result.
    package func notedCapture() async throws -> (generation: Int64, key: String, snapshot: String)? {
        try await database.read { [repository] connection in
            try connection.fetchOne(
                """
                SELECT captured_generation, captured_key, captured_snapshot FROM trees
                WHERE repository = ? AND captured_snapshot IS NOT NULL
                """,
                [.text(repository)]
            ) { ($0.integer(0), $0.text(1), $0.text(2)) }
        }
    }
}
