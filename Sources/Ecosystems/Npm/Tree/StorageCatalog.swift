import Posix
import Trees

/// What is known of a storage, in the words that all ecosystems share.
struct StorageCatalog: Catalog {
    private let index: NpmCatalog

    init(_ index: NpmCatalog) { self.index = index }

    func packages(
        search: String?,
        changedSince: Int64?,
        order: CatalogOrder,
        limit: Int,
        offset: Int
    ) async throws -> [Trees.CatalogPackage] {
        try await index.packages(
            search: search,
            changedSince: changedSince,
            order: NpmCatalog.Order(rawValue: order.rawValue) ?? .name,
            limit: limit,
            offset: offset
        ).map(Trees.CatalogPackage.init)
    }

    func package(_ name: String) async throws -> Trees.CatalogPackage? {
        try await index.package(name).map(Trees.CatalogPackage.init)
    }

    func files(of package: String) async throws -> [Trees.CatalogFile] {
        try await index.files(of: package).map { file in
            Trees.CatalogFile(
                path: try RelativePath(file.path),
                version: file.version,
                size: file.size,
                sha512: file.sha512,
                isBroken: file.state == .broken
            )
        }
    }

    func scopes() async throws -> [Trees.CatalogScope] {
        try await index.scopes().map { scope in
            Trees.CatalogScope(
                scope: scope.scope,
                packages: scope.packages,
                files: scope.files,
                versions: scope.versions,
                bytes: scope.bytes
            )
        }
    }

    func collectedAt() async throws -> Int64? { try await index.collectedAt() }
}

extension Trees.CatalogPackage {
    fileprivate init(_ package: CatalogPackage) {
        self.init(
            name: package.name,
            versions: package.listed,
            files: package.files,
            bytes: package.bytes,
            updated: package.updated,
            findings: package.findings
        )
    }
}
