import Foundation
import JSON
import TestSupport
import Testing

@Suite("Archives on a disk", .paced, .needsProgram, .temporaryDirectory, .ends)
struct ArchiveSelectionTests {
    private let folder = TemporaryDirectory.current

    /// Three archives that build on each other, with the digests beside them, in a folder as a disk would have them.
    private func disk() async throws -> (archives: [String], far: Site) {
        let near = try Site("near", in: folder)
        var storage = SampleStorage(in: near.storage)
        var archives: [String] = []
        for version in ["1.0.0", "1.1.0", "1.2.0"] {
            try await storage.add([SampleVersion("left", version)])
            archives.append(try await near.archive())
        }
        return (archives, try Site("far", in: folder, role: "offline"))
    }

    @Test("Archives named in any order, with what lies beside them, are applied as they build on each other")
    func anyOrder() async throws {
        let (archives, far) = try await disk()
        let names = archives.reversed().flatMap { ["\($0).sha512", $0] }
        let applied = try await far.run(["import", "apply"] + names).succeeded()
        #expect(applied.lines.filter { $0.hasSuffix(": applied") } == archives.map { "\($0): applied" })
        #expect(applied.complaints.contains("\(archives[0]).sha512 lies beside an archive"))
        for version in ["1.0.0", "1.1.0", "1.2.0"] {
            #expect(FileManager.default.fileExists(atPath: "\(far.storage)/left/left-\(version).tgz"))
        }
    }

    @Test("A folder stands for the archives in it, for apply, plan and verify")
    func folderOfArchives() async throws {
        let (archives, far) = try await disk()
        let disk = URL(fileURLWithPath: archives[0]).deletingLastPathComponent().path
        #expect(try await far.run("import", "verify", disk).succeeded().lines.count { $0.hasSuffix(": whole") } == 3)
        #expect(try await far.run("import", "plan", disk).status == 65, "the later ones need the first")
        let applied = try await far.apply(disk).succeeded().json
        #expect(applied.arrayValue?.map { $0["placed"]?.integerValue } == [1, 1, 1])
        let again = try await far.apply(disk).succeeded().json
        #expect(again.arrayValue?.map { $0["changed"]?.boolValue } == [false, false, false])
    }

