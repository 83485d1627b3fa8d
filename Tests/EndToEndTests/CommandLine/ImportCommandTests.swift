import Foundation
import JSON
import TestSupport
import Testing

@Suite("Taking archives by hand", .paced, .needsProgram, .temporaryDirectory, .ends)
struct ImportCommandTests {
    private let folder = TemporaryDirectory.current

    private func near(_ name: String = "near") async throws -> (site: Site, storage: SampleStorage) {
        let site = try Site(name, in: folder)
        var storage = SampleStorage(in: site.storage)
        try await storage.add([SampleVersion("left", "1.0.0"), SampleVersion("@team/right", "2.0.0")])
        return (site, storage)
    }

    private func far(_ name: String = "far") throws -> Site { try Site(name, in: folder, role: "offline") }

    @Test("Building says what was packed, then that nothing changed")
    func build() async throws {
        let (near, _) = try await near()
        let built = try await near.run("artifact", "build", "--note", "for plant 7").succeeded()
        for name in ["artifact:", "path:", "size:", "sha512:", "files:", "versions:", "base:", "target:", "note:"] {
            #expect(built.output.contains("\n\(name)") || built.output.hasPrefix(name), "\(name)")
        }
        let again = try await near.run("artifact", "build").succeeded()
        #expect(again.output.hasPrefix("nothing changed since snapshot "))
        let report = try await near.run("artifact", "build", "--json").succeeded().json
        #expect(report["changed"]?.boolValue == false)
    }

    @Test("A dry run says what would be packed and packs nothing")
    func dryRun() async throws {
        let (near, _) = try await near()
        let outcome = try await near.run("artifact", "build", "--dry-run").succeeded()
        #expect(outcome.output.contains("would carry"))
        #expect(outcome.lines.contains { $0.hasPrefix("left ") && $0.hasSuffix("  1.0.0") }, "\(outcome)")
        let report = try await near.run("artifact", "build", "--dry-run", "--json").succeeded().json
        #expect(report["contents"]?["count"]?.integerValue == 2)
        #expect(near.artifactFiles.isEmpty)
        #expect(try await near.run("artifact", "list", "--json").succeeded().json.list("items").isEmpty)
    }

    @Test("Applying says per archive what became of it, and twice is a success that changes nothing")
    func apply() async throws {
        let (near, far) = (try await near().site, try far())
        let archive = try await near.archive()
        let first = try await far.run("import", "apply", archive).succeeded()
        #expect(first.output.hasPrefix("\(archive): applied\nsigned by: nobody\nplaced:"))
        let second = try await far.run("import", "apply", archive).succeeded()
        #expect(second.output.hasPrefix("\(archive): nothing changed"))
    }

    @Test("A folder into which an archive was unpacked is applied like the archive")
    func unpacked() async throws {
        let (near, far) = (try await near().site, try far())
        let archive = try await near.archive()
        let members = "\(folder)/members"
        try FileManager.default.createDirectory(atPath: members, withIntermediateDirectories: true)
        try await Executable.needed("tar").run(["--zstd", "-xf", archive, "-C", members], in: folder).succeeded()
        let applied = try await far.apply(members).succeeded().json
        #expect(try applied.arrayValue?.first?.number("placed") == 2)
        #expect(try await far.run("import", "apply", archive).succeeded().output.contains("nothing changed"))
    }

    @Test("Several archives are applied in order, up to the first that is refused")
    func stopsAtRefusal() async throws {
        var (near, storage) = try await near()
        let first = try await near.archive()
        try await storage.add([SampleVersion("left", "1.1.0")])
        let second = try await near.archive()
        let broken = "\(folder)/broken.tar.zst"
        var bytes = try Data(contentsOf: URL(fileURLWithPath: first))
        bytes[bytes.count / 2] ^= 0xFF
        try bytes.write(to: URL(fileURLWithPath: broken))

        let far = try far()
        let outcome = try await far.run("import", "apply", first, broken, second, "--json")
        #expect(outcome.status == 65)
        #expect(try outcome.json.arrayValue?.count == 1)
        #expect(FileManager.default.fileExists(atPath: "\(far.storage)/left/left-1.0.0.tgz"))
        #expect(!FileManager.default.fileExists(atPath: "\(far.storage)/left/left-1.1.0.tgz"))
    }

