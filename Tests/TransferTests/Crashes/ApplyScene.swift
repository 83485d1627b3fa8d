import Crypto
import Persistence
import Posix
import Reporting
import TestSupport

@testable import Transfer

/// A site with files of the source and of its own, and an archive that adds, replaces and merges.
struct ApplyScene: Sendable {
    let archive: AbsolutePath
    private let site: String?
    private let old: TreePicture
    private let new: TreePicture
    private let records: AcceptedRecords
    private let leftovers: TreePicture
    private let contents: Set<String>
    /// How many archives were applied in the end.
    private let applied: Int
    /// What the file holds in the end that is placed last.
    private var front: String { "front \(applied)" }
    /// Nothing is kept in it; making one for each site would take longer than the site.
    private let database: Database

    /// Prepares both sides; the site is a new one, or has taken an archive before, and writes receipts if it has a name.
    init(site: String? = nil, isNew: Bool = false) async throws {
        self.site = site
        database = try await Database(.memory)
        let near = try await Side("near")
        var far = try await Side(PowerPlace.prepared.name)
        far.site = site
        for package in ["alpha", "beta"] { try near.publish(package, "1.0") }
        try near.write("front.txt", "front 1")
        let first = try await near.archive()
        if !isNew { try await far.apply(first) }
        try far.publish("alpha", "9.9", "local")
        try far.publish("local", "1.0")
        old = try TreePicture(far.tree)
        try near.publish("alpha", "1.1")
        try near.publish("beta", "1.0", "republished")
        try near.publish("gamma", "1.0")
        try near.write("front.txt", "front 2")
        archive = isNew ? first : try await near.archive()
        applied = isNew ? 1 : 2
        var undisturbed = try await Side("undisturbed", database: database)
        undisturbed.site = site
        try far.tree.copy(to: undisturbed.tree.path)
        try await undisturbed.apply(archive)
        new = try TreePicture(undisturbed.tree)
        records = try RecordStore(undisturbed.folder).load()
        leftovers = try Self.leftovers(undisturbed)
        contents = [
            "alpha 1.0", "alpha 1.1", "local", "beta 1.0", "republished", "gamma 1.0", "local 1.0", "front 1",
            "front 2",
        ]
    }

    /// The number of the first such operation of an undisturbed apply.
    func operation(where isWanted: (FileOperation) -> Bool) async throws -> Int {
        let far = try await copy(PowerPlace.prepared.name, as: "counted-\(Int.random(in: 0...(.max)))")
        let operations = try await CrashPoints.operations { _ = try await far.apply(archive) }
        guard let index = operations.firstIndex(where: isWanted) else { throw Broken("there is no such operation") }
        return index + 1
    }

    /// The site as it is before the archive comes.
    func far(_ name: String) async throws -> Side { try await copy(PowerPlace.prepared.name, as: name) }

    /// A site like another one.
    func copy(_ other: String, as name: String) async throws -> Side {
        let folder = try AbsolutePath(TemporaryDirectory.current)
        let (from, to) = (try RelativePath("\(other)/tree"), try RelativePath("\(name)/tree"))
        try Directory(opening: folder.appending(from)).copy(to: folder.appending(to))
        return try await opened(name)
    }

    /// The site that lies there.
    func opened(_ name: String) async throws -> Side {
        var far = try await Side(name, database: database)
        far.site = site
        return far
    }
}

extension ApplyScene {
    /// At no moment may a file be half there, a version be listed whose file is not what it should be, or something of
    /// the site be lost.
    func requireSound(_ far: Side) throws {
        let live = try TextLive(far.tree)
        for file in live.files.values {
            try Broken.unless(contents.contains(try far.text(file.path.string) ?? ""), "\(file.path) is none of ours")
        }
        for (package, bytes) in live.documents {
            for (version, digest) in TextTree.lines(bytes) {
                let file = live.file(at: try RelativePath("\(package)/\(version).bin"))
                // A replaced file comes before the line that states its new digest.
                let isRight = file?.sha512 == digest || (package == "beta" && file?.sha512 == .init(of: "republished"))
                try Broken.unless(isRight, "\(package) \(version) is listed and is not there")
            }
        }
        try requireOrder(far)
        try Broken.unless(try far.versions(of: "alpha").contains("9.9"), "alpha 9.9 is not listed any more")
        try Broken.unless(try far.versions(of: "local") == ["1.0"], "local 1.0 is not listed any more")
    }

    /// What is placed last is not there before all that it stands for.
    private func requireOrder(_ far: Side) throws {
        guard try far.text("front.txt") == front else { return }
        for (package, version) in applied == 1 ? [("beta", "1.0")] : [("alpha", "1.1"), ("gamma", "1.0")] {
            let isListed = try far.versions(of: package).contains(version)
            try Broken.unless(isListed, "the front is there before \(package) \(version)")
        }
    }

    /// A restart finishes what was begun; a further run changes nothing or does it all; the end is always the same.
    ///
    /// After a power cut, what was kept to go back to may be lost.
    func requireConvergence(_ far: Side, afterPowerCut: Bool = false) async throws {
        try await far.engine.recover(reporter: .silent)
        try Broken.unless(try !far.folder.hasUnfinishedImport, "an import is still unfinished")
        let recovered = try TreePicture(far.tree)
        try Broken.unless(recovered == old || recovered == new, "neither old nor new: \(recovered)")
        if recovered == old { try await far.apply(archive) }
        try requireDone(far)
        let log = try AppliedLog(far.folder).outcomes()
        try Broken.unless(log.count == applied, "logged: \(log.map(\.appliedBy))")
        let left = try Self.leftovers(far)
        let isPromised = { (path: String) in !afterPowerCut || !path.hasPrefix("undo/") }
        let (found, wanted) = (
            left.entries.filter { isPromised($0.key) }, leftovers.entries.filter { isPromised($0.key) }
        )
        try Broken.unless(found == wanted, "left: \(left.paths)")
    }

    /// The tree is as it is to be in the end.
    func requireTree(_ far: Side) throws {
        try Broken.unless(try TreePicture(far.tree) == new, "it is not the new tree: \(TreePicture(far.tree))")
    }

    /// What an apply that has returned leaves, without anything being done after it.
    func requireDone(_ far: Side) throws {
        try Broken.unless(try !far.folder.hasUnfinishedImport, "an import is unfinished")
        try requireTree(far)
        try Broken.unless(try RecordStore(far.folder).load() == records, "the records are other ones")
        let log = try AppliedLog(far.folder).outcomes()
        try Broken.unless(log.count >= applied, "logged: \(log.map(\.appliedBy))")
        try requireReceipt(far, of: log.first)
    }

    private func requireReceipt(_ far: Side, of outcome: ImportOutcome?) throws {
        guard site != nil, let outcome else { return }
        let store = ReceiptStore(far.folder)
        guard let kept = try store.last(of: outcome.id) else { throw Broken("there is no receipt") }
        let receipt = try store.read(kept)
        try Broken.unless(receipt.acceptedDigest == records.digest(of: receipt.repository.uuid), "another receipt")
        try Broken.unless(try store.all().count == applied, "\(try store.all().count) receipts")
    }

    /// What lies in `.packferry` in the end, without what tells of a run: its name, and how often it began.
    private static func leftovers(_ far: Side) throws -> TreePicture {
        let told: Set<String> = ["applied.jsonl", "repository.json", "receipts", "counter"]
        return try TreePicture(far.folder.directory, skipping: told)
    }
}
