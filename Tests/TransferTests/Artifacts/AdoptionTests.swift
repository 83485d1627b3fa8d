import Crypto
import Persistence
import Posix
import Reporting
import TestSupport
import Testing

@testable import Transfer

@Suite("Archives that no record knows", .memoryDirectory)
struct AdoptionTests {
    /// A side that built two archives.
    private func near() async throws -> Side {
        let near = try await Side("near")
        for version in ["1.0", "1.1"] {
            try near.publish("alpha", version)
            try await near.build()
        }
        return near
    }

    private func adopt(_ side: Side, from uuid: String? = nil) async throws -> Adoption {
        try await side.artifacts.adopt(rules: [TextRules()]) { uuid == nil || $0.uuid == uuid }
    }

    @Test("are recorded as they were when the records are lost, and the next build goes on from them")
    func lostRecords() async throws {
        let before = try await near().artifacts.list()
        let near = try await Side("near")
        #expect(try await near.artifacts.list().isEmpty)
        #expect(try await adopt(near).adopted == before.map(\.id).reversed())
        #expect(try await near.artifacts.list() == before)
        #expect(try await near.artifacts.carriers(of: "alpha", repository: "texts").count == 3)
        #expect(try await near.build().manifest == nil)
        try near.publish("alpha", "1.2")
        let next = try #require(try await near.build().manifest)
        #expect(next.scope == .delta && next.baseArchive?.name == before[0].id && next.files.count == 2)
        #expect(try await adopt(near).adopted.isEmpty)
    }

    @Test("and lie there without their line are read to the end first, and get it")
    func withoutSidecar() async throws {
        let before = try await near().artifacts.list()
        let near = try await Side("near")
        let sidecar = try RelativePath("\(before[0].id).tar.zst.sha512")
        let line = try near.artifacts.folder.open(sidecar).readAll(limit: 1 << 10)
        try near.artifacts.folder.removeAll(sidecar)
        _ = try await adopt(near)
        #expect(try await near.artifacts.list() == before)
        #expect(try near.artifacts.folder.open(sidecar).readAll(limit: 1 << 10) == line)
    }

    @Test("may come from elsewhere: those of other trees are left alone, and so is what is not whole")
    func refused() async throws {
        let near = try await near()
        let uuid = try near.folder.identity(name: "texts", type: "text").uuid
        let folder = near.artifacts.folder
        let whole = try await near.artifacts.open(near.artifacts.list()[0]).readAll(limit: 1 << 20)
        try folder.replace(RelativePath("diff-202611220000.tar.zst"), with: Array("a letter".utf8))
        try folder.replace(RelativePath("diff-202611220001.tar.zst"), with: Array(whole.dropLast(9)))
        try folder.replace(RelativePath("diff-202611220002.tar.zst"), with: whole)
        try folder.replace(RelativePath("holiday.tar.zst"), with: whole)
        let other = try await Side("other")
        try other.publish("beta", "1.0")
        let foreign = try await other.artifacts.open(#require(other.build().artifact)).readAll(limit: 1 << 20)
        try folder.replace(RelativePath("diff-202611220003.tar.zst"), with: foreign)
        let count = try await near.artifacts.list().count
        let adoption = try await adopt(near, from: uuid)
        #expect(adoption.adopted.isEmpty && adoption.refused.count == 3, "\(adoption)")
        for (number, sentence) in adoption.refused.enumerated() {
            #expect(sentence.contains("diff-20261122000\(number).tar.zst"), "\(sentence)")
        }
        #expect(try await near.artifacts.list().count == count)
    }

    @Test("are named once: the name of one that was deleted is not given again in its minute")
    func names() async throws {
        let near = try await near()
        let last = try await near.artifacts.list()[0]
        #expect(last.id == "diff-202611210130-2")
        try await near.artifacts.delete(last.id, force: false)
        #expect(try await near.build().artifact?.id == "diff-202611210130-3")
    }
}

@Suite("How an artifact stands", .memoryDirectory)
struct ArtifactConditionTests {
    private func near() async throws -> (Side, Artifact, AbsolutePath) {
        let near = try await Side("near")
        try near.publish("alpha", "1.0")
        let result = try await near.build()
        return (near, try #require(result.artifact), try near.path(of: result))
    }

    private func state(_ near: Side, _ id: String) async throws -> Artifact.State {
        try await near.artifacts.looked(at: near.artifacts.load(id)).state
    }

    @Test("is seen by a look at the folder: gone, or not as long as it was")
    func looked() async throws {
        let (near, artifact, path) = try await near()
        #expect(try await state(near, artifact.id) == .built)
        let file = try RelativePath(path.lastComponent)
        try near.artifacts.folder.replace(file, with: [1])
        #expect(try await state(near, artifact.id) == .damaged)
        try near.artifacts.folder.unlink(file)
        #expect(try await state(near, artifact.id) == .missing)
        #expect(try await near.artifacts.load(artifact.id).state == .built)
    }

    @Test("is remembered when it fails, and healed when it is whole again", arguments: [40, 400])
    func verified(offset: Int) async throws {
        let (near, artifact, path) = try await near()
        let file = try RelativePath(path.lastComponent)
        let whole = try near.artifacts.open(artifact).readAll(limit: 1 << 20)
        try await near.artifacts.markDownloaded(artifact.id)
        var rotten = whole
        rotten[min(offset, whole.count - 1)] ^= 1
        try near.artifacts.folder.replace(file, with: rotten)
        await #expect(throws: TransferError.self) {
            try await near.artifacts.verify(artifact, rules: [TextRules()], reporter: .silent)
        }
        #expect(try await state(near, artifact.id) == .damaged)
        try await near.artifacts.markDownloaded(artifact.id)
        #expect(try await state(near, artifact.id) == .damaged)
        try near.artifacts.folder.replace(file, with: whole)
        try await near.artifacts.verify(artifact, rules: [TextRules()], reporter: .silent)
        #expect(try await state(near, artifact.id) == .built)
    }

    @Test("is not changed by what keeps it from being read")
    func unreadable() async throws {
        let (near, artifact, path) = try await near()
        try near.artifacts.folder.unlink(RelativePath(path.lastComponent))
        await #expect(throws: SystemError.self) {
            try await near.artifacts.verify(artifact, rules: [TextRules()], reporter: .silent)
        }
        #expect(try await near.artifacts.load(artifact.id).state == .built)
    }
}
