import Foundation
import JSON
import TestSupport
import Testing

@Suite("Damaged archives", .paced, .needsProgram, .temporaryDirectory, .ends)
struct DamageTests {
    /// What happened to an archive on its way.
    enum Damage: String, CaseIterable {
        case emptied, cutInHeader, cutInTheMiddle, cutAtTheEnd, zeroedTail, flippedEarly, flippedLate, appended

        func applied(to archive: Data) -> Data {
            var archive = archive
            switch self {
            case .emptied: return Data()
            case .cutInHeader: return archive.prefix(3)
            case .cutInTheMiddle: return archive.prefix(archive.count / 2)
            case .cutAtTheEnd: return archive.dropLast()
            case .zeroedTail: return archive.prefix(archive.count / 2) + Data(count: archive.count - archive.count / 2)
            case .flippedEarly: archive[archive.count / 10] ^= 0x10
            case .flippedLate: archive[archive.count * 9 / 10] ^= 1
            case .appended: archive.append(0)
            }
            return archive
        }
    }

    @Test("It is refused, and the live tree is byte for byte what it was", arguments: Damage.allCases)
    func refused(_ damage: Damage) async throws {
        let folder = TemporaryDirectory.current
        let (near, far) = (try Site("near", in: folder), try Site("far", in: folder, role: "offline"))
        var storage = SampleStorage(in: near.storage)
        var random = SeededRandom(seed: 1)
        try await storage.add([SampleVersion("left", "1.0.0", payload: random.bytes(20_000))])
        try await far.apply(near.archive()).succeeded()
        try await storage.add([SampleVersion("left", "1.1.0", payload: random.bytes(20_000))])
        let archive = try await near.archive()
        let before = try await Tree(of: far.storage)

        let damaged = "\(folder)/damaged.tar.zst"
        try damage.applied(to: Data(contentsOf: URL(fileURLWithPath: archive))).write(to: URL(fileURLWithPath: damaged))
        for command in [["import", "verify"], ["import", "plan"], ["import", "apply"]] {
            let refused = try await far.run(command + [damaged])
            #expect(refused.status == 65, "\(refused)")
            #expect(refused.complaints.hasPrefix("error: ") || refused.complaints.contains("\nerror: "), "\(refused)")
        }
        #expect(try await Tree(of: far.storage) == before)
        #expect(Self.staged(in: far) == [])
        // The whole one still fits.
        try await far.apply(archive).succeeded()
    }

    @Test("A download that breaks off is refused by the server too, and leaves nothing behind")
    func brokenUpload() async throws {
        let folder = TemporaryDirectory.current
        let (near, far) = (try Site("near", in: folder), try Site("far", in: folder, role: "offline"))
        var storage = SampleStorage(in: near.storage)
        try await storage.add([SampleVersion("left", "1.0.0")])
        let archive = try await near.archive()
        let cut = "\(folder)/cut.tar.zst"
        try Data(contentsOf: URL(fileURLWithPath: archive)).dropLast(100).write(to: URL(fileURLWithPath: cut))
        let server = try await far.serve()
        let upload = ["-H", "Content-Type: application/zstd", "--data-binary"]
        let refused = try await server.ask("/imports", "POST", options: upload + ["@\(cut)"])
        #expect(refused.status == 422)
        #expect(try refused.json.text("code") == "archive-refused")
        #expect(try await Tree(of: far.storage).files == [:])
        #expect(Self.staged(in: far) == [])

        let staged = try await server.ask("/imports", "POST", options: upload + ["@\(archive)"]).expect(201)
        let id = try staged.json.text("id")
        let job = try await server.job("/imports/\(id)/apply")
        #expect(try job.text("state") == "succeeded")
        #expect(try await Tree(of: far.storage).tarballs == Tree(of: near.storage).tarballs)
        try await server.stop()
    }

    /// What waits in the staging area, or was left there.
    private static func staged(in site: Site) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: "\(site.storage)/.packferry/staging")) ?? []
    }
}
