import Persistence
import SQLite
package import Trees

/// The questions that lists and pages ask.
extension NpmIndex {
    /// Its packages in lists, of which `memory` keeps what they have in common.
    func lists(_ memory: CatalogMemory) -> CatalogLists {
        CatalogLists(database: database, repository: repository, queries: ListQueries.packages, memory: memory)
    }

    /// The tarballs of a package, by name.
    package func files(of package: PackageName) async throws -> [IndexedFile] {
        let arguments: [SQLValue] = [.text(repository), .text(package.string)]
        return try await database.read { connection in
            try connection.fetchAll(ListQueries.files, arguments) { try IndexedFile(row: $0) }
        }
    }

    /// What each scope holds as it lies on disk, the packages without one first.
    package func scopes() async throws -> [CatalogScope] {
        try await database.read { [repository] connection in
            try connection.fetchAll(ListQueries.scopes, [.text(repository)]) { row in
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

    /// The tarballs that no version names.
    package func orphans() async throws -> CatalogOrphans {
        try await database.read { [repository] connection in
            try connection.fetchOne(ListQueries.orphans, [.text(repository)]) { row in
                CatalogOrphans(files: Int(row.integer(0)), bytes: row.integer(1))
            } ?? CatalogOrphans()
        }
    }

    /// Every package's name, sorted.
    package func names() async throws -> [PackageName] {
        try await database.read { [repository] connection in
            try connection.fetchAll("SELECT name FROM packages WHERE repository = ? ORDER BY name", [.text(repository)])
            {
                try PackageName($0.text(0))
            }
        }
    }
}
