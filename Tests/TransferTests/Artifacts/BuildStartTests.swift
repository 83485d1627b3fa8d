import Crypto
import FoundationEssentials
import Posix
import Reporting
import Spooling
import TestSupport
import Testing

@testable import Transfer

@Suite("What a build starts from", .memoryDirectory)
struct BuildStartTests {
    /// A side that built three archives, one version in each.
    private func near() async throws -> (side: Side, artifacts: [Artifact]) {
        let near = try await Side("near")
        var artifacts: [Artifact] = []
        for version in ["1.0", "1.1", "1.2"] {
            try near.publish("alpha", version)
            artifacts.append(try #require(try await near.build().artifact))
        }
        try near.publish("alpha", "1.3")
        return (near, artifacts)
    }

    private func removeArchive(_ artifact: Artifact, of side: Side) throws {
        try side.artifacts.folder.unlink(RelativePath(ArtifactName.file(of: artifact.id)))
    }

    private func versions(_ result: BuildResult) -> [String] {
        (result.manifest?.files ?? []).compactMap(\.entry.version)
    }

    @Test("comes back out of the last archive when the snapshots are gone")
    func snapshotsGone() async throws {
        let (near, artifacts) = try await near()
        for artifact in artifacts { try near.snapshots.delete(artifact.target) }
        let dry = try await near.build(BuildRequest(dryRun: true))
        #expect(versions(dry) == ["1.3"] && dry.warnings.isEmpty)
        #expect(try near.snapshots.list().isEmpty)
        let result = try await near.build()
        #expect(versions(result) == ["1.3"] && result.warnings.isEmpty)
        #expect(result.manifest?.base == artifacts[2].target)
        #expect(try near.snapshots.find(artifacts[2].target) != nil)
    }

    @Test("is brought back with all the snapshots that archives lead to")
    func allSnapshots() async throws {
        let (near, artifacts) = try await near()
        for artifact in artifacts { try near.snapshots.delete(artifact.target) }
        try removeArchive(artifacts[1], of: near)
        let restored = try await near.artifacts.restoreTargets(to: near.snapshots, rules: [TextRules()])
        #expect(Set(restored) == [artifacts[0].target, artifacts[2].target])
        #expect(try Set(near.snapshots.list().map(\.id)) == Set(restored))
        #expect(try await near.artifacts.restoreTargets(to: near.snapshots, rules: [TextRules()]).isEmpty)
    }

    @Test("is an older archive, or nothing, when the last one is gone with its snapshot, and a warning says so")
    func bothGone() async throws {
        let (near, artifacts) = try await near()
        try near.snapshots.delete(artifacts[2].target)
        try removeArchive(artifacts[2], of: near)
        let older = try await near.build(BuildRequest(dryRun: true))
        #expect(versions(older) == ["1.2", "1.3"] && older.manifest?.baseArchive?.name == artifacts[1].id)
        #expect(older.warnings.contains { $0.contains(artifacts[2].id) })
        for artifact in artifacts.dropLast() {
            try near.snapshots.delete(artifact.target)
            try removeArchive(artifact, of: near)
        }
        let full = try await near.build()
        #expect(full.manifest?.scope == .full && versions(full).count == 4)
        #expect(full.warnings.contains { $0.contains("--full") })
    }

    @Test("is the snapshot of an archive that somebody took away")
    func archivesGone() async throws {
        let (near, artifacts) = try await near()
        for artifact in artifacts { try removeArchive(artifact, of: near) }
        let result = try await near.build()
        #expect(versions(result) == ["1.3"] && result.manifest?.baseArchive?.name == artifacts[2].id)
    }

    @Test("is not an archive that failed its check")
    func damaged() async throws {
        let (near, artifacts) = try await near()
        try await near.artifacts.markDamaged(artifacts[2].id)
        let result = try await near.build()
        #expect(versions(result) == ["1.2", "1.3"] && result.manifest?.base == artifacts[1].target)
        #expect(result.warnings.contains { $0.contains("\(artifacts[2].id) is damaged") })
        #expect(try #require(result.artifact).sequence > artifacts[2].sequence)
    }

    @Test("is taken from the archive again when the snapshot can no longer be read")
    func unreadable() async throws {
        let (near, artifacts) = try await near()
        let folder = try Directory(opening: near.root.appending(RelativePath("snapshots")))
        let name = try #require(try folder.entries().first { $0.name.hasSuffix(artifacts[2].target) }?.name)
        try folder.replace(RelativePath("\(name)/manifest.json"), with: Array("{".utf8))
        #expect(try await versions(near.build()) == ["1.3"])
        #expect(try near.snapshots.load(artifacts[2].target).id == artifacts[2].target)
    }

    @Test("stands in the archive: its name, in the manifest and in three languages")
    func names() async throws {
        let (near, artifacts) = try await near()
        let members = try await Members(of: near.archive())
        let manifest = try Manifest(parsing: members["manifest.json"])
        #expect(manifest.name == "diff-202611210130-4")
        #expect(manifest.baseArchive == Manifest.Predecessor(name: artifacts[2].id, sequence: artifacts[2].sequence))
        let delta = String(decoding: members["README.txt"], as: UTF8.self)
        #expect(delta.components(separatedBy: "\(artifacts[2].id).tar.zst").count == 4, "\(delta)")
        for words in ["IT IS A DELTA", "РАЗНОСТНЫЙ АРХИВ", "ES IST EIN DELTA"] { #expect(delta.contains(words)) }
        let full = try await Members(of: near.archive(BuildRequest(baseline: .none)))
        let text = String(decoding: full["README.txt"], as: UTF8.self)
        for words in ["It is complete", "Он полный", "Es ist vollständig"] { #expect(text.contains(words)) }
        #expect(!text.contains("DELTA"))
    }

    @Test("is named where it is missing, and so is what was applied last")
    func refusal() async throws {
        let (near, artifacts) = try await near()
        let far = try await Side("far")
        let last = try await near.archive()
        let none = await #expect(throws: TransferError.self) { try await far.apply(last) }
        #expect(none?.subject == "diff-202611210130-4" && none?.code == .missingBase)
        #expect(none?.hint?.contains("builds upon \(artifacts[2].id); nothing of this source") == true)
        let first = near.root.appending(try RelativePath("artifacts/\(artifacts[0].id).tar.zst"))
        try await far.apply(first)
        let some = await #expect(throws: TransferError.self) { try await far.apply(last) }
        #expect(some?.hint?.contains("the last applied here is \(artifacts[0].id)") == true, "\(some?.hint ?? "")")
        #expect(some?.hint?.contains("--full") == true)
        let plan = try await far.engine.prepare(far.stage(last), reporter: .silent).summary.plan
        #expect(plan?.remedy?.contains(artifacts[0].id) == true)
    }
}
