import Posix
import Reporting
import TestSupport
import Testing

@testable import Transfer

/// An import that is taken back.
@Suite(.memoryDirectory) struct RollbackTests {
    private let near: Side
    private let far: Side

    init() async throws {
        near = try await Side("near")
        var far = try await Side("far")
        far.site = "plant-7"
        self.far = far
    }

    /// A tree and its records, but for what is kept of imports and of what was said of them.
    private func picture() throws -> TreePicture {
        try TreePicture(far.tree, skipping: ["applied.jsonl", "undo", "receipts", "counter", "staging", "work"])
    }

    @discardableResult
    private func rollBack(_ id: String) async throws -> RollbackOutcome {
        try await far.engine.rollBack(id, by: "test", reporter: .silent)
    }

    /// An archive that adds, replaces and merges, upon one that is there.
    private func secondArchive() async throws -> AbsolutePath {
        for package in ["alpha", "beta"] { try near.publish(package, "1.0") }
        try far.publish("local", "1.0")
        try await far.apply(near.archive())
        try near.publish("alpha", "1.1")
        try near.publish("beta", "1.0", "republished")
        try near.publish("gamma", "1.0")
        try near.write(TextTree.frontName, "second")
        return try await near.archive()
    }

    @Test("the tree and the records are what they were, byte for byte; the archive may come again")
    func whole() async throws {
        let archive = try await secondArchive()
        let before = try picture()
        let applied = try await far.apply(archive)
        let after = try picture()
        let outcome = try await rollBack(applied.id)
        #expect(try picture() == before)
        #expect((outcome.removed, outcome.restored, outcome.documents) == (3, 1, 3))
        #expect(!outcome.isPartial && outcome.packages == 4)
        #expect(try await far.apply(archive).didChange)
        #expect(try picture() == after)
    }

    @Test("the first archive goes without a trace, and its source need not be the only one any more")
    func first() async throws {
        try far.publish("local", "1.0")
        _ = try far.folder.identity(name: "far", type: "text")
        let before = try picture()
        try near.publish("alpha", "1.0")
        let applied = try await far.apply(near.archive())
        let outcome = try await rollBack(applied.id)
        #expect(outcome.removed == 1 && outcome.documents == 1)
        #expect(try far.text(".packferry/accepted.json")?.contains(#""files":[]"#) == true)
        try far.remove(".packferry/accepted.json")
        #expect(try picture() == before)
        let other = try await Side("other")
        try other.publish("omega", "1.0")
        #expect(try await far.apply(other.archive()).placed == 1)
    }

    @Test("what the site published, changed or removed since stays as the site wants it")
    func siteChanges() async throws {
        let archive = try await secondArchive()
        let applied = try await far.apply(archive)
        try far.publish("alpha", "7.7", "published here")
        try far.publish("gamma", "2.0", "published here too")
        try far.publish("beta", "1.0", "changed here")
        let outcome = try await rollBack(applied.id)
        #expect(try far.versions(of: "alpha") == ["1.0", "7.7"])
        #expect(try far.text("alpha/1.1.bin") == nil)
        #expect(try far.versions(of: "gamma") == ["2.0"] && far.text("gamma/1.0.bin") == nil)
        #expect(try far.text("beta/1.0.bin") == "changed here")
        #expect(outcome.isPartial && outcome.kept.map { $0.contains("beta/1.0.bin") } == [true])
    }

    @Test("what the site removed since stays away, and is no hindrance")
    func siteRemovals() async throws {
        let archive = try await secondArchive()
        let applied = try await far.apply(archive)
        try far.remove("gamma")
        try far.remove("alpha/1.1.bin")
        let outcome = try await rollBack(applied.id)
        #expect(!outcome.isPartial && outcome.removed == 1)
        #expect(try far.text("gamma/index.txt") == nil && far.versions(of: "alpha") == ["1.0"])
    }

    @Test("a file that lay there before the source brought the same stays, and is the site's again")
    func prior() async throws {
        try near.publish("alpha", "1.0")
        try far.publish("alpha", "1.0")
        let applied = try await far.apply(near.archive())
        try await rollBack(applied.id)
        #expect(try far.text("alpha/1.0.bin") == "alpha 1.0" && far.versions(of: "alpha") == ["1.0"])
        #expect(try RecordStore(far.folder).load() == AcceptedRecords())
    }

