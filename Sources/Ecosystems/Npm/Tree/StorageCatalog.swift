import Posix
import Time
import Trees

/// What is known of a storage, in the words that all ecosystems share.
struct StorageCatalog: Catalog {
    let index: NpmIndex

    func packages(
        _ filter: CatalogFilter,
        order: CatalogOrder,
        isReversed: Bool,
        limit: Int,
        offset: Int
    ) async throws -> [CatalogPackage] {
        try await index.packages(filter, order: order, isReversed: isReversed, limit: limit, offset: offset)
    }

    func count(_ filter: CatalogFilter) async throws -> Int { try await index.count(filter) }

    func package(_ name: String) async throws -> CatalogPackage? {
        guard let name = try? PackageName(name) else { return nil }
        return try await index.package(name)
    }

    func files(of package: String) async throws -> [CatalogFile] {
        try await index.files(of: PackageName(package)).map { file in
            CatalogFile(
                path: file.path,
                version: file.version,
                size: file.size,
                sha512: file.sha512,
                isBroken: file.state == .broken
            )
        }
    }

    func scopes() async throws -> [CatalogScope] { try await index.scopes() }

    func orphans() async throws -> CatalogOrphans { try await index.orphans() }

    func collectedAt() async throws -> Moment? { try await index.tree.collectedAt() }
}
