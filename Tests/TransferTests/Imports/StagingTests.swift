import Crypto
import JSON
import Posix
import Reporting
import Spooling
import TestSupport
import Testing

@testable import Transfer

@Suite(.memoryDirectory) struct StagingTests {
    private func archive(_ text: String = "alpha 1.0") async throws -> (near: Side, archive: AbsolutePath) {
        let near = try await Side("near")
        try near.publish("alpha", "1.0", text)
        return (near, try await near.archive())
    }

    /// Where a file of an import waits.
    private func waiting(_ path: String, of id: String) throws -> String {
        try StagingArea.tree(of: id).appending(RelativePath(path).flat).string
    }

    @Test("a staged import survives a restart, with its documents and remarks")
    func restart() async throws {
        let far = try await Side("far")
        let staged = try far.stage(try await archive().archive)
        let again = try await Side("far")
        let loaded = try again.engine.staging.load(staged.id)
        #expect(loaded.head.manifest == staged.head.manifest && loaded.head.target == staged.head.target)
        #expect(loaded.summary == staged.summary && loaded.summary.stagedAt == "2026-11-21T01:30:00Z")
        #expect(try again.engine.staging.list() == [staged.summary])
        let options = ApplyOptions(initiator: "later")
        #expect(try await again.engine.apply(loaded, options: options, reporter: .silent).placed == 1)
        #expect(try again.engine.staging.list().isEmpty)
    }

    @Test("so does one of a later minor, whose manifest has members that are not known here")
    func laterMinor() async throws {
        let far = try await Side("far")
        var members = try Members.sample()
        try members.edit("manifest.json") { $0.set("later", to: ["ssh-ed25519 AAAA"]) }
        let stick = try Folder("stick")
        try stick.write("a.tar.zst", members.packed())
        let staged = try far.stage(stick.path.appending("a.tar.zst"))
        #expect(staged.id == Manifest.archiveID(of: SHA512.hash(members["manifest.json"])))
        #expect(try far.engine.staging.load(staged.id).head.manifest == staged.head.manifest)
    }

    @Test("stopped anywhere, staging leaves an import that is whole, with its plan or without, or none")
    func crashes() async throws {
        let path = try await archive().archive
        let stops = try await CrashPoints.forEachStop { point in
            let far = try await Side("far-\(point.number)")
            _ = try await point.run { try await far.engine.prepare(far.stage(path), reporter: .silent) }
            for summary in try far.engine.staging.list() {
                #expect(try far.engine.staging.load(summary.id).summary == summary)
                #expect(summary.plan == nil || summary.plan?.new == 1)
            }
            try await far.engine.recover(reporter: .silent)
            let staged = try await far.engine.prepare(far.stage(path), reporter: .silent)
            #expect(try far.engine.staging.list() == [staged.summary] && staged.summary.plan?.new == 1)
            #expect(try await far.apply(staged).placed == 1)
        }
        #expect(stops > 20)
    }

    @Test("what waited is read again before it is applied, and refused by name if it changed")
    func changed() async throws {
        let far = try await Side("far")
        let staged = try far.stage(try await archive().archive)
        try far.write(waiting("alpha/1.0.bin", of: staged.id), "Alpha 1.0")
        let before = try TreePicture(far.tree)
        let loaded = try far.engine.staging.load(staged.id)
        let error = await #expect(throws: TransferError.self) { try await far.apply(loaded) }
        #expect(error?.code == .refused && error?.subject == "alpha/1.0.bin")
        #expect(try TreePicture(far.tree) == before)
    }

    @Test("so are documents, which all lie in one file", arguments: ["", "alpha 1.0 changed"])
    func changedDocuments(_ text: String) async throws {
        let far = try await Side("far")
        let staged = try far.stage(try await archive().archive)
        try far.write(".packferry/staging/\(staged.id)/documents", text)
        let loaded = try far.engine.staging.load(staged.id)
        let error = await #expect(throws: TransferError.self) { try await far.apply(loaded) }
        #expect(error?.code == .refused && error?.subject == "alpha/index.txt")
        try far.remove(".packferry/staging/\(staged.id)/documents")
        let missing = #expect(throws: TransferError.self) { try far.engine.staging.load(staged.id) }
        #expect(missing?.code == .recordsDamaged)
    }

    @Test("what an earlier version staged, at other places, is damaged")
    func earlierVersion() async throws {
        let far = try await Side("far")
        let staged = try far.stage(try await archive().archive)
        let record = ".packferry/staging/\(staged.id)/import.json"
        try far.write(
            record,
            try #require(try far.text(record)).replacing("packferry.import/3", with: "packferry.import/2")
        )
        let error = #expect(throws: TransferError.self) { try far.engine.staging.load(staged.id) }
        #expect(error?.code == .recordsDamaged && error?.hint?.contains("packferry import delete") == true)
    }

    @Test("an archive that is replaced after it was staged changes nothing")
    func replacedArchive() async throws {
        let (near, path) = try await archive()
        let far = try await Side("far")
        let staged = try far.stage(path)
        try near.artifacts.folder.replace(RelativePath(path.lastComponent), with: Array("other".utf8))
        #expect(try await far.apply(staged).placed == 1)
        #expect(try far.text("alpha/1.0.bin") == "alpha 1.0")
    }

    @Test("staging a damaged copy of what waits is refused, and what waits is kept")
    func damagedCopy() async throws {
        let far = try await Side("far")
        let path = try await archive(String(repeating: "alpha", count: 9000)).archive
        let staged = try far.stage(path)
        var bytes = try Directory(opening: path.parent).open(RelativePath(path.lastComponent)).readAll(limit: 1 << 20)
        bytes[bytes.count - 3] ^= 1
        let stick = try Folder("stick")
        try stick.write("bad.tar.zst", bytes)
        #expect(throws: (any Error).self) { try far.stage(stick.path.appending("bad.tar.zst")) }
        #expect(try await far.apply(far.engine.staging.load(staged.id)).placed == 1)
    }

