import Crypto
import Persistence
import Posix
import SQLite
import Time
import Transfer
import Trees

/// What is known of a folder since it was collected last: its topmost folders, and the files that lie in none, stand for
/// packages.
struct FilesCatalog: Catalog {
    let database: Database
    let repository: String

    func packages(
        _ filter: CatalogFilter,
        order: CatalogOrder,
        isReversed: Bool,
        limit: Int,
        offset: Int
    ) async throws -> [CatalogPackage] {
        try await fetch(
            Self.totals(CatalogFilter.condition("files.package"))
                + " ORDER BY \(order.sorting(isReversed: isReversed)) LIMIT ?5 OFFSET ?6",
            filter.arguments(in: repository) + [.integer(Int64(limit)), .integer(Int64(offset))]
        )
    }

    func count(_ filter: CatalogFilter) async throws -> Int {
        let arguments = filter.arguments(in: repository)
        return try await database.read { connection in
            try connection.fetchOne(
                """
                SELECT COUNT(DISTINCT package) FROM files INDEXED BY files_by_package
                WHERE repository = ?1 AND \(CatalogFilter.condition("files.package"))
                """,
                arguments
            ) { Int($0.integer(0)) } ?? 0
        }
    }

    func package(_ name: String) async throws -> CatalogPackage? {
        try await fetch(Self.totals("files.package = ?2"), [.text(repository), .text(name)]).first
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
                SELECT CASE WHEN path = package THEN '' ELSE package END AS folder, COUNT(DISTINCT package), COUNT(*),
                    SUM(size)
                FROM files WHERE repository = ? GROUP BY folder ORDER BY folder
                """,
                [.text(repository)]
            ) { row in
                CatalogScope(
                    scope: row.text(0),
                    packages: Int(row.integer(1)),
                    files: Int(row.integer(2)),
                    versions: 0,
                    bytes: row.integer(3)
                )
            }
        }
    }

    /// Every file of a folder is carried.
    func orphans() async throws -> CatalogOrphans { CatalogOrphans() }

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
        SELECT name, count AS versions, bytes, updated, COALESCE(unsettled, 0) AS findings FROM (
            SELECT package AS name, COUNT(*) AS count, SUM(size) AS bytes,
                \(TreeRecord.changedAt("files.package")) AS updated
            FROM files INDEXED BY files_by_package WHERE repository = ?1 AND (\(condition)) GROUP BY package
        ) LEFT JOIN (
            SELECT package, COUNT(*) AS unsettled FROM findings WHERE repository = ?1 AND \(Finding.unsettled)
            GROUP BY package
        ) ON package = name
        """
    }
}
