import Foundation
import JSON
import TestSupport
import Testing

@Suite(
    "Storages on file systems of other machines",
    .paced,
    .needsProgram,
    .needs("python3"),
    .temporaryDirectory,
    .ends
)
struct OtherFileSystemTests {
    private func sites(_ filter: String) throws -> (near: Site, far: Site) {
        let folder = TemporaryDirectory.current
        var (near, far) = (try Site("near", in: folder, role: "online"), try Site("far", in: folder, role: "offline"))
        near.packferry = try Seccomp.around(near.packferry, filter)
        far.packferry = try Seccomp.around(far.packferry, filter)
        return (near, far)
    }

    @Test("Where renaming takes no flags, all is built, frozen and applied, and what was replaced is kept")
    func withoutFlags() async throws {
        let (near, far) = try sites(Seccomp.withoutFlags)
        var storage = SampleStorage(in: near.storage)
        let left = SampleVersion("left", "1.0.0")
        try await storage.add([left, SampleVersion("@acme/right", "1.0.0")])
        let first = try await near.archive()
        try await far.apply(first).succeeded()
        #expect(try await Tree(of: far.storage).tarballs == Tree(of: near.storage).tarballs)

        // A copy that rots at the far side is replaced.
        let path = "\(far.storage)/\(left.path)"
        try Data("rotten".utf8).write(to: URL(fileURLWithPath: path))
        try await storage.add([SampleVersion("left", "1.1.0")])
        let second = try await near.archive("--full")
        let outcome = try #require(try await far.apply(second).succeeded().json.arrayValue?.first)
        #expect(try outcome.number("replaced") == 1 && outcome.number("placed") == 1)
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data(left.tarball))
        let undo = try await Executable.needed("find").run([".packferry/undo", "-name", left.file], in: far.storage)
        #expect(undo.lines.count == 1)
        try await near.run("snapshot", "create", "kept").succeeded()
        try await near.run("artifact", "verify", second).succeeded()
        for site in [near, far] {
            try await site.run("config", "check").succeeded()
            try await site.run("doctor").succeeded()
            #expect(site.artifactFiles.allSatisfy { !$0.hasPrefix(".") })
        }
    }

    @Test("Where there are no hard links, check and doctor say that nothing can be applied, and building goes on")
    func withoutLinks() async throws {
        let (near, far) = try sites(Seccomp.withoutLinks)
        var storage = SampleStorage(in: near.storage)
        try await storage.add([SampleVersion("left", "1.0.0")])
        let archive = try await near.archive()
        let cause = "lies on a file system that cannot link files"
        for site in [near, far] {
            #expect(try await site.run("config", "check").succeeded().output.contains(cause))
        }
        #expect(try await near.run("doctor").succeeded().output.contains(cause))
        let doctor = try await far.run("doctor")
        #expect(doctor.status == 1 && doctor.output.contains(cause))
        let refused = try await far.apply(archive)
        #expect(refused.status == 77 && refused.complaints.contains(cause), "\(refused)")
        #expect(try await Tree(of: far.storage).files.isEmpty)
    }
}
