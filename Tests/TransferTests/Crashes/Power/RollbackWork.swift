import Crypto
import Posix
import Reporting
import TestSupport

@testable import Transfer

/// An import is taken back, from its beginning or from the middle of one that was interrupted.
struct RollbackWork: PowerWork {
    private let scene: ApplyScene
    private let id: String
    private let isInterrupted: Bool
    /// The tree and its records as they were before the import, and the tree as it was after it.
    private let before: TreePicture
    private let records: AcceptedRecords
    private let after: TreePicture

    init(isInterrupted: Bool = false) async throws {
        self.isInterrupted = isInterrupted
        scene = try await ApplyScene(site: "plant-7")
        let far = try await scene.opened(PowerPlace.prepared.name)
        (before, records) = (try TreePicture(far.tree), try RecordStore(far.folder).load())
        id = try await far.apply(scene.archive).id
        after = try TreePicture(far.tree)
        guard isInterrupted else { return }
        let counted = try await scene.copy(PowerPlace.prepared.name, as: "counted")
        let operations = try await CrashPoints.operations { [id] in
            _ = try await counted.engine.rollBack(id, by: "test", reporter: .silent)
        }
        guard let middle = operations.firstIndex(where: { $0.kind == .rename && $0.path.hasSuffix("index.txt") }) else {
            throw Broken("no document is written")
        }
        _ = try await CrashPoints.failing(.inputOutput, at: middle + 1) { [id] in
            try await far.engine.rollBack(id, by: "test", reporter: .silent)
        }
        try Broken.unless(try far.folder.hasUnfinishedImport, "nothing is left to finish")
    }

    func run(_ place: PowerPlace) async throws {
        let far = try await scene.opened(place.name)
        guard !isInterrupted else { return try await recover(far) }
        _ = try await far.engine.rollBack(id, by: "test", reporter: .silent)
    }

    func again(_ place: PowerPlace) async throws {
        let far = try await scene.opened(place.name)
        try await recover(far)
        _ = try await far.engine.rollBack(id, by: "test", reporter: .silent)
    }

    private func recover(_ far: Side) async throws { _ = try await far.engine.recover(reporter: .silent) }

    /// Every file is one of those before and after, whatever a document lists is there, and what is the site's stays.
    func requireSound(_ place: PowerPlace) async throws {
        let far = try await scene.opened(place.name)
        let live = try TextLive(far.tree)
        let pictures = [before, after]
        for path in live.files.keys.map(\.string) {
            let known = pictures.compactMap { $0.entries[path] }
            let now = try TreePicture(far.tree).entries[path]
            try Broken.unless(known.contains { $0 == now }, "\(path) is neither as before nor as after")
        }
        for (package, bytes) in live.documents {
            for (version, digest) in TextTree.lines(bytes) {
                let file = live.file(at: try RelativePath("\(package)/\(version).bin"))
                // A file that was replaced comes back before the line that states its old digest, and never after it.
                let isRight = file?.sha512 == digest || (package == "beta" && file?.sha512 == .init(of: "beta 1.0"))
                try Broken.unless(isRight, "\(package) \(version) is listed and is not there")
            }
        }
        try requireOrder(far)
        try Broken.unless(try far.versions(of: "alpha").contains("9.9"), "alpha 9.9 is not listed any more")
        try Broken.unless(try far.versions(of: "local") == ["1.0"], "local 1.0 is not listed any more")
    }

    /// What is placed last is at no moment there without what it stands for, be it the old one or the new one.
    private func requireOrder(_ far: Side) throws {
        switch try far.text("front.txt") {
        case "front 1":
            let isBack = try far.lines(of: "beta")["1.0"] == .init(of: "beta 1.0")
            try Broken.unless(isBack, "the old front is there before what it stands for")
        case "front 2":
            let isThere = try far.text("alpha/1.1.bin") != nil && far.text("gamma/1.0.bin") != nil
            try Broken.unless(isThere, "the new front is there after what it stands for")
        default: throw Broken("there is no front")
        }
    }

    func requireDone(_ place: PowerPlace) async throws {
        let far = try await scene.opened(place.name)
        try Broken.unless(try !far.folder.hasUnfinishedImport, "a rollback is unfinished")
        try Broken.unless(try TreePicture(far.tree) == before, "it is not the tree before: \(TreePicture(far.tree))")
        try Broken.unless(try RecordStore(far.folder).load() == records, "the records are other ones")
        let deeds = try AppliedLog(far.folder).deeds()
        try Broken.unless(deeds.last?.rolledBack?.id == id, "the log does not say so")
        // None is there where it could not be written.
        guard let receipt = try receipt(far) else { return }
        try Broken.unless(receipt.kind == .rolledBack, "the receipt says \(receipt.kind)")
        try Broken.unless(receipt.acceptedDigest == records.digest(of: receipt.repository.uuid), "another receipt")
    }

    private func receipt(_ far: Side) throws -> Receipt? {
        let store = ReceiptStore(far.folder)
        return try store.last(of: id).map { try store.read($0) }
    }

    func requireConvergence(_ place: PowerPlace) async throws {
        try await recover(try await scene.opened(place.name))
        try await requireSound(place)
        try await again(place)
        try await requireDone(place)
        try Broken.unless(try receipt(await scene.opened(place.name)) != nil, "there is no receipt")
        // The archive can come again, and be taken back again, whatever was left of what had been kept.
        let far = try await scene.opened(place.name)
        try await recover(far)
        try await far.apply(scene.archive)
        try Broken.unless(try TreePicture(far.tree) == after, "the archive does not come again")
        _ = try await far.engine.rollBack(id, by: "test", reporter: .silent)
        try await requireDone(place)
        let left = try TreePicture(far.folder.directory).paths.filter { $0.hasPrefix("undo/\(id)") }
        try Broken.unless(left.isEmpty, "left: \(left)")
    }
}
