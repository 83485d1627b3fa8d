import Foundation
import JSON
import TestSupport
import Testing

@Suite("Looking things up", .paced, .needsProgram, .temporaryDirectory, .ends)
struct LookupCommandTests {
    private func site() async throws -> Site {
        let site = try Site("near", in: TemporaryDirectory.current)
        var storage = SampleStorage(in: site.storage)
        try await storage.add([SampleVersion("left", "1.0.0"), SampleVersion("@team/right", "2.0.0")])
        return site
    }

    @Test("With --json every command writes one document")
    func documents() async throws {
        let site = try await site()
        let id = URL(fileURLWithPath: try await site.archive()).lastPathComponent.replacingOccurrences(
            of: ".tar.zst",
            with: ""
        )
        try await site.run("snapshot", "create", "first").succeeded()
        let commands = [
            ["version"], ["status"], ["doctor"], ["collect"], ["collect", "--deep"], ["findings", "list"],
            ["package", "list"], ["package", "list", "ri", "--sort", "bytes", "-n", "1"],
            ["package", "show", "@team/right"],
            ["snapshot", "list"], ["snapshot", "show", "first"], ["snapshot", "diff", "first", "first"],
            ["artifact", "list"], ["artifact", "show", id], ["artifact", "verify", id], ["import", "list"],
            ["job", "list"], ["config", "check"], ["config", "show"],
        ]
        for words in commands {
            let outcome = try await site.run(words + ["--json"]).succeeded()
            #expect(throws: Never.self, "\(words)") { try outcome.json }
            #expect(outcome.lines.count == 1, "\(words)")
        }
    }

    @Test("Looking at a storage leaves nothing in it")
    func untouched() async throws {
        let site = try await site()
        for words in [["import", "list"], ["doctor"], ["status"], ["findings", "list"], ["package", "list"]] {
            try await site.run(words).succeeded()
        }
        #expect(!FileManager.default.fileExists(atPath: "\(site.storage)/.packferry"))
    }

    @Test(
        "What does not exist ends with 66, and as a problem with --json",
        arguments: [
            ["package", "show", "nothing"], ["snapshot", "show", "abcdef0123"], ["snapshot", "delete", "nothing"],
            ["artifact", "show", "diff-200001010000"], ["artifact", "verify", "diff-200001010000"],
            ["artifact", "delete", "diff-200001010000"], ["artifact", "build", "--baseline", "abcdef0123"],
            ["import", "delete", "0123456789abcdef0123456789abcdef"], ["job", "show", "0"], ["job", "logs", "0"],
        ]
    )
    func nothingThere(words: [String]) async throws {
        let site = try await site()
        try await site.run("collect").succeeded()
        let outcome = try await site.run(words + ["--json", "--quiet"])
        #expect(outcome.status == 66, "\(outcome)")
        #expect(outcome.output.isEmpty)
        #expect(try outcome.problem.text("code") == "not-found")
    }

    @Test("A scope alone is no package, and no path of the interface is shown")
    func scopeAlone() async throws {
        let outcome = try await site().run("package", "show", "@team")
        #expect(outcome.status == 66)
        #expect(outcome.complaints.contains("packferry package list @team/"))
        #expect(!outcome.complaints.contains("/packages"))
    }

    @Test(
        "A repository that is not configured ends with 64 everywhere",
        arguments: [["status"], ["job", "list"], ["artifact", "list"], ["package", "list"], ["import", "list"]]
    )
    func unknownRepository(words: [String]) async throws {
        let outcome = try await site().run(words + ["-r", "nope"])
        #expect(outcome.status == 64, "\(outcome)")
        #expect(outcome.complaints.contains("npm"), "\(outcome)")
    }

    @Test("A list that is empty because nothing was read yet says so", arguments: [["package"], ["findings"]])
    func uncollected(words: [String]) async throws {
        let site = try await site()
        let before = try await site.run(words + ["list"]).succeeded()
        #expect(before.complaints.contains("packferry collect"), "\(before)")
        try await site.run("collect").succeeded()
        #expect(try await site.run(words + ["list"]).succeeded().complaints.isEmpty)
    }

    @Test("Lists are tables whose numbers stand under each other, and can be cut")
    func tables() async throws {
        let site = try await site()
        try await site.run("collect").succeeded()
        let table = try await site.run("package", "list").succeeded().lines
        #expect(table.first == "NAME         VERSIONS  FILES     SIZE  UPDATED (UTC)        FINDINGS")
        #expect(table.count == 3)
        #expect(table.dropFirst().allSatisfy { $0.contains("         1      1  ") && $0.hasSuffix("         0") })
        #expect(Set(table.map(\.count)).count == 1)
        #expect(try await site.run("package", "list", "-n", "1").succeeded().lines.count == 2)
        #expect(
            try await site.run("package", "list", "right").succeeded().lines.last?.hasPrefix("@team/right ") == true
        )
        let shown = try await site.run("package", "show", "left").succeeded().lines
        #expect(shown.prefix(2) == ["package:     left", "repository:  npm"])
        #expect(shown.last?.hasPrefix("1.0.0    present  ") == true)
    }

    @Test("A broken file is a finding; a snapshot that is built upon cannot be deleted, one that is not can")
    func findingsAndSnapshots() async throws {
        let site = try await site()
        _ = try await site.archive()
        try Data("rot".utf8).write(to: URL(fileURLWithPath: "\(site.storage)/left/left-1.0.0.tgz"))
        #expect(try await site.run("collect").status == 3)
        let findings = try await site.run("findings", "list").succeeded()
        #expect(findings.output.contains("mismatch"))
        #expect(findings.output.contains("left/left-1.0.0.tgz"))
        #expect(try await site.run("findings", "list", "--state", "ignored").succeeded().output == "no findings\n")

        let base =
            try await site.run("snapshot", "list", "--json").succeeded().json.list("items").first?.text("id") ?? ""
        #expect(try await site.run("snapshot", "delete", base).status == 1)
        let frozen = try await site.run("snapshot", "create", "later", "--json")
        #expect(frozen.status == 3)
        let created = try frozen.json
        try await site.run("snapshot", "diff", base, "later").succeeded()
        try await site.run("snapshot", "delete", created.text("snapshot")).succeeded()
    }

    @Test("What commands print does not depend on the language of the shell", arguments: ["tr_TR.UTF-8", "de_DE", ""])
    func language(locale: String) async throws {
        let site = try await site()
        try await site.run("collect").succeeded()
        let words = ["package", "list", "--config", site.configuration]
        let plain = try await Packferry.executable.run(words, in: site.folder).succeeded()
        let other = try await Packferry.executable.run(words, in: site.folder, environment: ["LC_ALL": locale])
            .succeeded()
        #expect(other.output == plain.output)
    }

    @Test("Without a server no job can be cancelled, and the command says so")
    func noServer() async throws {
        let site = try await site()
        try await site.run("collect").succeeded()
        #expect(try await site.run("healthcheck").status == 69)
        #expect(try await site.run("job", "list").status == 0)
    }
}