    @Test("an import that waits damaged hinders no other, and can be removed")
    func damaged() async throws {
        let far = try await Side("far")
        let staged = try far.stage(try await archive().archive)
        try far.write(".packferry/staging/\(Golden.uuid)/import.json", "{}")
        #expect(try far.engine.staging.list().map(\.id) == [staged.id])
        try far.engine.staging.remove(Golden.uuid)
        #expect(try far.folder.directory.info(RelativePath("staging/\(Golden.uuid)")) == nil)
    }

    @Test("a folder full of strays is staged with a few remarks, however deep they lie")
    func strays() async throws {
        let far = try await Side("far")
        let stick = try Folder("stick")
        for (name, bytes) in try Members.sample().list { try stick.write(name, bytes) }
        for index in 0..<300 { try stick.write("stray-\(index)", "x") }
        try stick.write((0..<40).map { "deep\($0)" }.joined(separator: "/"), "x")
        let staged = try far.stage(stick.path)
        #expect(staged.head.remarks.count == 101)
        #expect(staged.head.remarks.last == "201 more are in the folder but not listed: ignored")
        #expect(try far.engine.staging.load(staged.id).head.remarks == staged.head.remarks)
    }

    @Test("a file system that cannot do what an import needs is told before anything is staged")
    func poorFileSystem() async throws {
        let far = try await Side("far")
        let path = try await archive().archive
        let before = try TreePicture(far.tree)
        let gate: @Sendable (FileOperation) throws(SystemError) -> Void = { operation throws(SystemError) in
            guard operation.kind == .link else { return }
            throw SystemError(operation: "link", path: operation.path, errno: .notPermitted)
        }
        let error = #expect(throws: TransferError.self) {
            try FileOperation.$gate.withValue(gate) { try far.stage(path) }
        }
        #expect(error?.code == .notPermitted && error?.cause.contains("cannot link files") == true)
        #expect(FileOperation.$gate.withValue(gate) { MoveProbe.obstacle(in: far.tree)?.cause } == error?.cause)
        #expect(MoveProbe.obstacle(in: far.tree) == nil)
        #expect(try TreePicture(far.tree).paths.filter { !$0.hasPrefix(".packferry") } == before.paths)
    }

    @Test("staging the same archive again starts anew")
    func again() async throws {
        let far = try await Side("far")
        let path = try await archive().archive
        let first = try far.stage(path)
        try far.write(waiting("alpha/1.0.bin", of: first.id), "rotten")
        let second = try far.stage(path)
        #expect(first.id == second.id)
        #expect(try far.text(waiting("alpha/1.0.bin", of: first.id)) == "alpha 1.0")
    }

    @Test("an import is forgotten with all its files; ids that are none find nothing")
    func removing() async throws {
        let far = try await Side("far")
        let staged = try far.stage(try await archive().archive)
        try far.engine.staging.remove(staged.id)
        #expect(try TreePicture(far.folder.directory).paths == ["staging/"])
        for id in [staged.id, "", "..", "x/y", "../../../etc", staged.id.uppercased()] {
            let error = #expect(throws: TransferError.self) { try far.engine.staging.load(id) }
            #expect(error?.code == .notFound)
        }
    }

    @Test("what a killed staging left is cleared, what waits is not")
    func leftovers() async throws {
        let far = try await Side("far")
        let staged = try far.stage(try await archive().archive)
        try far.write(waiting("alpha/1.0.bin", of: Golden.uuid), "half")
        try far.write(".packferry/work/job/alpha/index.txt", "half")
        try far.write(".packferry/accepted.json.tmp123456", "half")
        try far.write(".packferry/accepted.json.bak", "kept by hand")
        #expect(try await far.engine.recover(reporter: .silent) == nil)
        #expect(try far.engine.staging.list().map(\.id) == [staged.id])
        let left = try TreePicture(far.folder.directory, skipping: [staged.id]).paths
        #expect(left == ["accepted.json.bak", "staging/"])
    }

    @Test("a staged manifest that is not the one that was verified is refused")
    func forged() async throws {
        let far = try await Side("far")
        let staged = try far.stage(try await archive().archive)
        let path = ".packferry/staging/\(staged.id)/manifest.json"
        try far.write(path, try #require(try far.text(path)).replacing("\"sequence\":1", with: "\"sequence\":2"))
        let error = #expect(throws: TransferError.self) { try far.engine.staging.load(staged.id) }
        #expect(error?.code == .recordsDamaged)
    }

    @Test("while an import is interrupted, nothing else is staged")
    func interrupted() async throws {
        let far = try await Side("far")
        let path = try await archive().archive
        let intent = ImportJournal.Intent(importID: Golden.uuid, logSize: 0, placed: [:], replaced: [:])
        _ = try ImportJournal.begin(intent, in: far.folder)
        let error = #expect(throws: TransferError.self) { try far.stage(path) }
        #expect(error?.code == .conflict)
    }

    @Test("an interrupted import whose staged files are gone stands in nobody's way")
    func lost() async throws {
        let far = try await Side("far")
        let path = try await archive().archive
        let intent = ImportJournal.Intent(importID: Golden.uuid, logSize: 0, placed: [:], replaced: [:])
        _ = try ImportJournal.begin(intent, in: far.folder)
        #expect(try await far.engine.recover(reporter: .silent) == nil)
        #expect(try await far.apply(path).placed == 1)
    }
}