    @Test("only the last import can be taken back; the one before it once that is done, if it is kept")
    func order() async throws {
        try near.publish("alpha", "1.0")
        let first = try await far.apply(near.archive())
        try near.publish("alpha", "1.1")
        let second = try await far.apply(near.archive())
        let refusal = await #expect(throws: TransferError.self) { try await rollBack(first.id) }
        #expect(refusal?.code == .conflict && refusal?.hint?.contains(second.id) == true)
        try await rollBack(second.id)
        // One step is kept: the undo of the first went when the second changed something.
        let gone = await #expect(throws: TransferError.self) { try await rollBack(first.id) }
        #expect(gone?.code == .conflict && gone?.cause.contains("no longer kept") == true)
    }

    @Test("an archive that changed only the records is taken back before the one that changed the tree")
    func recordsAlone() async throws {
        try near.publish("alpha", "1.0")
        let first = try await far.apply(near.archive())
        try near.publish("alpha", "1.1")
        try far.publish("alpha", "1.1")
        let second = try await far.apply(near.archive())
        #expect(second.placed == 0)
        try await rollBack(second.id)
        #expect(try far.versions(of: "alpha") == ["1.0", "1.1"])
        #expect(try RecordStore(far.folder).load().target?.archiveID == first.id)
    }

    @Test("applied twice, with damage mended in between, it is taken back to what was before the first time")
    func twice() async throws {
        let archive = try await secondArchive()
        let before = try picture()
        try await far.apply(archive)
        try far.remove("gamma/1.0.bin")
        try far.write("alpha/1.1.bin", "alpha 1.1")
        let again = try await far.apply(archive)
        #expect(again.placed == 1)
        try await rollBack(again.id)
        #expect(try picture() == before)
    }

    @Test("asked twice, nothing is done the second time; what was never applied is not found")
    func repeated() async throws {
        try near.publish("alpha", "1.0")
        let applied = try await far.apply(near.archive())
        let outcome = try await rollBack(applied.id)
        let again = try await rollBack(applied.id)
        #expect(again.rolledBackAt == outcome.rolledBackAt && !again.didChange)
        let refusal = await #expect(throws: TransferError.self) { try await rollBack(Golden.uuid) }
        #expect(refusal?.code == .notFound)
    }

    @Test("tried, it says what would be done and changes nothing")
    func trial() async throws {
        let applied = try await far.apply(secondArchive())
        let before = try TreePicture(far.tree)
        let outcome = try await far.engine.tryRollingBack(applied.id, by: "test", reporter: .silent)
        #expect(outcome.isDryRun && outcome.removed == 3 && outcome.restored == 1)
        #expect(try TreePicture(far.tree) == before)
    }

