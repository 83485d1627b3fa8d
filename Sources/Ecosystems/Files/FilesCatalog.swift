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
    let memory: CatalogMemory

    var lists: CatalogLists {
        CatalogLists(database: database, repository: repository, queries: Self.queries, memory: memory)
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

    /// Without statistics SQLite would not take the index by itself.
    private static let queries = CatalogQueries(
        name: "files.package",
        count: "SELECT COUNT(DISTINCT package) FROM files INDEXED BY files_by_package WHERE repository = ?1",
        hasVersions: false
    ) { condition in
        """
        SELECT package AS name, 0 AS versions, COUNT(*) AS files, SUM(size) AS bytes,
            \(TreeRecord.changedAt("files.package")) AS updated, (
                SELECT COUNT(*) FROM findings
                WHERE repository = ?1 AND findings.package = files.package AND \(Finding.unsettled)
            ) AS findings
        FROM files INDEXED BY files_by_package WHERE repository = ?1 AND (\(condition)) GROUP BY package
        """
    }
}
