import Foundation
import JSON
import TestSupport
import Testing

@Suite("Bad input", .paced, .needsProgram, .temporaryDirectory, .ends)
struct BadInputTests {
    @Test(
        "An unknown key is named with its line and the key that was meant",
        arguments: ["serve", "collect", "status"]
    )
    func unknownKey(_ command: String) async throws {
        let site = try Site("near", in: TemporaryDirectory.current)
        try site.configure("listen: 127.0.0.1:0\nrepositories:\n  npm: { type: npm, storrage: ./storage }")
        let refused = try await site.run([command])
        #expect(refused.status == 78, "\(refused)")
        #expect(refused.complaints.contains("packferry.yaml:3:"), "\(refused)")
        #expect(refused.complaints.contains("storrage"), "\(refused)")
        #expect(refused.complaints.contains("Did you mean repositories.npm.storage?"), "\(refused)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: site.storage) == [])
    }

    @Test("All problems of a configuration are told at once")
    func allProblems() async throws {
        let site = try Site("near", in: TemporaryDirectory.current)
        try site.configure("listen: nowhere\nsite: { role: middle }\nrepositories:\n  npm: { type: nmp }")
        let refused = try await site.run("collect")
        #expect(refused.status == 78)
        for word in ["nowhere", "middle", "nmp", "storage"] {
            #expect(refused.complaints.contains(word), "\(word) in \(refused)")
        }
    }

    @Test("A storage that is not there is named with what to check", arguments: [["collect"], ["artifact", "build"]])
    func missingStorage(_ command: [String]) async throws {
        let site = try Site("near", in: TemporaryDirectory.current)
        try FileManager.default.removeItem(atPath: site.storage)
        let refused = try await site.run(command)
        #expect(refused.status == 66, "\(refused)")
        #expect(refused.complaints.contains(site.storage), "\(refused)")
        #expect(refused.complaints.contains("repositories.npm.storage"), "\(refused)")
        #expect(!FileManager.default.fileExists(atPath: site.storage))
        #expect(site.artifactFiles == [])
    }

    @Test(
        "A folder that is no storage is named with what was found in it",
        arguments: [["collect"], ["artifact", "build"]]
    )
    func noStorage(_ command: [String]) async throws {
        let site = try Site("near", in: TemporaryDirectory.current)
        try FileManager.default.createDirectory(atPath: "\(site.storage)/2024", withIntermediateDirectories: true)
        try Data("a photo".utf8).write(to: URL(fileURLWithPath: "\(site.storage)/2024/beach.jpg"))
        let before = try await Tree(of: site.storage)
        let refused = try await site.run(command)
        #expect(refused.status == 66, "\(refused)")
        #expect(refused.complaints.contains(site.storage), "\(refused)")
        #expect(refused.complaints.contains("beach.jpg"), "\(refused)")
        #expect(refused.complaints.contains("config.yaml"), "\(refused)")
        #expect(try await Tree(of: site.storage) == before)
        #expect(site.artifactFiles == [])
    }

    @Test("An empty storage is not frozen by mistake")
    func emptyStorage() async throws {
        let site = try Site("near", in: TemporaryDirectory.current)
        let refused = try await site.run("artifact", "build")
        #expect(refused.status == 1, "\(refused)")
        #expect(refused.complaints.contains("mounted"), "\(refused)")
        #expect(site.artifactFiles == [])
    }

    @Test("A packument that is not JSON is a finding; the build goes on without it and says so")
    func badPackument() async throws {
        let site = try Site("near", in: TemporaryDirectory.current)
        var storage = SampleStorage(in: site.storage)
        try await storage.add([SampleVersion("left", "1.0.0"), SampleVersion("right", "1.0.0")])
        let document = "\(site.storage)/left/package.json"
        try Data("<html>502 Bad Gateway</html>".utf8).write(to: URL(fileURLWithPath: document))
        let before = try await Tree(of: site.storage)
        let outcome = try await site.run("artifact", "build", "--json")
        #expect(outcome.status == 3)
        let built = try outcome.json
        let warnings = try built.list("warnings").compactMap(\.stringValue)
        #expect(warnings.contains { $0.contains("left/package.json") }, "\(warnings)")
        #expect(try await Archive(built.text("path")).tarballs == ["right/right-1.0.0.tgz"])
        try await Self.expectFinding("left/package.json", "bad-packument", in: site)
        #expect(try await Tree(of: site.storage) == before)
    }

    @Test("A tarball that is a folder is a finding; the build goes on without it and says so")
    func folderForTarball() async throws {
        let site = try Site("near", in: TemporaryDirectory.current)
        var storage = SampleStorage(in: site.storage)
        try await storage.add([SampleVersion("left", "1.0.0"), SampleVersion("left", "1.1.0")])
        let path = "\(site.storage)/left/left-1.1.0.tgz"
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        let before = try await Tree(of: site.storage)
        let outcome = try await site.run("artifact", "build", "--json")
        #expect(outcome.status == 3)
        let built = try outcome.json
        let warnings = try built.list("warnings").compactMap(\.stringValue)
        #expect(warnings.contains { $0.contains("left/left-1.1.0.tgz") }, "\(warnings)")
        #expect(try await Archive(built.text("path")).tarballs == ["left/left-1.0.0.tgz"])
        try await Self.expectFinding("left/left-1.1.0.tgz", "not-a-file", in: site)
        #expect(try await Tree(of: site.storage) == before)
    }

    @Test(
        "What is no archive is named, and nothing is changed",
        arguments: [("absent.tar.zst", 66), ("words.txt", 65), ("folder", 65)]
    )
    func noArchive(_ name: String, _ status: Int32) async throws {
        let folder = TemporaryDirectory.current
        let site = try Site("far", in: folder, role: "offline")
        try Data("not an archive".utf8).write(to: URL(fileURLWithPath: "\(folder)/words.txt"))
        try FileManager.default.createDirectory(atPath: "\(folder)/folder", withIntermediateDirectories: true)
        let refused = try await site.run("import", "apply", "\(folder)/\(name)")
        #expect(refused.status == status, "\(refused)")
        #expect(refused.complaints.contains(name), "\(refused)")
        #expect(try await Tree(of: site.storage).files == [:])
    }

    @Test("Errors are documents for programs")
    func errorDocument() async throws {
        let site = try Site("near", in: TemporaryDirectory.current)
        let refused = try await site.run("artifact", "build", "--baseline", "abcdef", "--json")
        #expect(refused.status == 66)
        let problem = try JSONValue(parsing: Array(refused.complaints.utf8))
        #expect(try problem.text("code") == "not-found")
        #expect(try problem.number("exit_code") == 66)
        #expect(try problem.text("detail").contains("abcdef"))
        #expect(refused.output.isEmpty)
    }

    private static func expectFinding(_ path: String, _ kind: String, in site: Site) async throws {
        let findings = try await site.run("findings", "list", "--json").succeeded().json.list("items")
        let pairs = findings.map { "\($0["path"]?.stringValue ?? "") \($0["kind"]?.stringValue ?? "")" }
        #expect(pairs.contains("\(path) \(kind)"), "\(pairs)")
    }
}
