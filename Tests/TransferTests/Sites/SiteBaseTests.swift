import Crypto
import Persistence
import Posix
import Reporting
import TestSupport
import Testing
import Time

@testable import Transfer

@Suite("What sites hold") struct SiteBaseTests {
    /// What a case has: what each site holds, what is to be built, and what the base must be.
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let sites: [String]
        let target: String
        let base: String
        var missing: [String] = []
        var testDescription: String { name }
    }

    private static let cases = [
        Case(name: "one site is where it is", sites: ["a/1=x b/1=y"], target: "a/1=x b/1=y c/1=z", base: "a/1=x b/1=y"),
        Case(
            name: "what one of two lacks travels",
            sites: ["a/1=x b/1=y", "a/1=x"],
            target: "a/1=x b/1=y",
            base: "a/1=x"
        ),
        Case(name: "other content is replaced", sites: ["a/1=x", "a/1=old"], target: "a/1=x", base: "a/1=old"),
        Case(
            name: "what is missing travels",
            sites: ["a/1=x b/1=y"],
            target: "a/1=x b/1=y",
            base: "b/1=y",
            missing: ["a/1.bin"]
        ),
        Case(name: "what was held travels", sites: ["a/1*=x b/1=y"], target: "a/1=x b/1=y", base: "b/1=y"),
        Case(name: "what is held now stays at home", sites: ["b/1=y"], target: "a/1*=x b/1=y", base: "b/1=y"),
        Case(
            name: "what some site still has can be deleted",
            sites: ["a/1=x", "a/1=x b/1=y"],
            target: "a/1=x",
            base: "a/1=x b/1=y"
        ),
        Case(name: "nothing is in common", sites: ["a/1=x", "b/1=y"], target: "a/1=x b/1=y", base: ""),
    ]

    private func site(_ number: Int, _ snapshot: Snapshot, missing: [String] = []) throws -> Site {
        Site(
            statement: SiteStatement(
                repositoryUUID: Golden.uuid,
                site: "site-\(number)",
                counter: 1,
                evidence: .applied,
                archiveID: Golden.archiveID,
                snapshot: snapshot.id,
                missing: try missing.map { try RelativePath($0) }
            ),
            heardAt: Side.moment,
            retiredAt: nil,
            listedFiles: 0
        )
    }

    @Test("is the base only where all have it as the target does", arguments: cases)
    func base(of item: Case) throws {
        let holdings = try item.sites.enumerated().map { number, shorthand in
            let snapshot = try Snapshot(shorthand)
            return Holdings(try site(number, snapshot, missing: item.missing), of: snapshot)
        }
        let found = try SiteBase(holdings).entries(against: Snapshot(item.target), knowing: nil)
        let wanted = try Snapshot(item.base).entries
        #expect(found.map(\.path) == wanted.map(\.path))
        #expect(found.map(\.sha512) == wanted.map(\.sha512))
    }

    @Test("an inventory counts by content, and where the site keeps its own for good")
    func inventory() throws {
        let snapshot = try Snapshot("a/1=x b/1=y c/1=z")
        var site = try site(1, snapshot)
        site = Site(
            statement: SiteStatement(
                repositoryUUID: Golden.uuid,
                site: "site-1",
                counter: 1,
                evidence: .inventory,
                archiveID: nil,
                snapshot: Golden.snapshotID,
                conflicts: [try RelativePath("b/1.bin")]
            ),
            heardAt: Side.moment,
            retiredAt: nil,
            listedFiles: 2
        )
        let listed = [
            try RelativePath("a/1.bin"): SHA512Digest(of: "x"), try RelativePath("own/1.bin"): SHA512Digest(of: "o"),
        ]
        let base = SiteBase([Holdings(site, listing: listed)])
        let found = try base.entries(against: snapshot, knowing: snapshot).map(\.path.string)
        #expect(found == ["a/1.bin", "b/1.bin"])
    }
}

@Suite("Archives for sites", .memoryDirectory) struct SiteBuildTests {
    private func near() async throws -> (side: Side, sites: SiteStore) {
        let database = try await Database(.memory)
        return (try await Side("near", database: database), SiteStore(database: database))
    }

    private func far(_ name: String) async throws -> Side {
        var side = try await Side(name)
        side.site = name
        return side
    }

    /// Takes what a site says, and that nothing was delivered.
    private func register(_ statement: SiteStatement, to sites: SiteStore, _ near: Side) async throws -> Registration {
        let kept = SiteFolder(near.folder)
        return try await sites.register(statement, delivering: nil, keptIn: kept, at: Side.moment, by: "test")
    }

