import Foundation
import JSON
import TestSupport
import Testing

/// What sites say comes back signed, and is known even where the database is lost.
@Suite("Trust in sites", .paced, .needsProgram, .temporaryDirectory, .ends)
struct SiteTrustTests {
    private func sides() async throws -> (near: Site, far: Site, storage: SampleStorage) {
        let folder = TemporaryDirectory.current
        let near = try Site("near", in: folder, role: "online")
        var storage = SampleStorage(in: near.storage)
        try await storage.add([SampleVersion("left", "1.0.0")])
        try FileManager.default.createDirectory(atPath: "\(folder)/disk", withIntermediateDirectories: true)
        return (near, try Site("plant-7", in: folder, role: "offline"), storage)
    }

    private var disk: String { "\(TemporaryDirectory.current)/disk" }

    /// Puts the last receipt on the disk, and says where it lies there.
    private func receipt(of far: Site) async throws -> String {
        try await far.run("receipt", "show", "--output", disk, "--json").succeeded().json.text("path")
    }

    private func refused(_ outcome: Outcome) {
        #expect(outcome.status == 65 && outcome.complaints.contains("--allow-unsigned"), "\(outcome)")
    }

    @Test(
        "A site's receipts are signed, checked by ssh-keygen, and nothing else is taken for its word",
        .needs("ssh-keygen")
    )
    func signed() async throws {
        var (near, far, storage) = try await sides()
        try await far.apply(near.archive()).succeeded()
        let unsigned = try await receipt(of: far)
        #expect(!FileManager.default.fileExists(atPath: "\(unsigned).sig"))
        let made = try await far.run("keys", "generate").succeeded().output
        let shown = try #require(try await far.run("keys", "show", "--json").succeeded().json["current"])
        let key = try shown.text("key")
        #expect(made.contains("packferry keys trust '\(key)' --site plant-7"), "\(made)")

        try await storage.add([SampleVersion("left", "1.1.0")])
        try await far.apply(near.archive()).succeeded()
        let path = try await receipt(of: far)
        let name = URL(fileURLWithPath: path).lastPathComponent
        try Data("\(shown.text("allowed_signer"))\n".utf8).write(to: URL(fileURLWithPath: "\(disk)/allowed_signers"))
        let verify = """
            ssh-keygen -Y verify -f allowed_signers -I plant-7 -n packferry-receipt -s \(name).sig < \(name)
            """
        let verified = try await Executable.needed("sh").run(["-c", verify], in: disk).succeeded().output
        #expect(try verified.contains(shown.text("fingerprint")), "\(verified)")
        let text = try await far.run("receipt", "show").succeeded().output
        #expect(try text.contains("applied") && text.contains(shown.text("fingerprint")), "\(text)")

        try await near.run("keys", "trust", key, "--site", "plant-7").succeeded()
        let keys = try await near.run("keys", "list").succeeded().output
        #expect(keys.contains("plant-7") && keys.contains("trusted"), "\(keys)")
        refused(try await near.run("receipt", "register", unsigned))
        let code = try await far.run("receipt", "show", "--json").succeeded().json.text("code")
        refused(try await near.run("receipt", "register", "--code", code, "--site", "plant-7"))
        try Data("\(String(repeating: "0", count: 128))  ./left/left-1.0.0.tgz\n".utf8)
            .write(to: URL(fileURLWithPath: "\(disk)/list"))
        refused(try await near.run("inventory", "register", "\(disk)/list", "--site", "plant-7"))
        let altered = "\(disk)/altered.json"
        try Data(
            String(contentsOfFile: path, encoding: .utf8).replacing("\"missing\":[]", with: "\"missing\": []").utf8
        )
        .write(to: URL(fileURLWithPath: altered))
        try FileManager.default.copyItem(atPath: "\(path).sig", toPath: "\(altered).sig")
        let forged = try await near.run("receipt", "register", altered, "--allow-unsigned")
        #expect(forged.status == 65 && forged.complaints.contains("is not a signature"), "\(forged)")
        #expect(try await near.run("site", "list", "--json").succeeded().json.list("items").isEmpty)

        let tried = try await near.run("receipt", "register", path, "--dry-run", "--json").succeeded().json
        #expect(tried["verdict"] == "news" && tried["dry_run"] == true, "\(tried)")
        let taken = try await near.run("receipt", "register", path, "--json").succeeded().json
        #expect(try taken["site"]?["signer"]?.text("fingerprint") == shown.text("fingerprint"), "\(taken)")
        #expect(try await near.build() == nil)

        // An inventory is signed as well; a list that nobody can have signed is taken when somebody says so.
        try await far.run("inventory", "export", "\(disk)/inventory").succeeded()
        try await near.run("inventory", "register", "\(disk)/inventory").succeeded()
        let later = Date.now.addingTimeInterval(60).ISO8601Format()
        let words = ["inventory", "register", "\(disk)/list", "--site", "plant-7", "--taken", later]
        refused(try await near.run(words))
        try await near.run(words + ["--allow-unsigned"]).succeeded()
        let site = try await near.run("site", "show", "plant-7").succeeded().output
        #expect(site.contains("let in all the same") && site.contains("nobody"), "\(site)")
    }

