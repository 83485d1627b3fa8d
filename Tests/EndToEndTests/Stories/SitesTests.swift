import Foundation
import JSON
import TestSupport
import Testing

@Suite("Sites", .paced, .needsProgram, .temporaryDirectory, .ends)
struct SitesTests {
    private func near() async throws -> (site: Site, storage: SampleStorage) {
        let site = try Site("near", in: TemporaryDirectory.current, role: "online")
        return (site, SampleStorage(in: site.storage))
    }

    private func far(_ name: String) throws -> Site {
        try Site(name, in: TemporaryDirectory.current, role: "offline")
    }

    /// The last receipt of a site, as it is carried back.
    private func receipt(of far: Site) async throws -> JSONValue {
        let disk = "\(TemporaryDirectory.current)/disk"
        try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
        return try await far.run("receipt", "show", "--output", disk, "--json").succeeded().json
    }

    @discardableResult
    private func confirm(_ far: Site, to near: Site) async throws -> JSONValue {
        let path = try await receipt(of: far).text("path")
        return try await near.run("receipt", "register", path, "--json").succeeded().json
    }

    private func expectSame(_ near: Site, _ far: Site) async throws {
        let (here, there) = (try await Tree(of: near.storage), try await Tree(of: far.storage))
        #expect(here.tarballs == there.tarballs, "\(there.differences(from: here))")
    }

    @Test(
        "A lost disk: the next archive starts from what the site confirmed, and the stick found later changes nothing"
    )
    func lostDisk() async throws {
        var (near, storage) = try await near()
        let far = try far("plant-7")
        try await storage.add([SampleVersion("left", "1.0.0"), SampleVersion("@team/right", "2.0.0")])
        try await far.apply(near.archive()).succeeded()
        let taken = try await confirm(far, to: near)
        #expect(taken["verdict"] == "news" && taken["site"]?["name"] == "plant-7", "\(taken)")
        try await storage.add([SampleVersion("left", "1.1.0")])
        let lost = try await near.archive()
        #expect(try await near.build() == nil)
        try await storage.add([SampleVersion("left", "1.2.0")])
        // Built on what never arrived, it is refused, with what is missing.
        let snapshot = try await near.run("artifact", "list", "--json").succeeded().json.list("items")[0].text("target")
        let onLost = try await near.archive("--baseline", snapshot)
        let refused = try await far.apply(onLost)
        #expect(refused.status == 65 && refused.complaints.contains("left-1.1.0.tgz"), "\(refused)")
        let third = try await near.archive()
        let manifest = try await Archive(third).manifest
        #expect(try manifest["base"]?.list("sites").map { try $0.text("name") } == ["plant-7"])
        let outcome = try await far.apply(third).succeeded()
        #expect(outcome.output.contains("\"placed\":2"), "\(outcome)")
        try await expectSame(near, far)
        let found = try await far.apply(lost).succeeded().json
        #expect(found.arrayValue?.first?["changed"] == false)
        let last = try await confirm(far, to: near)
        #expect(try last["site"]?.list("on_the_way") == [])
        #expect(try await near.build() == nil)
    }

    @Test("Two sites at different states: one archive fits both, and an urgent part does not change what they hold")
    func twoSites() async throws {
        var (near, storage) = try await near()
        let (one, two) = (try far("plant-1"), try far("plant-2"))
        try await storage.add([SampleVersion("left", "1.0.0")])
        let first = try await near.archive()
        for far in [one, two] {
            try await far.apply(first).succeeded()
            try await confirm(far, to: near)
        }
        try await storage.add([SampleVersion("left", "1.1.0")])
        try await one.apply(near.archive()).succeeded()
        try await confirm(one, to: near)
        try await storage.add([SampleVersion("urgent", "1.0.0")])
        try await two.apply(near.archive("--only", "urgent@1.0.0")).succeeded()
        try await confirm(two, to: near)
        try await storage.add([SampleVersion("left", "1.2.0")])
        let ahead = try await near.run("artifact", "build", "--site", "plant-1", "--dry-run", "--json").succeeded().json
        #expect(try ahead.number("versions") == 2, "\(ahead)")
        let next = try await near.archive()
        let sites = try await Archive(next).manifest["base"]?.list("sites") ?? []
        #expect(try sites.map { try $0.text("name") } == ["plant-1", "plant-2"])
        for far in [one, two] {
            try await far.apply(next).succeeded()
            try await expectSame(near, far)
            try await confirm(far, to: near)
        }
        #expect(try await near.build() == nil)
        let listed = try await near.run("site", "list").succeeded().output
        #expect(listed.contains("plant-1") && listed.contains("plant-2"))
        try await near.run("site", "retire", "plant-2").succeeded()
        let shown = try await near.run("site", "show", "plant-2", "--json").succeeded().json
        #expect(shown["state"] == "retired")
    }

