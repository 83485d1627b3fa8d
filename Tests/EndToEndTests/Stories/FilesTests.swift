import Foundation
import JSON
import TestSupport
import Testing

@Suite("Carrying a folder of files", .paced, .needsProgram, .temporaryDirectory, .ends)
struct FilesTests {
    private func site(_ name: String, role: String = "online") throws -> Site {
        let site = try Site(name, in: TemporaryDirectory.current, role: role)
        try site.configure(
            """
            site: { role: \(role), name: \(name) }
            listen: 127.0.0.1:0
            repositories:
              images: { type: files, path: ./storage, exclude: ["*.part", tmp], last: ["*/index.json", index.json] }
            """
        )
        return site
    }

    private func write(_ site: Site, _ files: [String: String]) throws {
        for (path, text) in files {
            let url = URL(fileURLWithPath: "\(site.storage)/\(path)")
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data(text.utf8).write(to: url)
        }
    }

    /// The tree without what is excluded.
    private func tree(of site: Site) async throws -> [String: String] {
        try await Tree(of: site.storage).files.filter { !$0.key.hasSuffix(".part") && !$0.key.hasPrefix("tmp") }
    }

    @Test("Two carries: what is new crosses, indexes come last in the archive, and the trees are the same")
    func twoCarries() async throws {
        let (near, far) = (try site("near"), try site("far", role: "offline"))
        try write(
            near,
            ["disks/a.img": "a", "disks/index.json": "[a]", "index.json": "1", "disks/b.part": "half", "tmp/x": "x"]
        )
        let first = try await near.archive()
        #expect(
            try await Archive(first).members.filter { $0.hasPrefix("storage/") } == [
                "storage/disks/a.img", "storage/disks/index.json", "storage/index.json",
            ]
        )
        try await far.apply(first).succeeded()
        #expect(try await tree(of: far) == tree(of: near))

        try write(near, ["disks/b.img": "b", "disks/index.json": "[a, b]", "index.json": "2"])
        let second = try await near.archive()
        #expect(
            try await Archive(second).members.filter { $0.hasPrefix("storage/") } == [
                "storage/disks/b.img", "storage/disks/index.json", "storage/index.json",
            ]
        )
        #expect(try await near.build() == nil)
        let report = try #require(try await far.apply(second).succeeded().json.arrayValue?.first)
        #expect(
            try report.number("placed") == 1 && report.number("replaced") == 2 && report.excerpt("conflicts").isEmpty
        )
        #expect(try await tree(of: far) == tree(of: near))
        let again = try #require(try await far.apply(second).succeeded().json.arrayValue?.first)
        #expect(again["changed"]?.boolValue == false)
    }

    @Test("A build announces no step of other types")
    func steps() async throws {
        let near = try site("near")
        try write(near, ["disks/a.img": "a"])
        _ = try await near.archive()
        let job = try await near.run("job", "list", "--json").succeeded().json.list("items").first
        let steps = try #require(job?["progress"]).list("steps").map { try $0.text("name") }
        #expect(steps == ["walk", "read", "pack", "read back"])
    }

    @Test("The site's own file stays where the archive brings another, and it is said so")
    func siteFile() async throws {
        let (near, far) = (try site("near"), try site("far", role: "offline"))
        try write(near, ["disks/a.img": "a", "index.json": "1"])
        try write(far, ["disks/a.img": "ours", "own.txt": "ours too"])
        let outcome = try await far.apply(near.archive())
        #expect(outcome.status == 3)
        let files = try await Tree(of: far.storage).files
        #expect(Set(files.keys).isSuperset(of: ["disks/a.img", "index.json", "own.txt"]))
        #expect(FileManager.default.contents(atPath: "\(far.storage)/disks/a.img") == Data("ours".utf8))
    }

    @Test("An archive of files is verified without a configuration, and refused by a storage of npm")
    func otherType() async throws {
        let near = try site("near")
        try write(near, ["disks/a.img": "a"])
        let archive = try await near.archive()
        try await Packferry.executable.run(["import", "verify", archive], in: TemporaryDirectory.current).succeeded()
        let npm = try Site("npm", in: TemporaryDirectory.current, role: "offline")
        let refused = try await npm.apply(archive)
        #expect(refused.status == 65 && refused.complaints.contains("type files"), "\(refused)")
    }

    @Test("Lists and pages answer by topmost folder, and findings name what stays at home")
    func pages() async throws {
        let near = try site("near")
        try write(near, ["disks/a.img": "a", "disks/deep/b.img": "bb", "readme.txt": "read me"])
        try FileManager.default.createSymbolicLink(
            atPath: "\(near.storage)/disks/latest.img",
            withDestinationPath: "a.img"
        )
        #expect(try await near.run("collect").status == 3)
        let packages = try await near.run("package", "list", "--json").succeeded().json
        let list = try packages.list("items")
        #expect(try list.map { try $0.text("name") } == ["disks", "readme.txt"])
        #expect(try list.map { try $0.number("files") } == [2, 1])
        let disks = try await near.run("package", "show", "disks", "--json").succeeded().json
        #expect(try disks.list("versions").map { try $0.text("file") } == ["a.img", "deep/b.img"])
        let findings = try await near.run("findings", "list", "--json").succeeded().json
        let found = try #require(findings.list("items").first)
        #expect(try found.text("kind") == "link" && found.text("path") == "disks/latest.img")
    }
}
