import Persistence
import Posix
import Reporting
import TestSupport
import Time

@testable import Transfer

/// An archive is built.
struct BuildWork: PowerWork {
    private let isNew: Bool
    private let tree: TreePicture
    /// Open as long as anything is copied: whoever closes a database last writes to it.
    private let near: Side

    init(isNew: Bool = false) async throws {
        self.isNew = isNew
        near = try await Side.opened(.prepared)
        try near.publish("alpha", "1.0")
        if !isNew { try await near.build() }
        try near.publish("alpha", "1.1")
        try near.publish("beta", "1.0")
        tree = try TreePicture(near.tree)
    }

    private var built: Int { isNew ? 1 : 2 }

    func run(_ place: PowerPlace) async throws {
        let near = try await Side.opened(place)
        if place.name != PowerPlace.prepared.name { try near.folder.declareMoved() }
        try await near.build()
    }

    func again(_ place: PowerPlace) async throws {
        try await Side.opened(place).engine.recover(reporter: .silent)
        try await run(place)
    }

    func requireSound(_ place: PowerPlace) async throws {
        let near = try await Side.opened(place)
        try Broken.unless(try TreePicture(near.tree) == tree, "the tree is another one")
        for entry in try near.artifacts.folder.entries() where ArtifactName(file: entry.name) != nil {
            let path = try near.artifacts.folder.path.appending(RelativePath(entry.name))
            _ = try ImportEngine.verify(ArchiveInput(path), rules: [TextRules()], reporter: .silent)
            try Sidecar.check(path)
        }
    }

    func requireConvergence(_ place: PowerPlace) async throws {
        try await again(place)
        try await requireSound(place)
        try await requireDone(place)
        let near = try await Side.opened(place)
        try Broken.unless(try await near.build().artifact == nil, "it was not all carried")
        let left = try TreePicture(near.folder.directory).paths
        try Broken.unless(Set(left).subtracting(["repository.json", "sequence", "work/"]).isEmpty, "left: \(left)")
        let names = try near.artifacts.folder.entries().map(\.name).filter { $0.hasPrefix(".") || $0.contains(".tmp") }
        try Broken.unless(names.isEmpty, "left: \(names)")
    }

    /// Archives with their lines, and what they lead to.
    func requireDone(_ place: PowerPlace) async throws {
        let near = try await Side.opened(place)
        let recorded = try await near.artifacts.list()
        try Broken.unless(recorded.count == built, "\(recorded.count) are recorded")
        for artifact in recorded {
            try near.artifacts.checkDigest(artifact, reporter: .silent)
            let sidecar = try near.artifacts.folder.info(RelativePath("\(artifact.id).tar.zst.sha512"))
            try Broken.unless(sidecar != nil, "\(artifact.id) has no line")
            try Broken.unless(try near.snapshots.find(artifact.target) != nil, "its snapshot is gone")
        }
        try Broken.unless(Set(recorded.map(\.sequence)).count == built, "two have one number")
    }
}

/// An archive that was carried is deleted.
struct DeleteWork: PowerWork {
    /// As in `BuildWork`.
    private let near: Side

    init() async throws {
        near = try await Side.opened(.prepared)
        try near.publish("alpha", "1.0")
        try await near.build()
    }

    func run(_ place: PowerPlace) async throws {
        let near = try await Side.opened(place)
        for artifact in try await near.artifacts.list() { try await near.artifacts.delete(artifact.id, force: true) }
    }

    func requireDone(_ place: PowerPlace) async throws {
        let near = try await Side.opened(place)
        try Broken.unless(try await near.artifacts.list().isEmpty, "it is recorded")
        let files = try near.artifacts.folder.entries().map(\.name)
        try Broken.unless(files.isEmpty, "there is \(files)")
    }
}

/// What need not be kept is removed: an archive, its snapshot, an import that waits, and what another one replaced.
struct PruneWork: PowerWork {
    /// As in `BuildWork`.
    private let near: Side
    private let kept: String

    init() async throws {
        near = try await Side.opened(.prepared)
        let far = try await Side("elsewhere")
        // What is the older one shows by its time alone.
        let (name, records) = (PowerPlace.prepared.name, near.artifacts.database)
        let earlier = try await Side(name, now: Side.moment - .seconds(60), database: records)
        try earlier.publish("alpha", "1.0")
        try await earlier.build()
        try far.publish("beta", "1.0")
        let first = try await far.archive()
        try far.publish("beta", "1.1")
        let second = try await far.archive()
        try await near.apply(first)
        try await near.apply(second)
        try far.publish("beta", "1.2")
        _ = try near.stage(try await far.archive())
        // Whole, so that it builds upon none of those before.
        kept = try await near.build(BuildRequest(baseline: .none)).artifact?.id ?? ""
    }

    func run(_ place: PowerPlace) async throws {
        let near = try await Side.opened(place)
        let pruner = Pruner(
            artifacts: near.artifacts,
            snapshots: near.snapshots,
            folder: near.folder,
            isDryRun: false,
            reporter: .silent
        )
        _ = try await pruner.builds(artifacts: 1, snapshots: 1, undelivered: true)
        _ = try pruner.undo(before: Side.moment + .seconds(60))
        _ = try pruner.staged(before: Side.moment + .seconds(60))
    }

    /// What is kept is whole, and nothing is half there that would still count.
    func requireSound(_ place: PowerPlace) async throws {
        let near = try await Side.opened(place)
        let artifact = try await near.artifacts.load(kept)
        try near.artifacts.checkDigest(artifact, reporter: .silent)
        for snapshot in try near.snapshots.list() { _ = try near.snapshots.load(snapshot.id) }
        try Broken.unless(try near.snapshots.find(artifact.target) != nil, "its snapshot is gone")
        for waiting in try near.engine.staging.list() { _ = try near.engine.staging.load(waiting.id) }
        for undo in try UndoFolder.all(in: near.folder) where try undo.isSealed { _ = try undo.read() }
    }

    func requireDone(_ place: PowerPlace) async throws {
        let near = try await Side.opened(place)
        let recorded = try await near.artifacts.list().map(\.id)
        try Broken.unless(recorded == [kept], "recorded are \(recorded), not \(kept) alone")
        let files = try near.artifacts.folder.entries().map(\.name).filter { !$0.hasPrefix(kept) }
        try Broken.unless(files.isEmpty, "there is \(files)")
        try Broken.unless(try near.snapshots.list().count == 1, "a snapshot is left")
        try Broken.unless(try near.engine.staging.list().isEmpty, "an import waits")
        let undo = try UndoFolder.all(in: near.folder).filter { try $0.isSealed }
        try Broken.unless(undo.isEmpty, "there is something to take back")
    }
}

extension Side {
    /// A side whose records lie in a folder too.
    fileprivate static func opened(_ place: PowerPlace) async throws -> Side {
        let file = try Folder(place.beside).path.appending("state.sqlite")
        return try await Side(place.name, database: Database(.file(file)))
    }
}
