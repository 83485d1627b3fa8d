import JSON
import Posix
import Reporting
import TestSupport
import Testing

@testable import Transfer

@Suite(.memoryDirectory) struct StagingTests {
    private func archive(_ text: String = "alpha 1.0") async throws -> (near: Side, archive: AbsolutePath) {
        let near = try await Side("near")
        try near.publish("alpha", "1.0", text)
        return (near, try await near.archive())
    }

    @Test("a staged import survives a restart, with its documents and remarks")
    func restart() async throws {
        let far = try await Side("far")
        let staged = try far.stage(try await archive().archive)
        let again = try await Side("far")
        let loaded = try again.engine.staging.load(staged.id)
        #expect(loaded.head.manifest == staged.head.manifest && loaded.head.target == staged.head.target)
        #expect(loaded.stagedAt == "2026-11-21T01:30:00Z" && loaded.origin == staged.origin)
        #expect(try again.engine.staging.list().map(\.id) == [staged.id])
        let options = ApplyOptions(initiator: "later")
        #expect(try await again.engine.apply(loaded, options: options, reporter: .silent).placed == 1)
        #expect(try again.engine.staging.list().isEmpty)
    }

    @Test("so does one of a later minor, whose manifest has members that are not known here")
    func laterMinor() async throws {
        let far = try await Side("far")
        var members = try Members.sample()
        try members.edit("manifest.json") { $0.set("keys", to: ["ssh-ed25519 AAAA"]) }
        let stick = try Folder("stick")
        try stick.write("a.tar.zst", members.packed())
        let staged = try far.stage(stick.path.appending("a.tar.zst"))
        #expect(staged.id == Manifest.archiveID(of: members["manifest.json"]))
        #expect(try far.engine.staging.load(staged.id).head.manifest == staged.head.manifest)
    }

    @Test("what waited is read again before it is applied, and refused by name if it changed")
    func changed() async throws {
        let far = try await Side("far")
        let staged = try far.stage(try await archive().archive)
        try far.write(".packferry/staging/\(staged.id)/tree/alpha/1.0.bin", "Alpha 1.0")
        let before = try TreePicture(far.tree)
        let error = await #expect(throws: TransferError.self) {
            try await far.engine.apply(staged, options: ApplyOptions(initiator: "x"), reporter: .silent)
        }
        #expect(error?.code == .refused && error?.subject == "alpha/1.0.bin")
        #expect(try TreePicture(far.tree) == before)
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

    @Test("staging the same archive again starts anew")
    func again() async throws {
        let far = try await Side("far")
        let path = try await archive().archive
        let first = try far.stage(path)
        try far.write(".packferry/staging/\(first.id)/tree/alpha/1.0.bin", "rotten")
        let second = try far.stage(path)
        #expect(first.id == second.id)
        #expect(try far.text(".packferry/staging/\(first.id)/tree/alpha/1.0.bin") == "alpha 1.0")
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
        try far.write(".packferry/staging/\(Golden.uuid)/tree/alpha/1.0.bin", "half")
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
        #expect(error?.code == .malformed)
    }

    @Test("while an import is interrupted, nothing else is staged")
    func interrupted() async throws {
        let far = try await Side("far")
        let path = try await archive().archive
        let intent = ImportJournal.Intent(importID: Golden.uuid, logSize: 0, placed: [], replaced: [:])
        _ = try ImportJournal.begin(intent, in: far.folder)
        let error = #expect(throws: TransferError.self) { try far.stage(path) }
        #expect(error?.code == .conflict)
        let lost = await #expect(throws: TransferError.self) { try await far.engine.recover(reporter: .silent) }
        #expect(lost?.code == .notFound)
    }
}
