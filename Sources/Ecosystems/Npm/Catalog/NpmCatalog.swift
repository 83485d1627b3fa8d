import Crypto
package import Persistence
import SQLite

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

    /// A page of packages whose name holds `search` and that changed at `changedSince` (milliseconds) or later.
    package func packages(
        search: String? = nil,
        changedSince: Int64? = nil,
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
        _ changedSince: Int64?,
        limit: Int,
        offset: Int
    ) async throws -> [CatalogPackage] {
        let arguments: [SQLValue] = [
            .text(repository), text.sqlValue, changedSince.sqlValue, .integer(Int64(limit)), .integer(Int64(offset)),
        ]
        return try await database.read { connection in
            try connection.fetchAll(query, arguments) { row in
                CatalogPackage(
                    name: row.text(0),
                    listed: Int(row.integer(1)),
                    files: Int(row.integer(2)),
                    bytes: row.integer(3),
                    updated: row.integer(4),
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

    /// When the storage was collected last, milliseconds since 1970; `nil` before the first time.
    package func collectedAt() async throws -> Int64? {
        let repository = repository
        return try await database.read { connection in
            try connection.fetchOne("SELECT collected_at FROM trees WHERE repository = ?", [.text(repository)]) {
                $0.integer(0)
            }
        }
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("%", with: "\\%").replacing("_", with: "\\_")
    }
}
