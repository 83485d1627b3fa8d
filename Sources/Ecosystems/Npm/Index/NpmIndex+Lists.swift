import Persistence
import SQLite
import Time
package import Trees

/// The questions that lists and pages ask.
extension NpmIndex {
    /// A page of packages, in this order or in the reverse of it.
    package func packages(
        _ filter: CatalogFilter = CatalogFilter(),
        order: CatalogOrder = .name,
        isReversed: Bool = false,
        limit: Int,
        offset: Int
    ) async throws -> [CatalogPackage] {
        let page: [SQLValue] = [.integer(Int64(limit)), .integer(Int64(offset))]
        let query = ListQueries.packages(order, isReversed: isReversed)
        return try await packages(query, filter.arguments(in: repository) + page)
    }

    /// How many packages there are of a kind.
    package func count(_ filter: CatalogFilter) async throws -> Int {
        let arguments = filter.arguments(in: repository)
        return try await database.read { connection in
            try connection.fetchOne(ListQueries.count, arguments) { Int($0.integer(0)) } ?? 0
        }
    }

    /// One package; `nil` when it is not there.
    package func package(_ name: PackageName) async throws -> CatalogPackage? {
        let nothing: [SQLValue] = [.null, .null]
        let page: [SQLValue] = [.integer(1), .integer(0)]
        return try await packages(ListQueries.package, [.text(repository), .text(name.string)] + nothing + page).first
    }

    private func packages(_ query: String, _ arguments: [SQLValue]) async throws -> [CatalogPackage] {
        try await database.read { connection in
            try connection.fetchAll(query, arguments) { row in
                CatalogPackage(
                    name: row.text(0),
                    versions: Int(row.integer(1)),
                    files: Int(row.integer(2)),
                    bytes: row.integer(3),
                    updated: Moment(milliseconds: row.integer(4)),
                    findings: Int(row.integer(5))
                )
            }
        }
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