    /// Takes the last receipt of a site back to the near side.
    @discardableResult
    private func confirm(_ far: Side, to sites: SiteStore, _ near: Side) async throws -> Registration {
        let store = ReceiptStore(far.folder)
        let receipt = try store.read(#require(store.all().first))
        let artifact = try await near.artifacts.list().first { $0.archiveID == receipt.archiveID }
        return try await sites.register(
            SiteStatement(receipt),
            delivering: artifact?.id,
            keptIn: SiteFolder(near.folder),
            at: Side.moment,
            by: "test"
        )
    }

    private let bySites = BuildRequest(baseline: .sites([]))

    /// A near side, and a site that confirmed its first archive.
    private func confirmed() async throws -> (near: Side, sites: SiteStore, far: Side) {
        let (near, sites) = try await near()
        let far = try await far("plant-7")
        try near.publish("alpha", "1.0")
        try await far.apply(near.archive(bySites))
        try await confirm(far, to: sites, near)
        return (near, sites, far)
    }

    @Test("a lost archive is made up for by the next, which starts from what was confirmed")
    func lost() async throws {
        let (near, sites, far) = try await confirmed()
        try near.publish("alpha", "1.1")
        let lost = try await near.archive(bySites)
        try near.publish("alpha", "1.2")
        let third = try await near.build(bySites)
        let manifest = try #require(third.manifest)
        #expect(manifest.baseSites.map(\.name) == ["plant-7"] && manifest.scope == .delta)
        #expect(manifest.files.map(\.entry.path.string).contains("alpha/1.1.bin"))
        let archive = try near.path(of: third)
        #expect(try far.stage(archive).head.manifest == manifest)
        #expect(try await !far.apply(archive).isPartial)
        #expect(try TreePicture(far.tree) == TreePicture(near.tree))
        #expect(try await !far.apply(lost).didChange)
        #expect(try await confirm(far, to: sites, near).verdict == .news)
        #expect(try await near.build(bySites).manifest == nil)
    }

    @Test("while it is on its way, nothing that is the same is built again")
    func carried() async throws {
        let near = try await confirmed().near
        try near.publish("alpha", "1.1")
        let second = try await near.build(bySites)
        let again = try await near.build(bySites)
        #expect(again.manifest == nil && again.carrier?.id == second.artifact?.id)
        try near.artifacts.folder.removeAll(RelativePath("\(#require(second.artifact).id).tar.zst"))
        #expect(try await near.build(bySites).artifact != nil)
    }

    @Test("one base fits two sites at different states, and one of them can be named")
    func two() async throws {
        let (near, sites) = try await near()
        let (first, second) = (try await far("plant-1"), try await far("plant-2"))
        try near.publish("alpha", "1.0")
        let one = try await near.archive(bySites)
        for far in [first, second] {
            try await far.apply(one)
            try await confirm(far, to: sites, near)
        }
        try near.publish("beta", "1.0")
        try await first.apply(near.archive(bySites))
        try await confirm(first, to: sites, near)
        try near.publish("gamma", "1.0")
        let ahead = try await near.build(BuildRequest(baseline: .sites(["plant-1"]), dryRun: true))
        #expect(ahead.manifest?.files.map(\.entry.package) == ["gamma", "gamma"])
        let both = try await near.build(bySites)
        #expect(both.manifest?.baseSites.map(\.name) == ["plant-1", "plant-2"])
        #expect(Set(both.manifest?.files.map(\.entry.package) ?? []) == ["beta", "gamma"])
        for far in [first, second] {
            try await far.apply(near.path(of: both))
            #expect(try TreePicture(far.tree) == TreePicture(near.tree))
        }
    }

    @Test("what a receipt misses is brought, and a conflict is not brought for ever")
    func gaps() async throws {
        let (near, sites) = try await near()
        let far = try await far("plant-7")
        try near.publish("alpha", "1.0")
        try near.publish("beta", "1.0")
        try far.publish("beta", "1.0", "of the site")
        try await far.apply(near.archive(bySites))
        try await confirm(far, to: sites, near)
        try near.publish("gamma", "1.0")
        let next = try await near.build(bySites)
        #expect(next.manifest?.files.contains { $0.entry.path.string == "beta/1.0.bin" } == false)
        try far.remove("alpha/1.0.bin")
        try await far.apply(near.path(of: next), allowMissing: true)
        try await confirm(far, to: sites, near)
        let mended = try await near.build(bySites)
        #expect(mended.manifest?.files.contains { $0.entry.path.string == "alpha/1.0.bin" } == true)
        #expect(mended.manifest?.files.contains { $0.entry.path.string == "beta/1.0.bin" } == false)
        try await far.apply(near.path(of: mended))
        #expect(try far.text("alpha/1.0.bin") == "alpha 1.0")
    }

    @Test("an inventory takes the place of what was known")
    func inventory() async throws {
        let (near, sites) = try await near()
        let far = try await far("plant-7")
        for version in ["1.0", "1.1"] { try near.publish("alpha", version) }
        try await far.apply(near.archive(bySites))
        try await confirm(far, to: sites, near)
        try far.remove("alpha/1.1.bin")
        let source = TextSource(
            identity: try far.folder.identity(name: "texts", type: "text"),
            root: far.tree,
            created: Side.moment
        )
        let document = try await far.engine.inventory(of: source, at: "plant-7", run: "run", reporter: .silent)
        let inventory = try Inventory(parsing: document.bytes, takenAt: Side.moment) { _ in false }
        #expect(inventory.site == "plant-7" && inventory.counter == Side.moment.seconds + 1)
        #expect(try inventory.repository?.uuid == near.folder.uuid())
        let uuid = try #require(try near.folder.uuid())
        let statement = SiteStatement(inventory, of: "plant-7", about: uuid)
        _ = try await register(statement, to: sites, near)
        let next = try await near.build(bySites)
        #expect(next.manifest?.files.map(\.entry.path.string).contains("alpha/1.1.bin") == true)
        #expect(next.manifest?.files.map(\.entry.path.string).contains("alpha/1.0.bin") == false)
        try await far.apply(near.path(of: next))
        #expect(try far.text("alpha/1.1.bin") == "alpha 1.1")
    }

    @Test("an older statement changes nothing, the same is known, and a retired site does not count")
    func counters() async throws {
        let (near, sites) = try await near()
        let far = try await far("plant-7")
        try near.publish("alpha", "1.0")
        try await far.apply(near.archive(bySites))
        let old = try ReceiptStore(far.folder).read(#require(ReceiptStore(far.folder).all().first))
        try await confirm(far, to: sites, near)
        #expect(try await confirm(far, to: sites, near).verdict == .known)
        try near.publish("alpha", "1.1")
        try await far.apply(near.archive(bySites))
        let last = try await confirm(far, to: sites, near)
        #expect(last.verdict == .news)
        let late = try await register(SiteStatement(old), to: sites, near)
        #expect(late.verdict == .older && late.site == last.site && late.counter < last.counter)
        let kept = SiteFolder(near.folder)
        let retired = try await sites.retire(last.site, keptIn: kept, at: Side.moment, by: "test")
        #expect(!retired.isActive)
        try near.publish("alpha", "1.2")
        #expect(try await near.build(bySites).manifest?.baseSites.isEmpty == true)
    }

    @Test("an archive that another one builds upon may go once that one was delivered")
    func deletion() async throws {
        let (near, sites) = try await near()
        let far = try await far("plant-7")
        try near.publish("alpha", "1.0")
        let first = try await near.build(bySites)
        try await far.apply(near.path(of: first))
        try await confirm(far, to: sites, near)
        try near.publish("alpha", "1.1")
        let second = try await near.build(bySites)
        let id = try #require(first.artifact).id
        let error = await #expect(throws: TransferError.self) { try await near.artifacts.delete(id, force: false) }
        #expect(error?.code == .conflict)
        try await far.apply(near.path(of: second))
        try await confirm(far, to: sites, near)
        #expect(try await near.artifacts.load(#require(second.artifact).id).state == .delivered)
        try await near.artifacts.delete(id, force: false)
    }

    @Test("a site that is not known is refused by its name")
    func unknown() async throws {
        let (near, _) = try await near()
        try near.publish("alpha", "1.0")
        let error = await #expect(throws: TransferError.self) {
            try await near.build(BuildRequest(baseline: .sites(["plant-9"])))
        }
        #expect(error?.code == .notFound && error?.subject == "plant-9")
    }

    @Test("a code says what its receipt does")
    func code() async throws {
        let (near, sites) = try await near()
        let far = try await far("plant-7")
        try near.publish("alpha", "1.0")
        try await far.apply(near.archive(bySites))
        try near.publish("alpha", "1.1")
        try await far.apply(near.archive(bySites))
        let receipt = try ReceiptStore(far.folder).read(#require(ReceiptStore(far.folder).all().first))
        let code = try ReceiptCode(parsing: #require(receipt.code).description)
        let uuid = try #require(try near.folder.uuid())
        let search = CodeSearch(uuid: uuid, sites: [], artifacts: try await near.artifacts.all(of: uuid))
        let statement = try #require(search.statement(of: code, among: ["plant-6", "plant-7"]))
        #expect(statement == SiteStatement(receipt))
        #expect(search.statement(of: code, among: ["plant-6"]) == nil)
        let known = try await register(statement, to: sites, near).site
        let again = CodeSearch(uuid: uuid, sites: [known], artifacts: try await near.artifacts.all(of: uuid))
        #expect(again.statement(of: code, among: ["plant-7"]) == statement)
    }
}
