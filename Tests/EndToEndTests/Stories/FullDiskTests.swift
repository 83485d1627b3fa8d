import Foundation
import TestSupport
import Testing

@Suite("Full disks", .paced, .needsProgram, .needsMounts, .temporaryDirectory, .ends)
struct FullDiskTests {
    @Test("An archive that does not fit is refused before anything is written")
    func apply() async throws {
        let folder = TemporaryDirectory.current
        let near = try Site("near", in: folder)
        var storage = SampleStorage(in: near.storage)
        try await storage.add([SampleVersion("left", "1.0.0")])
        let small = try await near.archive()
        try await storage.addNoise(SampleVersion("noise", "1.0.0"), mebibytes: 24)
        let large = try await near.archive()

        let disk = "\(folder)/far/storage"
        try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
        let space = try await Namespace.smallDisk(at: disk, mebibytes: 32)
        let far = try Site("far", in: folder, role: "offline", gap: space)
        try await far.apply(small).succeeded()
        let before = try await Tree(of: disk, here: far.here)
        #expect(before.files["left/left-1.0.0.tgz"] != nil)
        let refused = try await far.apply(large)
        #expect(refused.status == 73, "\(refused)")
        #expect(refused.complaints.contains("space"), "\(refused)")
        #expect(try await Tree(of: disk, here: far.here) == before)
        let staging = space.outside("\(disk)/.packferry/staging")
        #expect(((try? FileManager.default.contentsOfDirectory(atPath: staging)) ?? []) == [])
    }

    @Test("An artifact that does not fit is refused, leaves nothing, and is built once there is room")
    func build() async throws {
        let folder = TemporaryDirectory.current
        let artifacts = "\(folder)/near/artifacts"
        try FileManager.default.createDirectory(atPath: artifacts, withIntermediateDirectories: true)
        let space = try await Namespace.smallDisk(at: artifacts, mebibytes: 8)
        let near = try Site("near", in: folder, gap: space)
        var storage = SampleStorage(in: near.storage)
        try await storage.addNoise(SampleVersion("noise", "1.0.0"), mebibytes: 24)
        let before = try await Tree(of: near.storage)
        let refused = try await near.run("artifact", "build")
        #expect(refused.status == 73, "\(refused)")
        #expect(refused.complaints.contains("artifacts"), "\(refused)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: space.outside(artifacts)) == [])
        #expect(try await Tree(of: near.storage) == before)
        // The same folder as others see it, on the large disk.
        let roomy = try Site("near", in: folder)
        #expect(try await roomy.build() != nil)
    }
}
