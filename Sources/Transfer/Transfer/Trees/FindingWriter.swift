package import SQLite
package import Time

/// The findings of one repository within a transaction, in which a tree's index is written with them.
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
    /// One that is still there keeps its number, its first time and its state, but for one that was mended: it is open
    /// again. Of the others those are kept whose file was mended, as `isWhole` says; the rest is forgotten.
    package func replace(
        _ findings: [Finding],
        of package: String?,
        at now: Moment,
        isWhole: (_ path: String) -> Bool = { _ in false }
    ) throws {
        let condition = "repository = ?1 AND package IS ?2"
        try replace(findings, where: condition, [repository, package.sqlValue]) { old in
            try leave(old, at: now, isWhole: isWhole(old.path))
        }
    }

    /// Makes `findings` all that is wrong with the whole tree.
    package func replaceAll(with findings: [Finding]) throws {
        try replace(findings, where: "repository = ?1", [repository], forget)
    }

    private func replace(
        _ findings: [Finding],
        where condition: String,
        _ arguments: [SQLValue],
        _ leave: (Finding) throws -> Void
    ) throws {
        for finding in findings { try upsert(finding) }
        let kept = Set(findings.map { [$0.path, $0.kind.rawValue] })
        let known = try connection.fetchAll("SELECT \(Finding.columns) FROM findings WHERE \(condition)", arguments) {
            try Finding(row: $0)
        }
        for old in known where !kept.contains([old.path, old.kind.rawValue]) { try leave(old) }
    }

    /// What becomes of a finding that is seen no more: one that somebody tried to mend is kept as history.
    private func leave(_ finding: Finding, at now: Moment, isWhole: Bool) throws {
        guard finding.state != .repaired else { return }
        guard finding.attempts > 0, isWhole, let id = finding.id else { return try forget(finding) }
        try FindingTable(connection).change(id, to: .repaired, at: now, "is whole again")
    }

    private func forget(_ finding: Finding) throws {
        guard let id = finding.id else { return }
        try connection.execute("DELETE FROM findings WHERE id = ?", [.integer(id)])
    }

    private func upsert(_ finding: Finding) throws {
        try connection.execute(
            """
            INSERT INTO findings (repository, package, version, path, kind, detail, state, first_seen, last_seen)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'open', ?7, ?7)
            ON CONFLICT (repository, path, kind) DO UPDATE
            SET package = excluded.package, version = excluded.version, detail = excluded.detail,
                last_seen = excluded.last_seen,
                quarantine = CASE state WHEN 'repaired' THEN NULL ELSE quarantine END,
                state = CASE state WHEN 'repaired' THEN 'open' ELSE state END
            """,
            [
                repository, finding.package.sqlValue, finding.version.sqlValue, .text(finding.path),
                .text(finding.kind.rawValue), .text(finding.detail), .integer(finding.lastSeen.milliseconds),
            ]
        )
    }
}
