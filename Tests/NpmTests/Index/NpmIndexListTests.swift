import Crypto
import Posix
import TestSupport
import Testing
import Time
import Transfer
import Trees

@testable import Npm

@Suite(.memoryDirectory) struct NpmIndexListTests {
    /// Four packages: `lodash` with three versions and an orphan, `express` with a broken one, two scoped ones.
    private func side() async throws -> (side: StorageFixture, catalog: StorageCatalog) {
        let side = try await StorageFixture("s")
        for version in ["1.0.0", "1.1.0", "1.2.0"] { try side.add("lodash", version, content: "12345 \(version)") }
        try side.add("lodash", "2.0.0", fetched: false)
        try side.write("lodash/lodash-9.9.9.tgz", "orphan")
        try side.add("express", "1.0.0")
        try side.write("express/express-1.0.0.tgz", "rotten")
        try side.add("@babel/core", "7.26.0")
        try side.add("@babel/parser", "7.26.0", fetched: false)
        try side.write("notes.txt", "stray")
        try await side.collect()
        return (side, StorageCatalog(side.collector.index, CatalogMemory()))
    }

    @Test("the list says of each package what the storage holds")
    func packages() async throws {
        let (side, catalog) = try await side()
        let packages = try await catalog.page(limit: 100).packages
        #expect(packages.map(\.name) == ["@babel/core", "@babel/parser", "express", "lodash"])
        #expect(packages.map(\.versions) == [1, 1, 1, 4])
        #expect(packages.map(\.files) == [1, 0, 1, 4])
        #expect(packages.map(\.bytes) == ["@babel/core@7.26.0".utf8.count, 0, 6, 3 * 11 + 6].map(Int64.init))
        #expect(packages.map(\.findings) == [0, 0, 1, 1])
        #expect(
            packages.allSatisfy {
                abs($0.updated.seconds - side.collector.clock.now().seconds) < 600
            }
        )
    }

    @Test("every order begins with the greatest, and names decide among equals")
    func orders() async throws {
        let (side, catalog) = try await side()
        let names = { (order: CatalogOrder) in
            try await catalog.page(order: order, limit: 9).packages.map(\.name)
        }
        #expect(try await names(.name) == ["@babel/core", "@babel/parser", "express", "lodash"])
        #expect(try await names(.bytes) == ["lodash", "@babel/core", "express", "@babel/parser"])
        #expect(try await names(.versions) == ["lodash", "@babel/core", "@babel/parser", "express"])
        #expect(try await names(.findings) == ["express", "lodash", "@babel/core", "@babel/parser"])
        let now = WallClock.system.now().milliseconds
        // The clock of the file system ticks, and the index counts milliseconds.
        repeat { try side.refresh("@babel/parser") } while try side.changed("@babel/parser").milliseconds <= now
        try await side.collect()
        #expect(try await names(.updated).first == "@babel/parser")
    }

    @Test("pages are cut from one order", arguments: CatalogOrder.allCases)
    func pages(_ order: CatalogOrder) async throws {
        let (_, catalog) = try await side()
        let all = try await catalog.page(order: order, limit: 100).packages
        var paged: [CatalogPackage] = []
        var place: CatalogPlace?
        repeat {
            let page = try await catalog.page(order: order, limit: 1, after: place)
            #expect(page.packages.count == 1)
            (paged, place) = (paged + page.packages, page.end)
        } while place != nil
        #expect(paged == all)
        #expect(try await catalog.page(order: order, isReversed: true, limit: 100).packages == all.reversed())
        #expect(try await catalog.count(CatalogFilter()) == all.count)
    }

    @Test("only those are asked for of which something is wrong")
    func withFindings() async throws {
        let (side, catalog) = try await side()
        let filter = CatalogFilter(hasFindings: true)
        let names = ["express", "lodash"]
        #expect(try await catalog.page(filter, limit: 9).packages.map(\.name) == names)
        #expect(try await catalog.count(filter) == 2)
        let findings = FindingStore(database: side.collector.index.database, repository: "npm")
        let id = try #require(try await findings.findings(FindingFilter(package: "lodash")).first?.id)
        try await findings.change(id, to: .ignored, at: Moment(seconds: 1))
        #expect(try await catalog.page(filter, limit: 9).packages.map(\.name) == ["express"])
        try await findings.change(id, to: .open, at: Moment(seconds: 2))
        try await findings.change(id, to: .repairing, at: Moment(seconds: 3))
        try await findings.change(id, to: .failed, at: Moment(seconds: 4))
        #expect(try await catalog.page(filter, limit: 9).packages.map(\.findings) == [1, 1])
    }

    @Test("files that no version names are counted")
    func orphans() async throws {
        let (side, catalog) = try await side()
        let orphans = try await catalog.orphans()
        let size = try #require(try side.storage.info(RelativePath("lodash/lodash-9.9.9.tgz"))?.size)
        #expect(orphans == CatalogOrphans(files: 1, bytes: size))
    }

    @Test(
        "a search is for a part of the name, and its signs mean themselves",
        arguments: [
            ("babel", ["@babel/core", "@babel/parser"]), ("LODASH", ["lodash"]), ("/core", ["@babel/core"]), ("%", []),
            ("_", []), ("l_dash", []), ("\\", []), ("", ["@babel/core", "@babel/parser", "express", "lodash"]),
        ]
    )
    func search(_ text: String, _ names: [String]) async throws {
        let (_, catalog) = try await side()
        #expect(try await catalog.page(CatalogFilter(search: text), limit: 100).packages.map(\.name) == names)
    }

    @Test("only what changed since a moment is asked for, the moment included")
    func changedSince() async throws {
        let (_, catalog) = try await side()
        let newest = try #require(try await catalog.page(order: .updated, limit: 1).packages.first?.updated)
        let at = { (moment: Moment) in
            try await catalog.page(CatalogFilter(changedSince: moment), limit: 9).packages.count
        }
        #expect(try await at(Moment(seconds: 0)) == 4)
        #expect(try await at(newest) >= 1)
        #expect(try await at(newest + .milliseconds(1)) == 0)
    }

    @Test("changed is what has other content than the index knew, whatever times the files have")
    func changedContent() async throws {
        let (side, catalog) = try await side()
        let newest = try #require(try await catalog.page(order: .updated, limit: 1).packages.first?.updated)
        // The index counts milliseconds.
        while WallClock.system.now().milliseconds <= newest.milliseconds {}
        try side.add("lodash", "1.3.0")
        let old = "touch -d 2001-01-01 lodash lodash/*; touch -d 2037-01-01 express express/*"
        #expect(try StockTool("sh").run(["-c", old], in: side.storage.path.string).status == 0)
        try await side.collect()
        let since = newest + .milliseconds(1)
        let changed = try await catalog.page(CatalogFilter(changedSince: since), limit: 9).packages.map(\.name)
        #expect(changed == ["lodash"])
    }

    @Test("one package is found by its exact name")
    func package() async throws {
        let (_, catalog) = try await side()
        #expect(try await catalog.package("lodash")?.files == 4)
        for name in ["Lodash", "lod"] { #expect(try await catalog.package(name) == nil) }
    }

    @Test("the tarballs of a package are told with version, digest and state")
    func files() async throws {
        let (_, catalog) = try await side()
        let files = try await catalog.index.files(of: PackageName("lodash"))
        #expect(files.map(\.path.string).first == "lodash/lodash-1.0.0.tgz")
        #expect(files.map(\.version) == ["1.0.0", "1.1.0", "1.2.0", nil])
        #expect(files.map(\.state) == [.whole, .whole, .whole, .orphan])
        #expect(files[0].sha512 == PackumentFixture.digests("12345 1.0.0").sha512 && files[0].size == 11)
        #expect(try await catalog.index.files(of: PackageName("express")).map(\.state) == [.broken])
        #expect(try await catalog.index.files(of: PackageName("nothing")).isEmpty)
    }

    @Test("findings are asked for by state and package, in pages")
    func findings() async throws {
        let (side, _) = try await side()
        let findings = FindingStore(database: side.collector.index.database, repository: "npm")
        let all = try await findings.findings()
        #expect(all.map(NpmFinding.init) == [.mismatch, .orphan, .stray])
        #expect(all.map(\.state) == [.open, .open, .open] && all.map(\.version) == ["1.0.0", nil, nil])
        #expect(
            try await findings.findings(FindingFilter(package: "lodash")).map(\.path) == ["lodash/lodash-9.9.9.tgz"]
        )
        #expect(try await findings.findings(FindingFilter(states: [.ignored, .failed])).isEmpty)
        #expect(try await findings.findings(limit: 1, offset: 1) == [all[1]])
        #expect(try await findings.unsettledCount() == 3)
        let now = side.collector.clock.now().seconds
        #expect(all.allSatisfy { abs($0.firstSeen.seconds - now) < 600 })
    }

    @Test("what the scopes hold adds up to what the storage holds")
    func scopes() async throws {
        let (side, catalog) = try await side()
        let scopes = try await catalog.scopes()
        #expect(scopes.map(\.scope) == ["", "@babel"])
        #expect(scopes.map(\.packages) == [2, 2] && scopes.map(\.versions) == [4, 1])
        let picture = try side.picture().filter { $0.key != "notes.txt" }
        #expect(scopes.reduce(0) { $0 + $1.files } == picture.count)
        #expect(scopes.reduce(0) { $0 + $1.bytes } == picture.values.reduce(0) { $0 + Int64($1.utf8.count) })
    }

    @Test("names are sorted by their bytes")
    func names() async throws {
        let (side, catalog) = try await side()
        try side.add("JSONStream", "1.0.0")
        try await side.collect()
        let names = ["@babel/core", "@babel/parser", "JSONStream", "express", "lodash"]
        #expect(try await catalog.index.names().map(\.string) == names)
    }

    @Test("when it was collected is known after the first time")
    func collectedAt() async throws {
        let side = try await StorageFixture("s")
        let catalog = StorageCatalog(side.collector.index, CatalogMemory())
        #expect(try await catalog.collectedAt() == nil)
        try await side.collect()
        let moment = try #require(try await catalog.collectedAt())
        #expect(abs(moment.seconds - side.collector.clock.now().seconds) < 600)
    }

    @Test("an unknown repository is empty")
    func unknown() async throws {
        let (side, _) = try await side()
        let other = NpmIndex(database: side.collector.index.database, repository: "other")
        let catalog = StorageCatalog(other, CatalogMemory())
        #expect(try await catalog.page(limit: 9).packages.isEmpty)
        #expect(try await catalog.scopes().isEmpty)
        #expect(try await catalog.index.names().isEmpty)
    }
}
