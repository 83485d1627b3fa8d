import Persistence
import SQLite
package import Time
package import Trees

/// The questions that lists and pages ask.
extension NpmIndex {
    /// A page of packages whose name holds `search` and that changed at `changedSince` or later.
    package func packages(
        search: String? = nil,
        changedSince: Moment? = nil,
        order: CatalogOrder = .name,
        limit: Int,
        offset: Int
    ) async throws -> [CatalogPackage] {
        let query = ListQueries.packages(order, isFiltered: changedSince != nil)
        let pattern = search.map { "%\(Self.escaped($0))%" }
        return try await packages(query, pattern, changedSince, limit: limit, offset: offset)
    }

    /// One package; `nil` when it is not there.
    package func package(_ name: PackageName) async throws -> CatalogPackage? {
        try await packages(ListQueries.package, name.string, nil, limit: 1, offset: 0).first
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

    /// Every package's name, sorted.
    package func names() async throws -> [PackageName] {
        try await database.read { [repository] connection in
            try connection.fetchAll("SELECT name FROM packages WHERE repository = ? ORDER BY name", [.text(repository)])
            {
                try PackageName($0.text(0))
            }
        }
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("%", with: "\\%").replacing("_", with: "\\_")
    }
}
