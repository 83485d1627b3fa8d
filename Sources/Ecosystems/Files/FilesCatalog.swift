import Crypto
import Persistence
import Posix
import SQLite
import Time
import Trees

/// What is known of a folder since it was collected last: its topmost folders, and the files that lie in none, stand for
/// packages.
struct FilesCatalog: Catalog {
    let database: Database
    let repository: String

    func packages(
        search: String?,
        changedSince: Moment?,
        order: CatalogOrder,
        limit: Int,
        offset: Int
    ) async throws -> [CatalogPackage] {
        let pattern = search.map { "%\(Self.escaped($0))%" }
        let arguments: [SQLValue] = [
            .text(repository), pattern.sqlValue, (changedSince?.milliseconds).sqlValue, .integer(Int64(limit)),
            .integer(Int64(offset)),
        ]
        return try await fetch(
            "\(Self.totals("?2 IS NULL OR package LIKE ?2 ESCAPE '\\'")) WHERE ?3 IS NULL OR updated >= ?3"
                + " ORDER BY \(Self.column(order)) LIMIT ?4 OFFSET ?5",
            arguments
        )
    }

    func package(_ name: String) async throws -> CatalogPackage? {
        try await fetch(Self.totals("package = ?2"), [.text(repository), .text(name)]).first
    }

    func files(of package: String) async throws -> [CatalogFile] {
        try await database.read { [repository] connection in
            try connection.fetchAll(
                """
                SELECT path, size, sha512 FROM files INDEXED BY files_by_package
                WHERE repository = ? AND package = ? ORDER BY path
                """,
                [.text(repository), .text(package)]
            ) { row in
                guard let sha512 = SHA512Digest(bytes: row.blob(2)) else { throw FilesIndex.damaged }
                return CatalogFile(
                    path: try RelativePath(row.text(0)),
                    version: nil,
                    size: row.integer(1),
                    sha512: sha512,
                    isBroken: false
                )
            }
        }
    }

    func scopes() async throws -> [CatalogScope] {
        try await database.read { [repository] connection in
            try connection.fetchAll(
                """
                SELECT COUNT(DISTINCT package), COUNT(*), SUM(size) FROM files WHERE repository = ? HAVING COUNT(*) > 0
                """,
                [.text(repository)]
            ) { row in
                CatalogScope(
                    scope: "",
                    packages: Int(row.integer(0)),
                    files: Int(row.integer(1)),
                    versions: 0,
                    bytes: row.integer(2)
                )
            }
        }
    }

    func collectedAt() async throws -> Moment? {
        try await TreeRecord(database: database, repository: repository).collectedAt()
    }

    private func fetch(_ query: String, _ arguments: [SQLValue]) async throws -> [CatalogPackage] {
        try await database.read { connection in
            try connection.fetchAll(query, arguments) { row in
                CatalogPackage(
                    name: row.text(0),
                    versions: 0,
                    files: Int(row.integer(1)),
                    bytes: row.integer(2),
                    updated: Moment(milliseconds: row.integer(3)),
                    findings: Int(row.integer(4))
                )
            }
        }
    }

    /// What each package of the repository ?1 holds; without statistics SQLite would not take the index by itself.
    private static func totals(_ condition: String) -> String {
        """
        SELECT name, count, bytes, updated, COALESCE(open, 0) AS open_findings FROM (
            SELECT package AS name, COUNT(*) AS count, SUM(size) AS bytes,
                \(TreeRecord.changedAt("package")) AS updated
            FROM files INDEXED BY files_by_package WHERE repository = ?1 AND (\(condition)) GROUP BY package
        ) LEFT JOIN (
            SELECT package, COUNT(*) AS open FROM findings WHERE repository = ?1 AND state = 'open' GROUP BY package
        ) ON package = name
        """
    }

    private static func column(_ order: CatalogOrder) -> String {
        switch order {
        case .name: "name"
        case .updated: "updated DESC, name"
        case .bytes: "bytes DESC, name"
        case .versions: "count DESC, name"
        case .findings: "open_findings DESC, name"
        }
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("%", with: "\\%").replacing("_", with: "\\_")
    }
}