    @Test("the receipt of it says what the tree is again, and counts more than the one before")
    func receipt() async throws {
        let archive = try await secondArchive()
        let store = ReceiptStore(far.folder)
        let first = try store.read(try #require(try store.all().first))
        let applied = try await far.apply(archive)
        try await rollBack(applied.id)
        let receipt = try store.read(try #require(try store.last(of: applied.id)))
        #expect(receipt.kind == .rolledBack && receipt.snapshot == first.snapshot && receipt.missing == [])
        #expect(receipt.acceptedDigest == first.acceptedDigest && receipt.counter > first.counter + 1)
        #expect(receipt.code != nil)
    }

    @Test("what is known of the import says that it was taken back, until it is applied again")
    func known() async throws {
        let archive = try await secondArchive()
        let applied = try await far.apply(archive)
        #expect(try KnownImport.find(applied.id, in: far.folder)?.canRollBack == true)
        try await rollBack(applied.id)
        let known = try #require(try KnownImport.find(applied.id, in: far.folder))
        #expect(known.rollback?.id == applied.id && !known.canRollBack && known.outcome != nil)
        try await far.apply(archive)
        let again = try #require(try KnownImport.find(applied.id, in: far.folder))
        #expect(again.rollback == nil && again.canRollBack)
    }
}

/// What is kept so that an import can be taken back.
@Suite(.memoryDirectory) struct UndoRecordTests {
    private let record: UndoRecord

    init() throws {
        let (file, index) = (try RelativePath("a/1.bin"), try RelativePath("a/index.txt"))
        var record = UndoRecord(of: Golden.archiveID)
        try record.add(.init(path: file, kind: .file, package: "a", old: nil, new: .init(of: "1")))
        try record.add(.init(path: index, kind: TextTree.index, package: "a", old: .init(of: "0"), new: nil))
        self.record = record
    }

    @Test("says in lines what each file was and is, and reads them again")
    func lines() throws {
        let file = OpenFile(try Folder("undo").directory.create(RelativePath("undo.jsonl")))
        try record.write { try file.descriptor.write($0) }
        try file.descriptor.seek(to: 0)
        let text = String(decoding: try file.descriptor.readAll(limit: 1 << 20), as: UTF8.self)
        #expect(text.split(separator: "\n").count == 3)
        #expect(text.hasPrefix(#"{"format":"packferry.undo/1","import":"\#(Golden.archiveID)"}"# + "\n"))
        try file.descriptor.seek(to: 0)
        #expect(try UndoRecord(reading: file) == record)
    }

    @Test("what is damaged is no undo", arguments: ["", "{}", "x", #"{"format":"packferry.undo/2","import":"1"}"#])
    func damage(_ text: String) async throws {
        let far = try await Side("far")
        let undo = UndoFolder(of: Golden.archiveID, in: far.folder)
        #expect(try undo.read() == nil)
        try far.write(".packferry/undo/\(Golden.archiveID)/undo.jsonl", text)
        #expect(throws: TransferError.self) { try undo.read() }
    }
}

/// A rollback that is stopped, or hindered, at every single operation that changes what lies on disk.
@Suite(.memoryDirectory, .ends) struct RollbackCrashTests {
    private let archive: AbsolutePath
    private let id: String
    private let old: TreePicture
    private let records: AcceptedRecords

    init() async throws {
        let (near, far) = (try await Side("near"), try await Side("prepared"))
        for package in ["alpha", "beta"] { try near.publish(package, "1.0") }
        try await far.apply(near.archive())
        try far.publish("alpha", "9.9", "local")
        old = try TreePicture(far.tree)
        records = try RecordStore(far.folder).load()
        try near.publish("alpha", "1.1")
        try near.publish("beta", "1.0", "republished")
        try near.publish("gamma", "1.0")
        try near.write(TextTree.frontName, "second")
        archive = try await near.archive()
        id = try await far.apply(archive).id
    }

    private func site(_ name: String) async throws -> Side {
        let folder = try AbsolutePath(TemporaryDirectory.current)
        let (from, to) = (try RelativePath("prepared/tree"), try RelativePath("\(name)/tree"))
        try Directory(opening: folder.appending(from)).copy(to: folder.appending(to))
        return try await Side(name)
    }

    /// Whatever happened, going on ends where an undisturbed rollback does.
    private func expectConvergence(_ far: Side) async throws {
        try await far.engine.recover(reporter: .silent)
        #expect(try ImportJournal.interrupted(in: far.folder) == nil)
        _ = try await far.engine.rollBack(id, by: "test", reporter: .silent)
        let tree = try TreePicture(far.tree)
        #expect(tree == old, "\(far.root)")
        #expect(try RecordStore(far.folder).load() == records)
        let left = try TreePicture(far.folder.directory).paths.filter { $0.firstMatch(of: #/^(work|undo)/./#) != nil }
        #expect(left == [])
        #expect(try AppliedLog(far.folder).deeds().count { $0.rolledBack != nil } == 1)
    }

    /// No version is listed whose file is not there, at any moment.
    private func expectSound(_ far: Side) throws {
        let live = try TextLive(far.tree)
        for (package, bytes) in live.documents {
            for version in TextTree.lines(bytes).keys {
                #expect(live.file(at: try RelativePath("\(package)/\(version).bin")) != nil, "\(package) \(version)")
            }
        }
    }

    @Test("stopped anywhere, it goes on to the same end")
    func stops() async throws {
        let stops = try await CrashPoints.forEachStop { point in
            let far = try await site("stop-\(point.number)")
            _ = try await point.run { try await far.engine.rollBack(id, by: "test", reporter: .silent) }
            try expectSound(far)
            try await expectConvergence(far)
        }
        #expect(stops > 50)
    }

    @Test("with a disk that fails once, or is full, it goes on to the same end")
    func failures() async throws {
        for (errno, kinds) in [
            (Errno.inputOutput, Set(FileOperation.Kind.allCases).subtracting([.create, .write, .makeDirectory])),
            (.noSpace, [.create, .write, .makeDirectory, .link, .fsync, .syncfs]),
        ] {
            try await CrashPoints.forEachFailure(errno, of: kinds) { point in
                let far = try await site("\(errno)-\(point.number)")
                _ = try await point.run { try await far.engine.rollBack(id, by: "test", reporter: .silent) }
                try expectSound(far)
                try await expectConvergence(far)
            }
        }
    }
}
