import Crypto
import FoundationEssentials
import Posix
import Reporting
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
        let head = try ImportEngine.verify(near.artifacts.input(artifact), rules: TextRules(), reporter: .silent)
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
        // As after a restored backup: the storage is older than the service's records.
        try near.remove(".packferry/sequence")
        try near.publish("alpha", "2.0")
        #expect(try await near.build().manifest?.sequence == 1_795_224_603)
    }

    @Test("a file that changes while it is packed fails the build by name, and leaves nothing")
    func changing() async throws {
        let near = try await Side("near")
        try near.publish("alpha", "1.0")
        let gate: @Sendable (FileOperation) throws(SystemError) -> Void = { operation throws(SystemError) in
            guard operation.kind == .create, operation.path.hasSuffix(".partial") else { return }
            FileOperation.$gate.withValue(nil) { try? near.write("alpha/1.0.bin", "Alpha 1.0") }
        }
        let error = await #expect(throws: TransferError.self) {
            try await FileOperation.$gate.withValue(gate) { try await near.build() }
        }
        #expect(error?.code == .changed && error?.subject == "alpha/1.0.bin")
        #expect(try near.artifacts.folder.entries().isEmpty)
        #expect(try await near.artifacts.list().isEmpty)
        #expect(try TreePicture(near.folder.directory).paths.filter { $0.hasPrefix("work/") } == ["work/"])
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

    @Test("what an instance that was killed left half done is removed, finished archives are not")
    func partials() async throws {
        let near = try await Side("near")
        try near.publish("alpha", "1.0")
        try await near.build()
        let before = try TreePicture(near.artifacts.folder)
        for name in [".diff-202611210131.tar.zst.partial", "diff-202611210131.tar.zst.sha512.tmp123456"] {
            try near.artifacts.folder.replace(RelativePath(name), with: [1])
        }
        try near.artifacts.removePartials()
        #expect(try TreePicture(near.artifacts.folder) == before)
    }
}