    @Test("A disk with an archive in parts is taken as one with the archive, and any part stands for all of it")
    func parts() async throws {
        let near = try Site("near", in: folder)
        var storage = SampleStorage(in: near.storage)
        try await storage.addNoise(SampleVersion("left", "1.0.0"), mebibytes: 2)
        let id = URL(fileURLWithPath: try await near.archive()).lastPathComponent.replacing(".tar.zst", with: "")
        let disk = "\(folder)/disk"
        try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
        let written = try await near.run("artifact", "export", id, disk, "--split", "1M", "--json").succeeded().json
        let parts = try #require(written["files"]?.arrayValue).compactMap(\.stringValue)
        #expect(parts.count == 3 && written["written"] == written["bytes"])
        let again = try await near.run("artifact", "export", id, disk, "--split", "1M").succeeded()
        #expect(again.output.contains("written:  0 B") && again.output.contains("safe to unplug"))
        #expect(try await near.run("artifact", "export", id, disk).status == 1, "whole beside its parts")
        #expect(try await near.run("artifact", "list").succeeded().output.contains("downloaded"))

        let named = [parts[2], parts[0], "\(id).tar.zst.sha512", parts[1]].map { "\(disk)/\($0)" }
        let far = try Site("far", in: folder, role: "offline")
        let verified = try await far.run(["import", "verify"] + named).succeeded()
        #expect(verified.lines.count { $0.hasSuffix(": whole") } == 1)
        let server = try await far.serve()
        let staged = try await server.post("/imports", #"{"path":"\#(named[1])"}"#)
        #expect(staged.status == 201, "\(staged)")
        try await server.stop()
        #expect(try await far.apply(disk).succeeded().json.arrayValue?.map { $0["placed"]?.integerValue } == [1])
        #expect(FileManager.default.fileExists(atPath: "\(far.storage)/left/left-1.0.0.tgz"))

        try FileManager.default.removeItem(atPath: "\(disk)/\(parts[1])")
        let missing = try await far.run("import", "apply", disk)
        #expect(missing.status == 65 && missing.complaints.contains("\(parts[1]) is missing"), "\(missing)")
    }

    @Test("A name that does not exist is refused before any archive is applied")
    func absent() async throws {
        let (archives, far) = try await disk()
        #expect(try await far.run("import", "apply", archives[0], "\(folder)/absent.tar.zst").status == 66)
        #expect(try await Tree(of: far.storage).files == [:])
    }

    @Test("A digest alone is no archive")
    func sidecarAlone() async throws {
        let (archives, far) = try await disk()
        #expect(try await far.run("import", "apply", "\(archives[0]).sha512").status == 65)
    }

    @Test("An import is applied by its id as often as it is asked for, and shown with what came of it")
    func byID() async throws {
        let (archives, far) = try await disk()
        let planned = try await far.run("import", "plan", archives[0], "--json").succeeded().json
        let id = try #require(planned.arrayValue?.first).text("id")
        #expect(try await far.run("import", "show", id).succeeded().output.contains("state:        staged"))
        let first = try await far.apply(id).succeeded().json
        #expect(first.arrayValue?.first?["changed"]?.boolValue == true)
        let second = try await far.apply(id).succeeded().json
        #expect(second.arrayValue?.first?["changed"]?.boolValue == false)
        let shown = try await far.run("import", "show", id).succeeded()
        #expect(shown.output.contains("state:        applied") && shown.output.contains("placed:      1"))
        #expect(try await far.run("import", "show", id, "--json").succeeded().json["placed"]?.integerValue == 1)
        #expect(try await far.apply(String(repeating: "0", count: 32)).status == 66)
        #expect(try await far.run("import", "show", String(repeating: "0", count: 32)).status == 66)
    }

    @Test("Nothing but one document stands on standard error when JSON is asked for")
    func oneDocument() async throws {
        let (archives, far) = try await disk()
        let refused = try await far.run("import", "apply", archives[2], "--json")
        #expect(refused.status == 65 && refused.output.isEmpty)
        let problem = try JSONValue(parsing: Array(refused.complaints.utf8))
        #expect(try problem.text("code") == "missing-base" && problem["exit_code"]?.integerValue == 65)
        #expect(try await far.run("import", "apply", archives[0], "--json").succeeded().complaints.isEmpty)
    }

    @Test(
        "What cannot be the id or the name of anything is a mistake of the command line",
        arguments: [
            ["artifact", "show", ".."], ["artifact", "delete", "."], ["artifact", "fetch", "../x"],
            ["job", "show", "."], ["job", "logs", ".."], ["job", "wait", "a/b"], ["job", "cancel", ".."],
            ["job", "retry", ".."], ["snapshot", "show", ".."], ["snapshot", "diff", "..", "."],
            ["snapshot", "delete", "."], ["import", "show", ".."], ["import", "delete", "."],
            ["package", "show", ".."], ["package", "show", "a\nb"], ["package", "show", "@a/.."],
        ]
    )
    func noID(words: [String]) async throws {
        let site = try Site("near", in: folder)
        let refused = try await site.run(words)
        #expect(refused.status == 64, "\(refused)")
    }

    @Test("What an archive carries and what a snapshot holds is listed")
    func contents() async throws {
        let (archives, _) = try await disk()
        let near = try Site("near", in: folder)
        let id = URL(fileURLWithPath: archives[1]).lastPathComponent.components(separatedBy: ".")[0]
        let files = try await near.run("artifact", "show", id, "--files", "--json").succeeded().json.list("items")
        #expect(
            try files.map { try "\($0.text("op")) \($0.text("path"))" }
                == ["add left/left-1.1.0.tgz", "replace left/package.json"]
        )
        #expect(files.first?["version"]?.stringValue == "1.1.0" && files.last?["version"]?.isNull == true)
        let target = try await near.run("artifact", "show", id, "--json").succeeded().json.text("target")
        let packages = try await near.run("snapshot", "show", target, "--packages", "--json").succeeded().json
        let left = try #require(try packages.list("items").first)
        #expect(try left.text("name") == "left" && left.list("versions").count == 2 && left.number("files") == 3)
        #expect(try await near.run("snapshot", "show", target, "--packages").succeeded().lines.count == 2)
    }
}
