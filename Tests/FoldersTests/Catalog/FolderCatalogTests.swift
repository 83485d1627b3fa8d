import Posix
import TestSupport
import Testing
import Trees

@testable import Folders

@Suite(.memoryDirectory) struct FolderCatalogTests {
    private func catalog() async throws -> FolderCatalog {
        let folder = try await FolderFixture()
        for (path, text) in [("disks/a.img", "aaaa"), ("disks/deep/b.img", "bb"), ("100%_x", "c"), ("zeta/c", "ccc")] {
            try folder.write(path, text)
        }
        try folder.shell("ln -s a.img disks/latest")
        try await folder.collect()
        return FolderCatalog(database: folder.database, repository: "files", memory: CatalogMemory())
    }

    private func names(
        _ catalog: FolderCatalog,
        search: String? = nil,
        order: CatalogOrder = .name,
        isReversed: Bool = false
    ) async throws -> [String] {
        let filter = CatalogFilter(search: search)
        return try await catalog.page(filter, order: order, isReversed: isReversed, limit: 9).packages.map(\.name)
    }

    @Test("topmost folders, and files in none, stand for packages")
    func packages() async throws {
        let catalog = try await catalog()
        #expect(try await names(catalog) == ["100%_x", "disks", "zeta"])
        let disks = try #require(try await catalog.package("disks"))
        #expect(disks.files == 2 && disks.bytes == 6 && disks.findings == 1 && disks.versions == 0)
        #expect(try await catalog.package("nothing") == nil)
        #expect(try await catalog.files(of: "disks").map(\.path.string) == ["disks/a.img", "disks/deep/b.img"])
        let scopes = try await catalog.scopes()
        #expect(
            scopes == [
                CatalogScope(scope: "", packages: 1, files: 1, versions: 0, bytes: 1),
                CatalogScope(scope: "disks", packages: 1, files: 2, versions: 0, bytes: 6),
                CatalogScope(scope: "zeta", packages: 1, files: 1, versions: 0, bytes: 3),
            ]
        )
        #expect(try await catalog.orphans() == CatalogOrphans())
        #expect(try await catalog.collectedAt() != nil)
    }

    @Test("lists are searched literally, ordered, and cut into pages", arguments: CatalogOrder.allCases)
    func lists(_ order: CatalogOrder) async throws {
        let catalog = try await catalog()
        let all = try await names(catalog, order: order)
        #expect(Set(all) == ["100%_x", "disks", "zeta"] && (order == .name || order == .updated || all[0] == "disks"))
        var paged: [String] = []
        var place: CatalogPlace?
        repeat {
            let page = try await catalog.page(order: order, limit: 1, after: place)
            (paged, place) = (paged + page.packages.map(\.name), page.end)
        } while place != nil
        #expect(paged == all)
        #expect(try await names(catalog, order: order, isReversed: true) == all.reversed())
        #expect(try await catalog.count(CatalogFilter()) == 3)
        #expect(try await catalog.count(CatalogFilter(search: "%")) == 1)
        #expect(try await catalog.count(CatalogFilter(hasFindings: true)) == 1)
        #expect(try await names(catalog, search: "%", order: order) == ["100%_x"])
        #expect(try await names(catalog, search: "_", order: order) == ["100%_x"])
    }

    @Test("a tree that was never read is empty")
    func never() async throws {
        let folder = try await FolderFixture()
        let catalog = FolderCatalog(database: folder.database, repository: "files", memory: CatalogMemory())
        #expect(try await catalog.scopes().isEmpty)
        #expect(try await catalog.collectedAt() == nil)
        #expect(try await names(catalog).isEmpty)
    }
}
