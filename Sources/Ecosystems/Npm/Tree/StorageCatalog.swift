import Posix
import Time
import Trees

/// What is known of a storage, in the words that all ecosystems share.
struct StorageCatalog: Catalog {
    let index: NpmIndex
    let lists: CatalogLists

    init(_ index: NpmIndex, _ memory: CatalogMemory) {
        self.index = index
        lists = index.lists(memory)
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
