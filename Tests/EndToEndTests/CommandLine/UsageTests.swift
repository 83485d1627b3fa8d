import TestSupport
import Testing

@Suite("Command lines that cannot be understood", .needsProgram, .temporaryDirectory, .ends)
struct UsageTests {
    private let shell = Shell(folder: TemporaryDirectory.current)

    @Test("A mistake ends with 64 and says what was meant", arguments: Self.mistakes)
    func mistake(words: [String], sentence: String) async throws {
        let outcome = try await Packferry.executable.run(words, in: shell.folder)
        #expect(outcome.status == 64)
        #expect(outcome.output.isEmpty)
        #expect(outcome.complaints.contains(sentence), "\(outcome)")
    }

    private static let mistakes: [([String], String)] = [
        (["artefact", "list"], "Did you mean 'packferry artifact'?"),
        (["artifact", "lst"], "Did you mean"),
        (["artifact", "build", "--ful"], "Did you mean '--full'?"),
        (["artifact", "build", "--full", "--baseline", "x"], "cannot be given together"),
        (
            ["artifact", "export", "diff-1", "/mnt", "--split", "4X"],
            "a number of bytes is needed, such as 4000M or 2G"
        ),
        (["artifact", "export", "diff-1", "/mnt", "--split", "1K"], "it must be between 1048576 and"),
        (["import", "apply"], "missing argument"),
        (["artifact"], "needs a command"),
        (["job", "list", "--state", "runing"], "did you mean 'running'?"),
        (["status", "--verbose", "--quiet"], "cannot be given together"),
        (["artifact", "fetch", "diff-202611210130"], "--server"),
        (["status", "--server", "mirror:8470"], "write it as http://host:port"),
        (["import", "trust-source", "x", "--server", "http://127.0.0.1:1"], "works on this machine only"),
        (["serve", "--server", "http://127.0.0.1:1"], "works on this machine only"),
        (["doctor", "--server", "http://127.0.0.1:1"], "works on this machine only"),
        (["config", "show", "--server", "http://127.0.0.1:1"], "works on this machine only"),
        (["snapshot", "create", "780acc9b7294ef4da1a5ac5f9d7df54c"], "could be the id of a snapshot"),
        (["snapshot", "create", "--", "-x"], "begins with no dash"),
    ]

    @Test(
        "What needs no configuration works without one",
        arguments: [["version"], ["version", "--json"], ["--version"]]
    )
    func withoutConfiguration(words: [String]) async throws {
        let outcome = try await Packferry.executable.run(words, in: shell.folder).succeeded()
        #expect(outcome.output.contains("packferry"))
    }
}
