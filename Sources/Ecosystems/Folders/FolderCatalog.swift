import Crypto
package import Persistence
import Posix
import SQLite
package import Time
import Transfer
package import Trees

/// What is known of a folder since it was collected last, by the packages that its rules make of its files.
package struct FolderCatalog: Catalog {
    private let database: Database
    private let repository: String
    private let memory: CatalogMemory
    /// Whether some of its files are of a version.
    private let hasVersions: Bool

    /// The catalogue of the repository with that name, whether it was collected yet or not.
    package init(database: Database, repository: String, memory: CatalogMemory, hasVersions: Bool = false) {
        self.database = database
        self.repository = repository
        self.memory = memory
        self.hasVersions = hasVersions
    }

    package var lists: CatalogLists {
        CatalogLists(
            database: database,
            repository: repository,
            queries: Self.queries(hasVersions: hasVersions),
            memory: memory
        )
    }

    package func files(of package: String) async throws -> [CatalogFile] {
        try await database.read { [repository] connection in
            try connection.fetchAll(
                """
                SELECT path, size, sha512, version FROM files INDEXED BY files_by_package
                WHERE repository = ? AND package = ? ORDER BY path
                """,
                [.text(repository), .text(package)]
            ) { row in
                guard let sha512 = SHA512Digest(bytes: row.blob(2)) else { throw FolderIndex.damaged }
                return CatalogFile(
                    path: try RelativePath(row.text(0)),
                    version: row.isNull(3) ? nil : row.text(3),
                    size: row.integer(1),
                    sha512: sha512,
                    isBroken: false
                )
            }
        }
    }

    package func scopes() async throws -> [CatalogScope] {
        try await database.read { [repository] connection in
            try connection.fetchAll(
                """
                SELECT substr(path, 1, max(0, instr(path, '/') - 1)) AS folder, COUNT(DISTINCT package), COUNT(*),
                    SUM(size), COUNT(DISTINCT package || ' ' || version)
                FROM files WHERE repository = ? GROUP BY folder ORDER BY folder
                """,
                [.text(repository)]
            ) { row in
                CatalogScope(
                    scope: row.text(0),
                    packages: Int(row.integer(1)),
                    files: Int(row.integer(2)),
                    versions: Int(row.integer(4)),
                    bytes: row.integer(3)
                )
            }
        }
    }

    /// Every file of a folder is carried.
    package func orphans() async throws -> CatalogOrphans { CatalogOrphans() }

    package func collectedAt() async throws -> Moment? {
        try await TreeRecord(database: database, repository: repository).collectedAt()
    }

    /// Without statistics SQLite would not take the index by itself.
    private static func queries(hasVersions: Bool) -> CatalogQueries {
        CatalogQueries(
            name: "files.package",
            count: "SELECT COUNT(DISTINCT package) FROM files INDEXED BY files_by_package WHERE repository = ?1",
            hasVersions: hasVersions
        ) { condition in
            """
            SELECT package AS name, COUNT(DISTINCT version) AS versions, COUNT(*) AS files, SUM(size) AS bytes,
                \(TreeRecord.changedAt("files.package")) AS updated, (
                    SELECT COUNT(*) FROM findings
                    WHERE repository = ?1 AND findings.package = files.package AND \(Finding.unsettled)
                ) AS findings
            FROM files INDEXED BY files_by_package WHERE repository = ?1 AND (\(condition)) GROUP BY package
            """
        }
    }
}
