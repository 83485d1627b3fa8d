package import Persistence
package import SQLite
import Time

/// The findings of one repository, as its tree was read last.
package struct FindingStore: Sendable {
    private let database: Database
    private let repository: String

    package init(database: Database, repository: String) {
        self.database = database
        self.repository = repository
    }

    /// Findings in these states, of one package if it is named; all states when none is given.
    ///
    /// Sorted by path and kind.
    package func findings(
        in states: Set<Finding.State> = [],
        package: String? = nil,
        limit: Int = .max,
        offset: Int = 0
    ) async throws -> [Finding] {
        let wanted = (states.isEmpty ? Set(Finding.State.allCases) : states).map(\.rawValue).joined(separator: " ")
        let arguments: [SQLValue] = [
            .text(repository), .text(wanted), package.sqlValue, .integer(Int64(limit)), .integer(Int64(offset)),
        ]
        return try await database.read { connection in
            try connection.fetchAll(
                """
                SELECT \(Finding.columns) FROM findings
                WHERE repository = ?1 AND instr(?2, state) > 0 AND (?3 IS NULL OR package = ?3)
                ORDER BY path, kind LIMIT ?4 OFFSET ?5
                """,
                arguments
            ) { try Finding(row: $0) }
        }
    }

    /// How many findings are open.
    package func openCount() async throws -> Int {
        try await database.read { [repository] connection in
            try connection.fetchOne(
                "SELECT COUNT(*) FROM findings WHERE repository = ? AND state = 'open'",
                [.text(repository)]
            ) { Int($0.integer(0)) } ?? 0
        }
    }
}

/// The same findings within a transaction, in which a tree's index is written with them.
package struct FindingWriter {
    private let connection: Connection
    private let repository: SQLValue

    /// Writes those of the repository with that name.
    package init(_ connection: Connection, repository: String) {
        self.connection = connection
        self.repository = .text(repository)
    }

    /// Makes `findings` all that is wrong with a package, or, without one, with what belongs to no package.
    ///
    /// One that is still there keeps its number, its first time and its state; the others are forgotten.
    package func replace(_ findings: [Finding], of package: String?) throws {
        try replace(findings, where: "repository = ?1 AND package IS ?2", [repository, package.sqlValue])
    }

    /// Makes `findings` all that is wrong with the whole tree.
    package func replaceAll(with findings: [Finding]) throws {
        try replace(findings, where: "repository = ?1", [repository])
    }

    private func replace(_ findings: [Finding], where condition: String, _ arguments: [SQLValue]) throws {
        for finding in findings { try upsert(finding) }
        let kept = Set(findings.map { [$0.path, $0.kind.rawValue] })
        let known = try connection.fetchAll(
            "SELECT id, path, kind FROM findings WHERE \(condition)",
            arguments
        ) { (id: $0.integer(0), key: [$0.text(1), $0.text(2)]) }
        for old in known where !kept.contains(old.key) {
            try connection.execute("DELETE FROM findings WHERE id = ?", [.integer(old.id)])
        }
    }

    private func upsert(_ finding: Finding) throws {
        try connection.execute(
            """
            INSERT INTO findings (repository, package, version, path, kind, detail, state, first_seen, last_seen)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'open', ?7, ?7)
            ON CONFLICT (repository, path, kind) DO UPDATE
            SET package = excluded.package, version = excluded.version, detail = excluded.detail,
                last_seen = excluded.last_seen
            """,
            [
                repository, finding.package.sqlValue, finding.version.sqlValue, .text(finding.path),
                .text(finding.kind.rawValue), .text(finding.detail), .integer(finding.lastSeen.milliseconds),
            ]
        )
    }
}

extension Finding {
    /// What `init(row:)` reads, in its order.
    package static let columns =
        "id, repository, package, version, path, kind, detail, state, first_seen, last_seen"

    /// Reads a row of `columns`; throws where it holds a state that was never written.
    package init(row: Row) throws {
        guard let state = State(rawValue: row.text(7)) else {
            throw SQLiteError(code: 20, message: "a state that was never written", sql: "findings")
        }
        self.init(
            FindingKind(rawValue: row.text(5)),
            at: row.text(4),
            package: row.isNull(2) ? nil : row.text(2),
            version: row.isNull(3) ? nil : row.text(3),
            detail: row.text(6),
            in: row.text(1),
            seen: Moment(milliseconds: row.integer(8))
        )
        id = row.integer(0)
        self.state = state
        lastSeen = Moment(milliseconds: row.integer(9))
    }
}
