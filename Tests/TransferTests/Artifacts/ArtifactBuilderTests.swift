import Crypto
import FoundationEssentials
import Posix
import Reporting
import Synchronization
import TestSupport
import Testing

@testable import Transfer

@Suite(.memoryDirectory) struct ArtifactBuilderTests {
    @Test("an archive has the members, in the order, that docs/formats/archive.md names")
    func members() async throws {
        let near = try await Side("near")
        for (package, version) in [("beta", "1.0"), ("alpha", "1.0"), ("alpha", "1.1")] {
            try near.publish(package, version)
        }
        let members = try await Members(of: near.archive())
        let documents = ["SHA512SUMS", "manifest.json", "snapshot.json", "README.txt", "verify.sh"]
        let files = ["alpha/1.0.bin", "alpha/1.1.bin", "beta/1.0.bin", "alpha/index.txt", "beta/index.txt"]
        #expect(members.list.map(\.name) == documents + files.map { "storage/\($0)" })
        let sums = try Checksums(parsing: members["SHA512SUMS"])
        #expect(sums.lines.map(\.name) == members.list.dropFirst().map(\.name))
        #expect(sums.lines.allSatisfy { SHA512.hash(members[$0.name]) == $0.sha512 })
    }

    @Test("the archive, its sidecar and its record say the same")
    func artifact() async throws {
        let near = try await Side("near")
        try near.publish("alpha", "1.0")
        let result = try await near.build(BuildRequest(note: "for plant 7"))
        let artifact = try #require(result.artifact)
        #expect(artifact.id == "diff-202611210130" && artifact.scope == .full && artifact.note == "for plant 7")
        #expect(artifact.target == result.target.id && artifact.counts == result.manifest?.counts)
        let names = ["diff-202611210130.tar.zst", "diff-202611210130.tar.zst.sha512"]
        #expect(try near.artifacts.folder.entries().map(\.name).sorted() == names)
        let bytes = try near.artifacts.open(artifact).readAll(limit: 1 << 20)
        #expect(artifact.size == Int64(bytes.count) && artifact.sha512 == SHA512.hash(bytes))
        let sidecar = try near.artifacts.folder.open(RelativePath(names[1])).readAll(limit: 1 << 10)
        #expect(String(decoding: sidecar, as: UTF8.self) == "\(artifact.sha512.hex)  \(names[0])\n")
        #expect(try await near.artifacts.load(artifact.id) == artifact)
        #expect(try near.snapshots.list().map(\.id) == [result.target.id])
        let head = try ImportEngine.verify(near.artifacts.input(artifact), rules: [TextRules()], reporter: .silent)
        #expect(head.archiveID == artifact.archiveID && head.manifest == result.manifest)
    }

    @Test("an unchanged tree gives no archive and the snapshot it gave before")
    func unchanged() async throws {
        let near = try await Side("near")
        try near.publish("alpha", "1.0")
        let first = try await near.build()
        let second = try await near.build()
        #expect(second.manifest == nil && second.artifact == nil && second.target == first.target)
        #expect(try await near.artifacts.list().count == 1 && near.snapshots.list().count == 1)
    }

    @Test("names are never used twice, even within one minute")
    func names() async throws {
        let near = try await Side("near")
        var ids: [String?] = []
        for version in 0..<3 {
            try near.publish("alpha", "1.\(version)")
            ids.append(try await near.build().artifact?.id)
        }
        #expect(ids == ["diff-202611210130", "diff-202611210130-2", "diff-202611210130-3"])
    }

    @Test("a full archive carries everything, whatever was built before")
    func full() async throws {
        let near = try await Side("near")
        try near.publish("alpha", "1.0")
        try await near.build()
        let result = try await near.build(BuildRequest(baseline: .none))
        #expect(result.manifest?.scope == .full && result.manifest?.files.count == 2)
    }

