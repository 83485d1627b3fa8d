import Foundation
import JSON
import TestSupport
import Testing

@Suite("The configuration at the command line", .needsProgram, .temporaryDirectory, .ends)
struct ConfigurationCommandTests {
    private let shell = Shell(folder: TemporaryDirectory.current)

    private static let good = """
        site: { role: offline, name: far }
        repositories:
          npm: { type: npm, storage: storage }

        """

    private static let bad = """
        site: { role: ofline }
        lisen: 127.0.0.1:80
        limits: { cpu: none }
        repositories:
          npm: { type: npm, storage: storage }

        """

    @Test("Without a configuration commands end with 78 and say which file they looked for")
    func missing() async throws {
        let outcome = try await shell.run("collect")
        #expect(outcome.status == 78)
        #expect(outcome.complaints.contains("\(shell.folder)/packferry.yaml: there is no configuration at"))
        #expect(outcome.complaints.contains("--config"))
    }

    @Test(
        "All that is wrong in a file is listed at once, each with its line",
        arguments: ["collect", "status", "doctor"]
    )
    func everyProblem(command: String) async throws {
        try shell.write(Self.bad, to: "packferry.yaml")
        let outcome = try await shell.run(command)
        #expect(outcome.status == 78)
        for place in ["packferry.yaml:1:", "packferry.yaml:2:", "packferry.yaml:3:"] {
            #expect(outcome.complaints.contains(place), "\(outcome)")
        }
    }

    @Test("With --json the problems are a list")
    func problemsAsJSON() async throws {
        try shell.write(Self.bad, to: "packferry.yaml")
        let outcome = try await shell.run("config", "check", "--json")
        #expect(outcome.status == 78)
        #expect(outcome.output.isEmpty)
        let problem = try outcome.problem
        #expect(try problem.text("code") == "configuration")
        #expect(try problem.number("exit_code") == 78)
        #expect(try problem.list("errors").count == 3)
    }

    @Test("What config show prints is a configuration that says the same")
    func roundTrip() async throws {
        try shell.write(Self.good, to: "packferry.yaml")
        let first = try await shell.run("config", "show").succeeded()
        #expect(first.output.contains("role: offline"))
        try shell.write(first.output, to: "again.yaml")
        let second = try await shell.run("config", "show", "--config", "again.yaml").succeeded()
        #expect(Self.values(second) == Self.values(first))
    }

    /// The lines without where each value came from.
    private static func values(_ outcome: Outcome) -> [String] {
        outcome.lines.map { line in
            String(line.prefix { $0 != "#" }.reversed().drop { $0 == " " }.reversed())
        }
    }

    @Test("With --json it is a document with the keys of the file, and where each value came from")
    func document() async throws {
        try shell.write(Self.good, to: "packferry.yaml")
        let shown = try await shell.run("config", "show", "--json", "--limits-cpu", "3").succeeded().json
        let configuration = try #require(shown["configuration"])
        #expect(configuration["site"]?["role"] == "offline" && configuration["limits"]?["cpu"] == 3)
        #expect(configuration["repositories"]?["npm"]?["type"] == "npm" && configuration["hosts"] == [])
        #expect(configuration["repositories"]?["npm"]?["carry"]?["exclude"]?.arrayValue != nil)
        let origins = try #require(shown["origins"])
        #expect(
            origins["site.role"] == "line 1" && origins["limits.cpu"] == "--limits-cpu" && origins["hosts"] == "default"
        )
        #expect(try shown.text("file").hasSuffix("/packferry.yaml"))
    }

    @Test("Flags beat the environment, which beats the file, and each says so")
    func precedence() async throws {
        try shell.write(Self.good, to: "packferry.yaml")
        let environment = ["PACKFERRY_SITE_NAME": "from-environment", "PACKFERRY_LISTEN": "127.0.0.1:1"]
        let shown = try await shell.run("config", "show", "--listen", "127.0.0.1:2", environment: environment)
            .succeeded()
        let lines = shown.lines
        #expect(lines.contains { $0.contains("name: from-environment") && $0.hasSuffix("# PACKFERRY_SITE_NAME") })
        #expect(lines.contains { $0.contains("listen: 127.0.0.1:2") && $0.hasSuffix("# --listen") })
        #expect(lines.contains { $0.contains("role: offline") && $0.hasSuffix("# line 1") })
    }

    @Test("Check names a storage that is not there, and refuses one that is none")
    func storages() async throws {
        try shell.write(Self.good, to: "packferry.yaml")
        let missing = try await shell.run("config", "check").succeeded()
        #expect(missing.output.contains("warning: repositories.npm.storage: \(shell.folder)/storage does not exist"))
        #expect(!missing.output.contains("fine"))
        try shell.write("x", to: "storage")
        let file = try await shell.run("config", "check", "--json")
        #expect(file.status == 78)
        #expect(try file.problem.list("errors").first?.text("detail").contains("repositories.npm.storage") == true)
        #expect(try await shell.run("config", "check", "--config", "packferry.yaml").complaints.contains("yaml:3:"))
    }

    @Test("The example passes where its storage is")
    func example() async throws {
        let root = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
        let example = "/\(root)/packferry.example.yaml"
        try shell.write(String(contentsOfFile: example, encoding: .utf8), to: "packferry.yaml")
        try shell.write("", to: "storage/.keep")
        #expect(try await shell.run("config", "check").succeeded().output.hasSuffix("packferry.yaml: fine\n"))
    }

    @Test("Folders of ours cannot lie in a storage")
    func inside() async throws {
        try shell.write(Self.good + "paths: { artifacts: storage/archives }\n", to: "packferry.yaml")
        for words in [["config", "check"], ["artifact", "build"]] {
            let outcome = try await Packferry.executable.run(words, in: shell.folder)
            #expect(outcome.status == 78)
            #expect(outcome.complaints.contains("paths.artifacts"), "\(outcome)")
        }
    }

    @Test("Where several repositories are configured, one has to be named")
    func severalRepositories() async throws {
        try shell.write(
            """
            repositories:
              first: { type: npm, storage: one }
              second: { type: npm, storage: two }

            """,
            to: "packferry.yaml"
        )
        let unnamed = try await shell.run("collect")
        #expect(unnamed.status == 64)
        #expect(unnamed.complaints.contains("first, second"))
        #expect(try await shell.run("collect", "--repository", "third").status == 64)
        try shell.write("", to: "one/.keep")
        #expect(try await shell.run("collect", "--repository", "first").status == 0)
    }
}