    @Test("An archive that builds on another one is refused with what is missing, unless that is allowed")
    func missingBase() async throws {
        var (near, storage) = try await near()
        _ = try await near.archive()
        try await storage.add([SampleVersion("left", "1.1.0")])
        let second = try await near.archive()
        let far = try far()
        let refused = try await far.run("import", "apply", second)
        #expect(refused.status == 65)
        #expect(refused.complaints.contains("right-2.0.0.tgz"), "\(refused)")
        let partial = try await far.run("import", "apply", second, "--allow-missing")
        #expect(partial.status == 3)
        #expect(partial.output.contains("missing: "))
    }

    @Test("A file that is missing or no archive ends with 66 or 65 and is checked without a configuration")
    func verify() async throws {
        let archive = try await near().site.archive()
        let shell = Shell(folder: folder)
        #expect(try await shell.run("import", "verify", archive).succeeded().output.hasPrefix("\(archive): whole"))
        #expect(try await shell.run("artifact", "verify", archive).status == 0)
        #expect(try await shell.run("import", "verify", "nowhere.tar.zst").status == 66)
        try shell.write("not an archive", to: "text.tar.zst")
        let refused = try await shell.run("import", "verify", archive, "text.tar.zst")
        #expect(refused.status == 65)
        #expect(refused.complaints.contains("\(folder)/text.tar.zst"), "\(refused)")
    }

    @Test(
        "A sidecar that does not fit the archive refuses it, and one that fits is compared",
        arguments: [true, false]
    )
    func sidecar(fits: Bool) async throws {
        let (near, far) = (try await near().site, try far())
        let archive = try await near.archive()
        let sidecar = "\(archive).sha512"
        #expect(FileManager.default.fileExists(atPath: sidecar))
        if !fits {
            var text = try String(contentsOfFile: sidecar, encoding: .utf8)
            text.replaceSubrange(text.startIndex...text.startIndex, with: text.hasPrefix("0") ? "1" : "0")
            try Data(text.utf8).write(to: URL(fileURLWithPath: sidecar))
        }
        for words in [["import", "verify"], ["artifact", "verify"], ["import", "plan"], ["import", "apply"]] {
            let outcome = try await far.run(words + [archive])
            #expect(outcome.status == (fits ? 0 : 65), "\(outcome)")
            if !fits { #expect(outcome.complaints.contains("\(archive) has another SHA-512"), "\(outcome)") }
        }
        #expect(FileManager.default.fileExists(atPath: "\(far.storage)/left") == fits)
    }

    @Test("A plan names the source, and no more than the first of what is missing")
    func longPlan() async throws {
        var (near, storage) = try await near()
        try await storage.add((0..<30).map { SampleVersion("many", "1.0.\($0)") })
        _ = try await near.archive()
        try await storage.add([SampleVersion("left", "1.1.0")])
        let plan = try await far().run("import", "plan", near.archive())
        #expect(plan.status == 65, "as applying it would end")
        #expect(plan.lines.contains { $0.hasPrefix("source: ") && $0.contains(" npm ") }, "\(plan)")
        #expect(plan.lines.count { $0.hasPrefix("missing: ") && $0.contains("/") } == 20, "\(plan)")
        #expect(plan.lines.contains { $0.hasPrefix("missing: and ") && $0.contains(" more") })
    }

    @Test("A plan is kept until it is applied by its id or deleted")
    func plan() async throws {
        let (near, far) = (try await near().site, try far())
        let archive = try await near.archive()
        let planned = try await far.run("import", "plan", archive, "--json").succeeded()
        let plan = try #require(try planned.json.arrayValue?.first)
        let id = try plan.text("id")
        #expect(plan["plan"]?["new"]?.integerValue == 2)
        #expect(try Self.states(await far.run("import", "list", "--json")) == ["staged"])

        try await far.run("import", "apply", id).succeeded()
        #expect(try Self.states(await far.run("import", "list", "--json")) == ["applied"])

        try await far.run("import", "plan", archive).succeeded()
        try await far.run("import", "delete", id).succeeded()
        #expect(try Self.states(await far.run("import", "list", "--json")) == ["applied"])
        #expect(try await far.run("import", "delete", id).status != 0)
    }

    private static func states(_ outcome: Outcome) throws -> [String] {
        try outcome.succeeded().json.list("items").map { try $0.text("state") }
    }

    @Test("An archive of another source is refused until that source is trusted")
    func otherSource() async throws {
        let (one, other) = (try await near("one").site, try await near("other").site)
        let far = try far()
        try await far.run("import", "apply", one.archive()).succeeded()
        let archive = try await other.archive()
        #expect(try await far.run("import", "apply", archive).status == 65)
        try await far.run("import", "trust-source", archive).succeeded()
        try await far.run("import", "apply", archive).succeeded()
    }
}