    @Test("a base may be any snapshot of this repository, and no other")
    func baselines() async throws {
        let (near, other) = (try await Side("near"), try await Side("other"))
        try near.publish("alpha", "1.0")
        let first = try await near.build()
        for version in ["1.1", "1.2"] {
            try near.publish("alpha", version)
            try await near.build()
        }
        let delta = try await near.build(BuildRequest(baseline: .snapshot(first.target.id)))
        #expect(delta.manifest?.files.map(\.entry.version) == ["1.1", "1.2", nil])
        try other.publish("beta", "1.0")
        let foreign = try await other.build()
        try near.snapshots.save(other.snapshots.load(foreign.target.id))
        let error = await #expect(throws: TransferError.self) {
            try await near.build(BuildRequest(baseline: .snapshot(foreign.target.id)))
        }
        #expect(error?.code == .invalid)
    }

    @Test("a dry run says what would travel, and leaves nothing behind")
    func dryRun() async throws {
        let near = try await Side("near")
        try near.publish("alpha", "1.0")
        let result = try await near.build(BuildRequest(dryRun: true))
        #expect(result.manifest?.files.count == 2 && result.artifact == nil)
        #expect(try near.artifacts.folder.entries().isEmpty && near.snapshots.list().isEmpty)
        #expect(try near.folder.read("sequence") == nil)
        #expect(try TreePicture(near.folder.directory).paths == ["repository.json", "work/"])
    }

    @Test("the sequence is the clock's, and grows even when the clock does not")
    func sequence() async throws {
        let near = try await Side("near")
        var sequences: [Int64?] = []
        for version in 0..<3 {
            try near.publish("alpha", "1.\(version)")
            sequences.append(try await near.build().manifest?.sequence)
        }
        #expect(sequences == [1_795_224_600, 1_795_224_601, 1_795_224_602])
        // As after a restored backup: the storage is older than the service's records, and somebody said so.
        try near.remove(".packferry/sequence")
        try near.folder.declareRestored(knowing: 1_795_224_602, remembered: nil)
        try near.publish("alpha", "2.0")
        #expect(try await near.build().manifest?.sequence == 1_795_224_603)
    }

    /// Rewrites a file, to the same size, each time an archive is begun, but not more than `times`.
    private func buildWhileChanging(_ near: Side, times: Int) async throws -> BuildResult {
        let left = Mutex(times)
        let gate: @Sendable (FileOperation) throws(SystemError) -> Void = { operation throws(SystemError) in
            guard operation.kind == .create, operation.path.hasSuffix(".zst.partial") else { return }
            let turn = left.withLock { left in
                left -= 1
                return left
            }
            if turn >= 0 { FileOperation.$gate.withValue(nil) { try? near.publish("alpha", "1.0", "content \(turn)") } }
        }
        return try await FileOperation.$gate.withValue(gate) { try await near.build() }
    }

    @Test("a file that changes again and again while it is packed fails the build by name, and leaves nothing")
    func changing() async throws {
        let near = try await Side("near")
        try near.publish("alpha", "1.0", "content x")
        let error = await #expect(throws: TransferError.self) { try await buildWhileChanging(near, times: 9) }
        #expect(error?.code == .changed && error?.subject == "alpha/1.0.bin")
        #expect(try near.artifacts.folder.entries().isEmpty)
        #expect(try await near.artifacts.list().isEmpty)
        #expect(try TreePicture(near.folder.directory).paths.filter { $0.hasPrefix("work/") } == ["work/"])
    }

    @Test("a file that changed while it was packed travels as it is now")
    func changedOnce() async throws {
        let near = try await Side("near")
        try near.publish("alpha", "1.0", "content x")
        let result = try await buildWhileChanging(near, times: 2)
        #expect(result.manifest?.files.first?.entry.sha512 == SHA512.hash(Array("content 0".utf8)))
        _ = try ImportEngine.verify(
            near.artifacts.input(#require(result.artifact)),
            rules: [TextRules()],
            reporter: .silent
        )
    }

    @Test("a tree that lies elsewhere than it did is not packed until somebody says what happened")
    func moved() async throws {
        let near = try await Side("near")
        try near.publish("alpha", "1.0")
        try await near.build()
        _ = try StockTool("cp").run(["-a", "near", "copy"], in: TemporaryDirectory.current)
        let copy = try await Side("copy")
        try copy.publish("alpha", "1.1")
        let error = await #expect(throws: TransferError.self) { try await copy.build() }
        #expect(error?.code == .conflict && error?.hint?.contains("doctor --copied") == true)
        try copy.folder.declareMoved()
        try await copy.build()
    }

    @Test("what a build that was killed left half done is removed by the next one, finished archives are not")
    func partials() async throws {
        let near = try await Side("near")
        try near.publish("alpha", "1.0")
        try await near.build()
        let before = try TreePicture(near.artifacts.folder)
        let half = "diff-202611210131.tar.zst"
        for name in [".\(half).partial", "\(half).sha512", "\(half).sha512.tmp123456"] {
            try near.artifacts.folder.replace(RelativePath(name), with: [1])
        }
        #expect(try await near.build().artifact == nil)
        #expect(try TreePicture(near.artifacts.folder) == before)
    }

    @Test("an archive that was recorded, but not named before the power went, is named")
    func recorded() async throws {
        let near = try await Side("near")
        try near.publish("alpha", "1.0")
        let artifact = try #require(try await near.build().artifact)
        let before = try TreePicture(near.artifacts.folder)
        let (name, folder) = (try #require(ArtifactName(id: artifact.id)), near.artifacts.folder)
        try folder.renameNew(RelativePath(name.file), to: RelativePath(name.partial))
        try await near.artifacts.recover()
        #expect(try TreePicture(folder) == before)
        try near.artifacts.checkDigest(artifact, reporter: .silent)
    }

    @Test("an archive that somebody else is writing is left alone, and so is its name")
    func beingWritten() async throws {
        let near = try await Side("near")
        try near.publish("alpha", "1.0")
        let (name, file) = try await near.artifacts.createPartial(created: "2026-11-21T01:30:00Z")
        try await near.artifacts.recover()
        #expect(try await near.build().artifact?.id == "\(name.id)-2")
        #expect(try near.artifacts.folder.info(RelativePath(name.partial)) != nil)
        file.descriptor.unlock()
        try await near.artifacts.recover()
        #expect(try near.artifacts.folder.info(RelativePath(name.partial)) == nil)
    }
}
