import Crypto
package import Persistence
import SQLite
package import Time

/// What is known of an npm repository since it was collected last: the questions that lists and pages ask.
package struct NpmCatalog: Sendable {
    /// The order of a list of packages; all but the name begin with the greatest.
    package enum Order: String, Sendable, CaseIterable {
        case name, updated, bytes, versions, findings
    }

    private let database: Database
    private let repository: String

    /// Asks about one repository.
    package init(database: Database, repository: String) {
        self.database = database
        self.repository = repository
    }

    /// A page of packages whose name holds `search` and that changed at `changedSince` or later.
    package func packages(
        search: String? = nil,
        changedSince: Moment? = nil,
        order: Order = .name,
        limit: Int,
        offset: Int
    ) async throws -> [CatalogPackage] {
        let query = CatalogQueries.packages(order, isFiltered: changedSince != nil)
        let pattern = search.map { "%\(Self.escaped($0))%" }
        return try await packages(query, pattern, changedSince, limit: limit, offset: offset)
    }

    /// One package; `nil` when it is not there.
    package func package(_ name: String) async throws -> CatalogPackage? {
        try await packages(CatalogQueries.package, name, nil, limit: 1, offset: 0).first
    }

    private func packages(
        _ query: String,
        _ text: String?,
        _ changedSince: Moment?,
        limit: Int,
        offset: Int
    ) async throws -> [CatalogPackage] {
        let arguments: [SQLValue] = [
            .text(repository), text.sqlValue, (changedSince?.milliseconds).sqlValue, .integer(Int64(limit)),
            .integer(Int64(offset)),
        ]
        return try await database.read { connection in
            try connection.fetchAll(query, arguments) { row in
                CatalogPackage(
                    name: row.text(0),
                    listed: Int(row.integer(1)),
                    files: Int(row.integer(2)),
                    bytes: row.integer(3),
                    updated: row.integer(4) > 0 ? Moment(milliseconds: row.integer(4)) : nil,
                    findings: Int(row.integer(5))
                )
            }
        }
    }

    /// The tarballs of a package, by name.
    package func files(of package: String) async throws -> [CatalogFile] {
        let arguments: [SQLValue] = [.text(repository), .text(package)]
        return try await database.read { connection in
            try connection.fetchAll(
                """
                SELECT path, version, size, sha512, state FROM files INDEXED BY files_by_package
                WHERE repository = ? AND package = ? ORDER BY path
                """,
                arguments
            ) { row in
                guard let sha512 = SHA512Digest(bytes: row.blob(3)) else {
                    throw SQLiteError(code: 20, message: "a digest that was never written", sql: "files")
                }
                return CatalogFile(
                    path: row.text(0),
                    version: row.isNull(1) ? nil : row.text(1),
                    size: row.integer(2),
                    sha512: sha512,
                    state: CatalogFile.State(rawValue: row.text(4)) ?? .orphan
                )
            }
        }
    }

    /// Findings in these states, of one package if it is named; all states when none is given.
    package func findings(
        states: [String] = [],
        package: String? = nil,
        limit: Int = .max,
        offset: Int = 0
    ) async throws -> [CatalogFinding] {
        let wanted = states.isEmpty ? ["open", "ignored", "repaired"] : states
        let arguments: [SQLValue] = [
            .text(repository), .text(wanted.joined(separator: " ")), package.sqlValue, .integer(Int64(limit)),
            .integer(Int64(offset)),
        ]
        return try await database.read { connection in
            try connection.fetchAll(
                """
                SELECT id, package, path, kind, detail, state, first_seen FROM findings
                WHERE repository = ?1 AND instr(?2, state) > 0 AND (?3 IS NULL OR package = ?3)
                ORDER BY path, kind LIMIT ?4 OFFSET ?5
                """,
                arguments
            ) { row in
                let finding = Finding(
                    package: row.text(1),
                    path: row.text(2),
                    kind: Finding.Kind(rawValue: row.text(3)) ?? .stray,
                    detail: row.text(4)
                )
                return CatalogFinding(
                    id: row.integer(0),
                    finding: finding,
                    state: row.text(5),
                    firstSeen: Moment(milliseconds: row.integer(6))
                )
            }
        }
    }

    /// How many findings are open.
    package func openFindings() async throws -> Int {
        let repository = repository
        return try await database.read { connection in
            try connection.fetchOne(
                "SELECT COUNT(*) FROM findings WHERE repository = ? AND state = 'open'",
                [.text(repository)]
            ) { Int($0.integer(0)) } ?? 0
        }
    }

    /// What each scope holds as it lies on disk, the packages without one first.
    package func scopes() async throws -> [CatalogScope] {
        let repository = repository
        return try await database.read { connection in
            try connection.fetchAll(CatalogQueries.scopes, [.text(repository)]) { row in
                CatalogScope(
                    scope: row.text(0),
                    packages: Int(row.integer(1)),
                    files: Int(row.integer(2)),
                    versions: Int(row.integer(3)),
                    bytes: row.integer(4)
                )
            }
        }
    }

    /// Every package's name, sorted.
    package func names() async throws -> [PackageName] {
        let repository = repository
        return try await database.read { connection in
            try connection.fetchAll("SELECT name FROM packages WHERE repository = ? ORDER BY name", [.text(repository)])
            {
                try? PackageName($0.text(0))
            }.compactMap(\.self)
        }
    }

    /// When the storage was collected last; `nil` before the first time.
    package func collectedAt() async throws -> Moment? {
        let repository = repository
        return try await database.read { connection in
            try connection.fetchOne("SELECT collected_at FROM trees WHERE repository = ?", [.text(repository)]) {
                Moment(milliseconds: $0.integer(0))
            }
        }
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("%", with: "\\%").replacing("_", with: "\\_")
    }
}
