import Foundation
import JSON
import TestSupport
import Testing

@Suite("An import that is taken back", .paced, .needsProgram, .temporaryDirectory, .ends)
struct RollbackTests {
    @Test("The storage is what it was, with what was published since; the near side knows, and clients install")
    func story() async throws {
        let folder = TemporaryDirectory.current
        let near = try Site("near", in: folder, role: "online")
        let far = try Site("plant-7", in: folder, role: "offline")
        var storage = SampleStorage(in: near.storage)
        try await storage.add([SampleVersion("left", "1.0.0"), SampleVersion("other", "1.0.0")])
        try await far.apply(near.archive()).succeeded()
        let before = try await Tree(of: far.storage)
        try await storage.add([SampleVersion("left", "1.1.0"), SampleVersion("@team/fresh", "1.0.0")])
        let second = try await near.archive()
        let id = try #require(try await far.apply(second).succeeded().json.arrayValue?.first).text("id")
        let own = SampleVersion("left", "1.2.0-plant", needs: [:])
        try await LocalPublication.add(own, to: far.storage, tag: "plant")

        let tried = try await far.run("import", "rollback", id, "--dry-run", "--json").succeeded().json
        #expect(try tried["dry_run"] == true && tried.number("removed") == 2)
        let outcome = try await far.run("import", "rollback", id).succeeded()
        #expect(outcome.output.contains("rolled back") && outcome.output.contains("removed:    2"), "\(outcome)")
        let after = try await Tree(of: far.storage)
        #expect(
            after.files.filter { $0.key != own.path && $0.key != "left/package.json" }
                == before.files.filter {
                    $0.key != "left/package.json"
                }
        )
        let left = try LocalPublication.document(of: "left", in: far.storage)
        #expect(left["versions"]?.keys.sorted() == ["1.0.0", "1.2.0-plant"])
        #expect(left["dist-tags"]?["latest"] == "1.0.0" && left["dist-tags"]?["plant"] == "1.2.0-plant")

        let shown = try await far.run("import", "show", id, "--json").succeeded().json
        #expect(shown["state"] == "rolled-back" && shown["rollback"]?["result"] == "succeeded")
        let disk = "\(folder)/disk"
        try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
        let receipt = try await far.run("receipt", "show", id, "--output", disk, "--json").succeeded().json
        let taken = try await near.run("receipt", "register", receipt.text("path"), "--json").succeeded().json
        #expect(taken["site"]?["evidence"] == "rolled-back", "\(taken)")
        // What was taken back is not here: the next archive carries it again.
        try await storage.add([SampleVersion("left", "1.3.0")])
        try await far.apply(near.archive()).succeeded()
        #expect(try await Tree(of: far.storage).files["@team/fresh/fresh-1.0.0.tgz"] != nil)
    }

    @Test("What the source no longer has goes where that is asked for, and comes back with a rollback")
    func deletes() async throws {
        let folder = TemporaryDirectory.current
        let (near, far) = (try Site("near", in: folder), try Site("far", in: folder, role: "offline"))
        var storage = SampleStorage(in: near.storage)
        let versions = ["1.0.0", "1.1.0"].map { SampleVersion("left", $0) }
        try await storage.add(versions + [SampleVersion("@team/gone", "1.0.0")])
        try await far.apply(near.archive()).succeeded()
        let before = try await Tree(of: far.storage)
        try LocalPublication.remove(versions[0], from: near.storage)
        try FileManager.default.removeItem(atPath: "\(near.storage)/@team")
        let second = try await near.archive("--allow-shrink")
        let kept = try #require(try await far.apply(second).succeeded().json.arrayValue?.first)
        #expect(try kept.number("pending_deletes") == 2 && kept.number("deleted") == 0)
        #expect(try await Tree(of: far.storage).tarballs == before.tarballs)
        let tried = try await far.apply(second, "--delete", "--dry-run").succeeded().json
        #expect(try tried.arrayValue?.first?.number("deleted") == 2)
        let gone = try #require(try await far.apply(second, "--delete").succeeded().json.arrayValue?.first)
        #expect(try gone.number("deleted") == 2 && gone.number("pending_deletes") == 0)
        #expect(try await Tree(of: far.storage).files.keys.sorted() == ["left", versions[1].path, "left/package.json"])
        let left = try LocalPublication.document(of: "left", in: far.storage)
        #expect(left["versions"]?.keys == ["1.1.0"] && left["dist-tags"]?["latest"] == "1.1.0")
        try await far.run("import", "rollback", gone.text("id")).succeeded()
        #expect(try await Tree(of: far.storage).tarballs == before.tarballs)
    }

    @Test("Only the last one is taken back, and what is refused says what would help")
    func refusals() async throws {
        let folder = TemporaryDirectory.current
        let (near, far) = (try Site("near", in: folder), try Site("far", in: folder, role: "offline"))
        var storage = SampleStorage(in: near.storage)
        var ids: [String] = []
        for version in ["1.0.0", "1.1.0"] {
            try await storage.add([SampleVersion("left", version)])
            ids.append(try #require(try await far.apply(near.archive()).succeeded().json.arrayValue?.first).text("id"))
        }
        let early = try await far.run("import", "rollback", ids[0])
        #expect(early.status == 1 && early.complaints.contains("packferry import rollback \(ids[1])"), "\(early)")
        try await far.run("import", "rollback", ids[1]).succeeded()
        let again = try await far.run("import", "rollback", ids[1]).succeeded()
        #expect(again.output.contains("nothing changed"), "\(again)")
        let kept = try await far.run("import", "rollback", ids[0])
        #expect(kept.status == 1 && kept.complaints.contains("no longer kept"), "\(kept)")
        let never = try await far.run("import", "rollback", String(repeating: "0", count: 32))
        #expect(never.status == 66, "\(never)")
    }

    @Test("Where something of it was changed here since, it says what stays, and that this is not all (3)")
    func partial() async throws {
        let folder = TemporaryDirectory.current
        let (near, far) = (try Site("near", in: folder), try Site("far", in: folder, role: "offline"))
        var storage = SampleStorage(in: near.storage)
        try await storage.add([SampleVersion("left", "1.0.0"), SampleVersion("other", "1.0.0")])
        let id = try #require(try await far.apply(near.archive()).succeeded().json.arrayValue?.first).text("id")
        try await LocalPublication.add(SampleVersion("left", "1.0.0", payload: [7]), to: far.storage)
        let outcome = try await far.run("import", "rollback", id)
        #expect(outcome.status == 3 && outcome.output.contains("left/left-1.0.0.tgz"), "\(outcome)")
        let after = try await Tree(of: far.storage)
        #expect(after.files.keys.sorted() == ["left", "left/left-1.0.0.tgz", "left/package.json"])
    }
}
