import Foundation
import JSON
import TestSupport
import Testing

@Suite("Sticks with FAT", .paced, .needsProgram, .needs("mkfs.vfat"), .needsFAT, .temporaryDirectory, .ends)
struct FatDiskTests {
    private var stick: String { "\(TemporaryDirectory.current)/stick" }

    @Test(
        "An archive goes to a stick, whole or in parts, is read back, and is applied from there",
        arguments: [nil, "8M"]
    )
    func carried(split: String?) async throws {
        let folder = TemporaryDirectory.current
        let disk = try await FatDisk("\(folder)/image", at: stick, mebibytes: 64)
        var near = try Site("near", in: folder, role: "online")
        var storage = SampleStorage(in: near.storage)
        try await storage.addNoise(SampleVersion("noise", "1.0.0"), mebibytes: 20)
        let archive = try await near.archive()
        let id = URL(fileURLWithPath: archive).lastPathComponent.components(separatedBy: ".")[0]
        try await export(id, split, &near, disk)

        // It was pulled out, and is plugged in at the other side, where nothing may be written to it.
        let there = try await disk.plugged(readOnly: true)
        let far = try Site("far", in: folder, role: "offline", gap: there)
        let applied = try #require(try await far.apply(stick).succeeded().json.arrayValue?.first)
        #expect(applied["result"] == "succeeded", "\(applied)")
        #expect(try await Tree(of: far.storage).tarballs == Tree(of: near.storage).tarballs)
    }

    private func export(_ id: String, _ split: String?, _ near: inout Site, _ disk: FatDisk) async throws {
        let here = try await disk.plugged()
        near = try Site("near", in: TemporaryDirectory.current, role: "online", gap: here)
        let words = ["artifact", "export", id, stick] + (split.map { ["--split", $0] } ?? [])
        let said = try await near.run(words).succeeded().output
        #expect(said.contains("safe to unplug"), "\(said)")
        let again = try await near.run(words + ["--json"]).succeeded().json
        #expect(try again.number("written") == 0, "\(again)")
        let names = try FileManager.default.contentsOfDirectory(atPath: here.outside(stick)).sorted()
        let parts = split == nil ? [""] : (1...3).map { ".00\($0)" }
        #expect(names == parts.map { "\(id).tar.zst\($0)" } + ["\(id).tar.zst.sha512"], "\(names)")
        #expect(names.allSatisfy { !$0.contains { "\\/:*?\"<>|".contains($0) } && $0.last != "." })
        let other = try await near.run("artifact", "export", id, stick, "--split", "4M")
        #expect(other.status == 1 && other.complaints.contains("cut in another way"), "\(other)")
        try await here.around(Executable.needed("umount")).run([stick], in: "/").succeeded()
        near = try Site("near", in: TemporaryDirectory.current, role: "online")
    }
}
