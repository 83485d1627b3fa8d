import Crypto
import Persistence
import Posix
import TestSupport
import Testing
import Time

@testable import Transfer

@Suite("What sites said, beside the tree", .memoryDirectory) struct SiteFolderTests {
    /// A near side whose archive one site took, with what that said.
    private struct World {
        let near: Side
        let sites: SiteStore
        let uuid: String
        let artifact: Artifact
        let statement: SiteStatement

        var kept: SiteFolder { SiteFolder(near.folder) }
    }

    private func world() async throws -> World {
        let database = try await Database(.memory)
        let near = try await Side("near", database: database)
        var far = try await Side("far")
        far.site = "plant-7"
        try near.publish("alpha", "1.0")
        let built = try await near.build()
        try await far.apply(near.path(of: built))
        let store = ReceiptStore(far.folder)
        let receipt = try store.read(#require(store.all().first))
        return World(
            near: near,
            sites: SiteStore(database: database),
            uuid: try #require(try near.folder.uuid()),
            artifact: try #require(built.artifact),
            statement: SiteStatement(receipt, signedBy: SigningKeys("plant-7").signer)
        )
    }

    @discardableResult
    private func register(_ statement: SiteStatement, _ world: World, delivering: String? = nil) async throws -> Site {
        try await world.sites.register(
            statement,
            delivering: delivering,
            keptIn: world.kept,
            at: Side.moment,
            by: "test"
        ).site
    }

    /// The same near side once its database is lost: what is recorded of artifacts is found again, and nothing else.
    private func withoutDatabase(_ world: World) async throws -> (side: Side, sites: SiteStore) {
        let database = try await Database(.memory)
        let side = try await Side("near", database: database)
        _ = try await side.artifacts.adopt(rules: [TextRules()]) { _ in true }
        return (side, SiteStore(database: database))
    }

    private func inventory(of site: String, counter: Int64, _ world: World) throws -> SiteStatement {
        let lines = ["alpha/1.0.bin", "beta/2.0.bin"].map { "\(SHA512Digest(of: $0).hex)  ./\($0)\n" }.joined()
        let taken = Moment(seconds: counter)
        let list = try Inventory(parsing: Array(lines.utf8), takenAt: taken) { _ in false }
        return SiteStatement(list, of: site, about: world.uuid)
    }

    @Test("who loses the database loses no site: what each said, who signed it, what came there, and the next base")
    func found() async throws {
        let world = try await world()
        try await register(world.statement, world, delivering: world.artifact.id)
        try await register(inventory(of: "plant-8", counter: Side.moment.seconds, world), world)
        try await register(inventory(of: "plant-9", counter: 7, world), world)
        let said = Delivery(
            artifact: world.artifact.id,
            site: "plant-8",
            state: .asserted,
            at: Side.moment,
            assertedBy: "Ann",
            reason: "called"
        )
        try await world.sites.assert(said, of: world.uuid, keptIn: world.kept, by: "test")
        let ninth = try #require(try await world.sites.find("plant-9", of: world.uuid))
        _ = try await world.sites.retire(ninth, keptIn: world.kept, at: Side.moment, by: "test")
        let (before, deliveries) = (try await world.sites.all(of: world.uuid), try await world.sites.deliveries())

        let (side, sites) = try await withoutDatabase(world)
        #expect(try await sites.all(of: world.uuid).isEmpty)
        let names = try await sites.agree(with: world.kept, of: world.uuid, mayWrite: true)
        #expect(names == ["plant-7", "plant-8", "plant-9"])
        #expect(try await sites.all(of: world.uuid) == before)
        #expect(try await sites.deliveries() == deliveries)
        #expect(try await side.artifacts.load(world.artifact.id).state == .delivered)
        for site in before {
            let (mine, theirs) = (try await sites.files(of: site), try await world.sites.files(of: site))
            #expect(mine == theirs, "\(site.name)")
        }
        try world.near.publish("alpha", "1.1")
        let request = BuildRequest(baseline: .sites(["plant-7", "plant-8"]), dryRun: true)
        let (one, other) = (try await world.near.build(request), try await side.build(request))
        #expect(one.manifest?.baseSites.count == 2 && one.manifest?.baseSites == other.manifest?.baseSites)
        #expect(one.manifest?.files == other.manifest?.files)
        // What is known is no news, and is not written again.
        let inodes = try inodes(world)
        #expect(try await sites.agree(with: world.kept, of: world.uuid, mayWrite: true).isEmpty)
        #expect(try self.inodes(world) == inodes)
    }

    /// Which files the statements are: one that was written again is another.
    private func inodes(_ world: World) throws -> [UInt64?] {
        try world.kept.names().map {
            try world.near.folder.directory.info(RelativePath("sites/\($0)/statement.json"))?.inode
        }
    }

    @Test("what only the database knows is kept from then on, unless nothing may be written")
    func kept() async throws {
        let world = try await world()
        try await register(world.statement, world, delivering: world.artifact.id)
        let folder = world.near.folder.directory
        try folder.removeAll(RelativePath("sites"))
        #expect(try await world.sites.agree(with: world.kept, of: world.uuid, mayWrite: false).isEmpty)
        #expect(try world.kept.names().isEmpty)
        #expect(try await world.sites.agree(with: world.kept, of: world.uuid, mayWrite: true).isEmpty)
        #expect(try world.kept.site("plant-7")?.statement == world.statement)
        #expect(try world.kept.deliveries(to: "plant-7").map(\.artifact) == [world.artifact.id])
    }

    @Test("of two that differ the later one counts, on whichever side it is")
    func later() async throws {
        let world = try await world()
        let early = try inventory(of: "plant-7", counter: 7, world)
        let first = try await register(early, world)
        let backup = try #require(try world.near.folder.read("sites/plant-7/statement.json"))
        let last = try await register(world.statement, world)
        #expect(last != first)
        // The storage came back from a backup.
        try world.near.folder.write("sites/plant-7/statement.json", backup)
        #expect(try await world.sites.agree(with: world.kept, of: world.uuid, mayWrite: true).isEmpty)
        #expect(try world.kept.site("plant-7") == last)
        // The database did.
        let (_, sites) = try await withoutDatabase(world)
        let empty = SiteFolder(try await Side("elsewhere").folder)
        _ = try await sites.register(early, delivering: nil, keptIn: empty, at: Side.moment, by: "test")
        #expect(try await sites.agree(with: world.kept, of: world.uuid, mayWrite: true) == ["plant-7"])
        #expect(try await sites.all(of: world.uuid) == [last])
        #expect(try await sites.files(of: last).isEmpty)
    }

    @Test("a new inventory takes the place of the list before, and a receipt leaves none")
    func listings() async throws {
        let world = try await world()
        func names() throws -> [String] {
            let place = try RelativePath("sites/plant-7")
            return try world.near.folder.directory.subdirectory(place).entries().map(\.name).sorted()
        }
        try await register(inventory(of: "plant-7", counter: 7, world), world)
        #expect(try names() == ["files-7", "statement.json"])
        try await register(inventory(of: "plant-7", counter: 8, world), world)
        #expect(try names() == ["files-8", "statement.json"])
        try await register(world.statement, world)
        #expect(try names() == ["statement.json"])
    }

    @Test("what is of another tree is left alone: this one was copied, and goes on under a uuid of its own")
    func copied() async throws {
        let world = try await world()
        try await register(world.statement, world)
        let (_, sites) = try await withoutDatabase(world)
        let other = String(repeating: "a", count: 32)
        #expect(try await sites.agree(with: world.kept, of: other, mayWrite: true).isEmpty)
        #expect(try await sites.all().isEmpty)
    }

    @Test("what cannot be written is not known either")
    func unwritable() async throws {
        let world = try await world()
        try world.near.folder.write("sites", Array("no folder".utf8))
        await #expect(throws: (any Error).self) {
            try await register(world.statement, world, delivering: world.artifact.id)
        }
        #expect(try await world.sites.all().isEmpty)
        #expect(try await world.sites.deliveries().isEmpty)
        try world.near.folder.directory.removeAll(RelativePath("sites"))
        try await register(world.statement, world, delivering: world.artifact.id)
        #expect(try world.kept.site("plant-7")?.statement == world.statement)
    }

    @Test(
        "what is damaged is refused by its path, with the cure",
        arguments: [
            ("\"counter\":1795224600", "\"counter\":0"), ("packferry.site/1", "packferry.site/2"),
            ("plant-7", "plant-6"),
            ("\"kind\":\"applied\"", "\"kind\":\"inventory\""), ("ssh-ed25519 ", "ssh-rsa "), ("{", "["),
            ("\"archive_id\":\"", "\"archive_id\":\"../"), ("\"missing\":[]", "\"missing\":[\"../x\"]"),
        ]
    )
    func damaged(text: String, other: String) async throws {
        let world = try await world()
        try await register(world.statement, world)
        let path = "sites/plant-7/statement.json"
        let right = String(decoding: try world.near.folder.read(path) ?? [], as: UTF8.self)
        #expect(right.contains(text), "\(right)")
        try world.near.folder.write(path, Array(right.replacing(text, with: other, maxReplacements: 1).utf8))
        let error = try #require(throws: TransferError.self) { try world.kept.site("plant-7") }
        #expect([.recordsDamaged, .refused].contains(error.code) && error.subject.hasSuffix(path), "\(error)")
        #expect(error.hint != nil)
    }
}
