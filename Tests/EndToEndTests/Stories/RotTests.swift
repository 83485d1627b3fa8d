import Foundation
import JSON
import TestSupport
import Testing

@Suite("Rot on the near side", .paced, .needsProgram, .temporaryDirectory, .ends)
struct RotTests {
    /// A way in which a file breaks.
    enum Damage: String, CaseIterable {
        case truncated, flipped, emptied, removed

        func inflict(on path: String) throws {
            let url = URL(fileURLWithPath: path)
            var bytes = try Data(contentsOf: url)
            switch self {
            case .truncated: bytes.removeLast(bytes.count / 2)
            case .flipped: bytes[bytes.count / 2] ^= 1
            case .emptied: bytes.removeAll()
            case .removed: return try FileManager.default.removeItem(at: url)
            }
            try bytes.write(to: url)
        }
    }

    @Test("A package file that breaks after it was carried stays whole on the far side", arguments: Damage.allCases)
    func brokenLater(_ damage: Damage) async throws {
        let folder = TemporaryDirectory.current
        let (near, far) = (try Site("near", in: folder), try Site("far", in: folder, role: "offline"))
        var storage = SampleStorage(in: near.storage)
        // Many, since a storage that lost a tenth of its files is refused.
        try await storage.add((0..<20).map { SampleVersion("package-\($0)", "1.0.0") })
        try await storage.add([SampleVersion("left", "1.0.0"), SampleVersion("left", "1.1.0")])
        try await far.apply(near.archive()).succeeded()
        let whole = try await Tree(of: far.storage)

        try damage.inflict(on: "\(near.storage)/left/left-1.0.0.tgz")
        try await storage.add([SampleVersion("fresh", "1.0.0")])
        let archive = try await near.partialArchive()
        let carried = try await Archive(archive)
        #expect(carried.tarballs == ["fresh/fresh-1.0.0.tgz"])
        #expect(try carried.manifest.list("deletes") == [])
        try await far.apply(archive).succeeded()

        let after = try await Tree(of: far.storage)
        #expect(after.files["left/left-1.0.0.tgz"] == whole.files["left/left-1.0.0.tgz"])
        let left = try LocalPublication.document(of: "left", in: far.storage)
        #expect(left["versions"]?.keys == ["1.0.0", "1.1.0"])
        let findings = try await near.run("findings", "list", "--json").succeeded().json.list("items")
        #expect(findings.contains { $0["path"]?.stringValue == "left/left-1.0.0.tgz" })
    }

    @Test("A package file that was broken from the start is left out, named, and comes once it is whole")
    func brokenBefore() async throws {
        let folder = TemporaryDirectory.current
        let (near, far) = (try Site("near", in: folder), try Site("far", in: folder, role: "offline"))
        var storage = SampleStorage(in: near.storage)
        let left = SampleVersion("left", "1.1.0")
        try await storage.add([SampleVersion("left", "1.0.0"), left])
        try Damage.truncated.inflict(on: "\(near.storage)/\(left.path)")
        let archive = try await near.partialArchive()
        let carried = try await Archive(archive)
        #expect(carried.tarballs == ["left/left-1.0.0.tgz"])
        #expect(try carried.manifest.list("warnings").contains { $0.stringValue?.contains(left.path) == true })
        try await far.apply(archive).succeeded()
        #expect(try LocalPublication.document(of: "left", in: far.storage)["versions"]?.keys == ["1.0.0"])

        try Data(left.tarball).write(to: URL(fileURLWithPath: "\(near.storage)/\(left.path)"))
        let repaired = try await near.archive()
        #expect(try await Archive(repaired).tarballs == [left.path])
        try await far.apply(repaired).succeeded()
        #expect(try LocalPublication.document(of: "left", in: far.storage)["versions"]?.keys == ["1.0.0", "1.1.0"])
    }

    @Test("A storage that lost much fails the build with a way on, and builds on request")
    func shrunk() async throws {
        let near = try Site("near", in: TemporaryDirectory.current)
        var storage = SampleStorage(in: near.storage)
        try await storage.add((0..<20).map { SampleVersion("package-\($0)", "1.0.0") })
        _ = try await near.archive()
        let files = near.artifactFiles
        for index in 0..<5 { try FileManager.default.removeItem(atPath: "\(near.storage)/package-\(index)") }
        let refused = try await near.run("artifact", "build")
        #expect(refused.status == 1)
        #expect(refused.complaints.contains("--allow-shrink"), "\(refused)")
        #expect(near.artifactFiles == files)
        let archive = try await near.archive("--allow-shrink")
        #expect(try await Archive(archive).manifest.list("deletes").count == 10)
    }
}

/// What the scan says of it.
extension RotTests {
    @Test("A scan names each broken file, and lets be what it is told to")
    func scan() async throws {
        let near = try Site("near", in: TemporaryDirectory.current)
        var storage = SampleStorage(in: near.storage)
        try await storage.add(
            Damage.allCases.map { SampleVersion($0.rawValue, "1.0.0") } + [SampleVersion("fine", "1.0.0")]
        )
        #expect(try await near.run("scan").succeeded().lines.last?.hasSuffix("; 0 broken") == true)
        for damage in Damage.allCases { try damage.inflict(on: "\(near.storage)/\(damage)/\(damage)-1.0.0.tgz") }
        let scan = try await near.run("scan", "--json")
        #expect(scan.status == 3, "\(scan)")
        let broken = try scan.json["broken"]?.list("items") ?? []
        #expect(
            try broken.map { try "\($0.text("path")) \($0.text("kind"))" } == [
                "emptied/emptied-1.0.0.tgz empty", "flipped/flipped-1.0.0.tgz damaged",
                "removed/removed-1.0.0.tgz missing", "truncated/truncated-1.0.0.tgz damaged",
            ]
        )
        let ids = try broken.map { try $0.text("id") }
        try await near.run(["findings", "ignore"] + ids).succeeded()
        try await near.run("scan").succeeded()
        try await near.run(["findings", "ignore", "--undo"] + ids).succeeded()
        #expect(try await near.run("scan", "--deep").status == 3)
        let repair = try await near.run("findings", "repair")
        #expect(repair.status != 0 && repair.complaints.contains("registry: http"), "\(repair)")
    }
}
