import Persistence
import Posix
import Reporting
import TestSupport
import Testing
import Time

@testable import Transfer

/// What happens to archives on their way, and to the trees at either end.
@Suite("Scenarios of chains", .memoryDirectory) struct ChainScenarioTests {
    private let database: Database
    private let near: Side
    private let far: Side

    init() async throws {
        database = try await Database(.memory)
        near = try await Side("near", database: database)
        far = try await Side("far", database: database)
    }

    private func target() throws -> String? { try RecordStore(far.folder).load().target?.archiveID }

    /// An archive of one package for itself.
    private func part(_ package: String) async throws -> AbsolutePath {
        try await near.archive(BuildRequest(selection: CaptureSelection(specs: [package])))
    }

    /// Copies a tree, with all that lies in it.
    private func backup(of side: Side) throws -> Directory {
        let path = side.root.appending(try RelativePath("backup"))
        try side.tree.copy(to: path)
        return try Directory(opening: path)
    }

    /// Brings a copy back in the tree's own place; what the side itself remembers stays.
    private func restore(_ backup: Directory, as name: String, in side: Side) async throws -> Side {
        for entry in try side.tree.entries() { try side.tree.removeAll(RelativePath(entry.name)) }
        try backup.copy(to: side.tree.path)
        return try await Side(name, database: database)
    }

    @Test("a stick that is found months later brings nothing that was overtaken, and changes nothing back")
    func foundLater() async throws {
        try near.publish("alpha", "1.0")
        try await far.apply(near.archive())
        try near.publish("alpha", "1.1")
        try near.publish("beta", "1.0", "as it was on the stick")
        try near.publish("gamma", "1.0", "withdrawn since")
        let stick = try await near.archive()
        try near.publish("beta", "1.0", "as it is now")
        try near.remove("gamma")
        let newest = try await far.apply(near.archive(BuildRequest(baseline: .none)))
        let before = try TreePicture(far.tree)
        let engine = far.engine(patience: .zero, now: Moment(seconds: Side.moment.seconds + 100 * 86_400))
        let staged = try engine.stage(ArchiveInput(stick), reporter: .silent)
        let options = ApplyOptions(initiator: "test")
        let outcome = try await engine.apply(staged, options: options, reporter: .silent)
        #expect(!outcome.didChange && !outcome.isPartial && outcome.superseded == 2)
        #expect(try TreePicture(far.tree) == before)
        #expect(try target() == newest.id)
    }

    @Test("after the near tree came back from an old backup, the far side keeps what it has and takes what is new")
    func nearRestored() async throws {
        try near.publish("alpha", "1.0")
        try await far.apply(near.archive())
        let backup = try backup(of: near)
        try near.publish("alpha", "1.1")
        let second = try await near.build()
        try await far.apply(near.path(of: second))
        let restored = try await restore(backup, as: "near", in: near)
        let early = await #expect(throws: TransferError.self) { try await restored.build() }
        #expect(early?.hint?.contains("--restored") == true)
        try restored.folder.declareRestored(knowing: second.manifest?.sequence ?? 0, remembered: nil)
        try restored.publish("alpha", "1.2")
        let third = try await restored.build()
        #expect((third.manifest?.sequence ?? 0) > (second.manifest?.sequence ?? 0))
        let outcome = try await far.apply(restored.path(of: third))
        // What a restored tree lacks may only not have come back: nothing of it is listed as gone.
        #expect(!outcome.isPartial && outcome.pendingDeletes == 0)
        #expect(try far.versions(of: "alpha") == ["1.0", "1.1", "1.2"])
    }

    @Test("after the far tree came back from a backup, the archives since then lead to where it was")
    func farRestored() async throws {
        try near.publish("alpha", "1.0")
        try await far.apply(near.archive())
        let backup = try backup(of: far)
        var archives: [AbsolutePath] = []
        for version in ["1.1", "1.2"] {
            try near.publish("alpha", version)
            archives.append(try await near.archive())
            try await far.apply(archives[archives.count - 1])
        }
        let before = try TreePicture(far.tree)
        let restored = try await restore(backup, as: "far", in: far)
        let refusal = await #expect(throws: TransferError.self) { try await restored.apply(archives[1]) }
        #expect(refusal?.code == .missingBase && refusal?.details.contains("alpha/1.1.bin") == true)
        for archive in archives { #expect(try await !restored.apply(archive).isPartial) }
        #expect(try TreePicture(restored.tree) == before)
    }

    @Test("a part that comes before the regular archive, and one that comes after it, change no state")
    func parts() async throws {
        for package in ["alpha", "beta"] { try near.publish(package, "1.0") }
        #expect(try await far.apply(part("alpha")).placed == 1)
        #expect(try target() == nil && far.versions(of: "beta").isEmpty)
        let regular = try await far.apply(near.archive())
        #expect(!regular.isPartial && regular.placed == 1)
        #expect(try TreePicture(far.tree) == TreePicture(near.tree))
        try near.publish("beta", "1.1")
        #expect(try await far.apply(part("beta")).placed == 1)
        #expect(try target() == regular.id)
        let next = try await far.apply(near.archive())
        #expect(!next.isPartial && next.placed == 0)
        #expect(try target() == next.id)
        #expect(try TreePicture(far.tree) == TreePicture(near.tree))
    }

    @Test("a part is taken back, and what is taken back after a part leaves what that brought")
    func partsTakenBack() async throws {
        for package in ["alpha", "beta"] { try near.publish(package, "1.0") }
        try await far.apply(part("alpha"))
        let onlyPart = try TreePicture(far.tree)
        let regular = try await near.archive()
        let applied = try await far.apply(regular)
        _ = try await far.engine.rollBack(applied.id, by: "test", reporter: .silent)
        #expect(try TreePicture(far.tree) == onlyPart)
        try await far.apply(regular)
        let before = try TreePicture(far.tree)
        try near.publish("beta", "1.1")
        let outcome = try await far.apply(part("beta"))
        _ = try await far.engine.rollBack(outcome.id, by: "test", reporter: .silent)
        #expect(try TreePicture(far.tree) == before)
        #expect(try target() == applied.id)
    }

    @Test("a conflict that lasts over ten archives keeps nothing out, and is said every time")
    func lastingConflict() async throws {
        try near.publish("alpha", "1.0")
        try far.publish("alpha", "1.0", "the site's own")
        for number in 1...10 {
            try near.publish("alpha", "2.\(number)")
            try near.publish("beta", "1.0", "republished \(number)")
            let outcome = try await far.apply(near.archive())
            #expect(outcome.isPartial && outcome.missing.isEmpty)
            #expect(outcome.conflicts.allSatisfy { $0.contains("alpha") }, "\(outcome.conflicts)")
            #expect(try far.text("alpha/2.\(number).bin") != nil && far.text("beta/1.0.bin") == "republished \(number)")
        }
        #expect(try far.text("alpha/1.0.bin") == "the site's own")
        #expect(try far.versions(of: "alpha").count == 11)
    }
}