    @Test("A restored backup: the inventory shows the hole, and the next archive fills it", arguments: [true, false])
    func restored(byHand: Bool) async throws {
        var (near, storage) = try await near()
        let far = try far("plant-7")
        try await storage.add([SampleVersion("left", "1.0.0"), SampleVersion("right", "1.0.0")])
        try await far.apply(near.archive()).succeeded()
        try await confirm(far, to: near)
        try await storage.add([SampleVersion("left", "1.1.0")])
        try await far.apply(near.archive()).succeeded()
        try await confirm(far, to: near)
        // The backup that was restored is older than the last archive.
        try FileManager.default.removeItem(atPath: "\(far.storage)/left/left-1.1.0.tgz")
        #expect(try await near.build() == nil)
        let file = "\(TemporaryDirectory.current)/inventory"
        if byHand {
            let script = "find . -name '*.tgz' -exec sha512sum {} + > \"$1\""
            try await Executable.needed("sh").run(["-c", script, "sh", file], in: far.storage).succeeded()
            // Receipts of one second count on beyond it.
            let taken = Date.now.addingTimeInterval(60).ISO8601Format()
            try await near.run("inventory", "register", file, "--site", "plant-7", "--taken", taken).succeeded()
        } else {
            try await far.run("inventory", "export", file).succeeded()
            try await near.run("inventory", "register", file).succeeded()
        }
        let next = try await near.archive()
        let files = try await Archive(next).manifest.list("files").map { try $0.text("path") }
        #expect(files.contains("left/left-1.1.0.tgz") && !files.contains("right/right-1.0.0.tgz"), "\(files)")
        try await far.apply(next).succeeded()
        try await expectSame(near, far)
    }

    @Test("A receipt that names missing files has no code, and they travel again")
    func missing() async throws {
        var (near, storage) = try await near()
        let far = try far("plant-7")
        try await storage.add([SampleVersion("left", "1.0.0"), SampleVersion("right", "1.0.0")])
        try await far.apply(near.archive()).succeeded()
        try await confirm(far, to: near)
        try FileManager.default.removeItem(atPath: "\(far.storage)/right/right-1.0.0.tgz")
        try await storage.add([SampleVersion("left", "1.1.0")])
        let partial = try await far.apply(near.archive(), "--allow-missing")
        #expect(partial.status == 3, "\(partial)")
        let receipt = try await receipt(of: far)
        #expect(try receipt["code"]?.isNull == true && receipt.list("missing").contains("right/right-1.0.0.tgz"))
        try await confirm(far, to: near)
        let files = try await Archive(near.archive()).manifest.list("files").map { try $0.text("path") }
        #expect(files.contains("right/right-1.0.0.tgz") && !files.contains("left/left-1.1.0.tgz"), "\(files)")
    }

    @Test("Where no file may leave, the code does, through a server on either side")
    func code() async throws {
        var (near, storage) = try await near()
        let far = try far("plant-7")
        try await storage.add([SampleVersion("left", "1.0.0")])
        let archive = try await near.archive()
        let (there, here) = (try await far.serve(), try await near.serve())
        let applied = try await far.run("import", "apply", archive).succeeded().output
        #expect(applied.contains("receipt: ") && applied.contains("its code: "), "\(applied)")
        let code = try await far.run("receipt", "show", "--json").succeeded().json.text("code")
        let wrong = try await near.run("receipt", "register", "--code", String(code.dropLast()) + "!")
        #expect(wrong.status == 64, "\(wrong)")
        let unknown = try await near.run("receipt", "register", "--code", code)
        #expect(unknown.status == 66 && unknown.complaints.contains("--site"), "\(unknown)")
        try await near.run("receipt", "register", "--code", code.lowercased(), "--site", "plant-7").succeeded()
        let artifact = URL(fileURLWithPath: archive).lastPathComponent.components(separatedBy: ".")[0]
        let shown = try await near.run("artifact", "show", artifact).succeeded().output
        #expect(shown.contains("delivered") && shown.contains("plant-7"), "\(shown)")
        #expect(try await far.run("receipt", "register", "--code", code).status == 77)
        _ = try await there.stop()
        _ = try await here.stop()
    }
}