    @Test("What was taken back says so, in its receipt and where it is registered")
    func rolledBack() async throws {
        let (near, far, _) = try await sides()
        let outcome = try #require(try await far.apply(near.archive()).succeeded().json.arrayValue?.first)
        #expect(try await far.run("receipt", "show").succeeded().output.contains("applied by"))
        try await far.run("import", "rollback", outcome.text("id")).succeeded()
        let text = try await far.run("receipt", "show").succeeded().output
        #expect(text.contains("rolled-back") && text.contains("rolled back by") && !text.contains("applied"), "\(text)")
        let path = try await receipt(of: far)
        let file = try await far.run("receipt", "show", path, "--json").succeeded().json
        #expect(file["kind"] == "rolled-back", "\(file)")
        let shown = try await far.run("import", "show", outcome.text("id"), "--json").succeeded().json
        #expect(shown["receipt"]?["kind"] == "rolled-back", "\(shown)")
        let taken = try await near.run("receipt", "register", path, "--json").succeeded().json
        #expect(taken["site"]?["evidence"] == "rolled-back")
    }

    @Test("Who loses the database loses its history alone: sites, deliveries and the next archive stay the same")
    func lostDatabase() async throws {
        var (near, far, storage) = try await sides()
        let other = try Site("plant-8", in: TemporaryDirectory.current, role: "offline")
        let first = try await near.archive()
        for site in [far, other] {
            try await site.apply(first).succeeded()
            try await near.run("receipt", "register", receipt(of: site)).succeeded()
        }
        try await storage.add([SampleVersion("left", "1.1.0")])
        let second = try await near.archive()
        try await far.apply(second).succeeded()
        try await near.run("receipt", "register", receipt(of: far)).succeeded()
        try await near.run("site", "retire", "plant-8").succeeded()
        try await storage.add([SampleVersion("left", "1.2.0")])
        func known() async throws -> [JSONValue] {
            let sites = try await near.run("site", "list", "--json").succeeded().json
            let build = try await near.run("artifact", "build", "--dry-run", "--json").succeeded().json
            return [sites, build["base"] ?? .null, build["files"] ?? .null, build["contents"] ?? .null]
        }
        let before = try await known()
        for name in ["data.sqlite", "data.sqlite-wal", "data.sqlite-shm"] {
            try? FileManager.default.removeItem(atPath: "\(near.folder)/state/\(name)")
        }
        #expect(try await known() == before)
        let server = try await near.serve()
        #expect(try await server.ask("/sites").json.list("items") == before[0].list("items"))
        try await server.stop()
        let artifact = URL(fileURLWithPath: second).lastPathComponent.components(separatedBy: ".")[0]
        let shown = try await near.run("artifact", "show", artifact, "--json").succeeded().json
        #expect(try shown["state"] == "delivered" && shown.list("deliveries").count == 1, "\(shown)")
    }
}
