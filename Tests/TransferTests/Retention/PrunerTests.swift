import Posix
import Reporting
import TestSupport
import Testing
import Time

@testable import Transfer

@Suite("Removing what need not be kept", .memoryDirectory) struct PrunerTests {
    private func pruner(_ side: Side, isDryRun: Bool = false) -> Pruner {
        Pruner(
            artifacts: side.artifacts,
            snapshots: side.snapshots,
            folder: side.folder,
            isDryRun: isDryRun,
            reporter: .silent
        )
    }

    /// A near side with four archives, each on the one before, of which a site says that it holds the third.
    private func near() async throws -> (near: Side, ids: [String]) {
        let near = try await Side("near")
        var far = try await Side("far")
        far.site = "plant-7"
        var ids: [String] = []
        for version in ["1.0", "1.1", "1.2", "1.3"] {
            try near.publish("alpha", version)
            let result = try await near.build()
            let built = try #require(result.artifact)
            ids.append(built.id)
            guard version < "1.3" else { continue }
            let outcome = try await far.apply(near.path(of: result))
            let store = ReceiptStore(far.folder)
            let receipt = try #require(try store.last(of: outcome.id).map { try store.read($0) })
            _ = try await SiteStore(database: near.artifacts.database).register(
                SiteStatement(receipt),
                delivering: built.id,
                keptIn: SiteFolder(near.folder),
                at: Side.moment,
                by: "test"
            )
        }
        return (near, ids)
    }

    @Test("artifacts that arrived go, oldest ones, with their snapshots; what is on its way keeps what it builds upon")
    func builds() async throws {
        let (near, ids) = try await near()
        let oldest = try await near.artifacts.load(ids[0]).target
        let tried = try await pruner(near, isDryRun: true).builds(artifacts: 1, snapshots: 1, undelivered: false)
        #expect(try await near.artifacts.list().count == 4)
        #expect(try near.snapshots.list().count == 4)
        let done = try await pruner(near).builds(artifacts: 1, snapshots: 1, undelivered: false)
        #expect(tried.artifacts == done.artifacts && tried.snapshots == done.snapshots)
        #expect(done.artifacts.removed.map(\.id) == [ids[1], ids[0]])
        #expect(done.artifacts.removed.allSatisfy { $0.bytes > 100 })
        #expect(done.artifacts.kept.map(\.id) == [ids[2]])
        #expect(done.artifacts.kept.first?.reason.contains("builds upon") == true)
        let targets = try await near.artifacts.list().map(\.target)
        let left = Set(try near.snapshots.list().map(\.id))
        #expect(left.isSuperset(of: targets))
        // All are of one moment here: which of them is the newest, and stays, is anybody's guess.
        #expect(done.snapshots.removed.allSatisfy { $0.id == oldest } && done.snapshots.kept.count >= 2)
        #expect(try await near.artifacts.list().map(\.id).sorted() == [ids[2], ids[3]].sorted())
        let files = try near.artifacts.folder.entries().map(\.name).sorted()
        #expect(files == [ids[2], ids[3]].flatMap { ["\($0).tar.zst", "\($0).tar.zst.sha512"] }.sorted())
        // Nothing more is to be done, and the next archive is as small as ever.
        #expect(try await pruner(near).builds(artifacts: 1, snapshots: 1, undelivered: false).artifacts.removed == [])
        try near.publish("alpha", "1.4")
        let next = try #require(try await near.build().manifest)
        #expect(next.scope == .delta, "\(next.files.map(\.entry.path))")
    }

    @Test("what the last import replaced stays while it is young, and goes with all that is left of it")
    func undo() async throws {
        let (near, far) = (try await Side("near"), try await Side("far"))
        try near.publish("alpha", "1.0")
        try await far.apply(near.archive())
        try near.publish("alpha", "1.1")
        let id = try await far.apply(near.archive()).id
        #expect(try pruner(far).undo(before: Side.moment) == PrunedPart())
        let later = Side.moment + .seconds(60)
        let tried = try pruner(far, isDryRun: true).undo(before: later)
        #expect(tried.removed.map(\.id) == [id] && tried.bytes > 0)
        #expect(try far.folder.directory.info(RelativePath("undo/\(id)")) != nil)
        #expect(try pruner(far).undo(before: later) == tried)
        #expect(try far.folder.directory.info(RelativePath("undo/\(id)")) == nil)
        let error = await #expect(throws: TransferError.self) {
            try await far.engine.rollBack(id, by: "test", reporter: .silent)
        }
        #expect(error?.cause.contains("no longer kept") == true)
    }

    @Test("an import that waited for too long is forgotten")
    func staged() async throws {
        let (near, far) = (try await Side("near"), try await Side("far"))
        try near.publish("alpha", "1.0")
        let staged = try far.stage(try await near.archive())
        #expect(try pruner(far).staged(before: Side.moment) == PrunedPart())
        let later = Side.moment + .seconds(60)
        #expect(try pruner(far, isDryRun: true).staged(before: later).removed.map(\.id) == [staged.id])
        #expect(try far.engine.staging.isWaiting(staged.id))
        #expect(try pruner(far).staged(before: later).bytes > 0)
        #expect(try !far.engine.staging.isWaiting(staged.id))
    }

    @Test("a snapshot of which half is deleted is none, and can be frozen again")
    func halfSnapshot() async throws {
        let near = try await Side("near")
        try near.publish("alpha", "1.0")
        let snapshot = try await near.build().target.id
        try await CrashPoints.forEachStop { point in
            let copy = SnapshotStore(try Directory.making(near.root.appending(RelativePath("copy-\(point.number)"))))
            try copy.save(near.snapshots.load(snapshot))
            _ = try await point.run { try copy.delete(snapshot) }
            let found = try copy.find(snapshot)
            #expect(found == nil || found?.id == snapshot)
            try copy.removePartials()
            try copy.save(near.snapshots.load(snapshot))
            #expect(try copy.find(snapshot)?.id == snapshot)
        }
    }
}
