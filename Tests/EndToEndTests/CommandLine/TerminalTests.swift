import TestSupport
import Testing

@Suite("At a terminal", .paced, .needsProgram, .temporaryDirectory, .ends)
struct TerminalTests {
    private static let bold = "\u{1B}[1m"
    private static let redraw = "\u{1B}[K"

    private func shell() async throws -> Shell {
        let site = try Site("near", in: TemporaryDirectory.current)
        var storage = SampleStorage(in: site.storage)
        try await storage.add([SampleVersion("left", "1.0.0")])
        return Shell(folder: site.folder)
    }

    @Test("Headings are bold and progress is one line that is redrawn")
    func colours() async throws {
        let shell = try await shell()
        let outcome = try await shell.runOnTerminal("artifact build").succeeded()
        #expect(outcome.output.contains(Self.redraw))
        #expect(!outcome.output.contains("walk\r\n"))
        #expect(try await shell.runOnTerminal("artifact list").succeeded().output.contains(Self.bold))
    }

    @Test(
        "Nothing is coloured with NO_COLOR, --no-color or a dumb terminal",
        arguments: [
            ("artifact list", ["NO_COLOR": "1"]), ("artifact list --no-color", [:]),
            ("artifact list", ["TERM": "dumb"]),
            ("artifact nothing", ["NO_COLOR": "1"]),
        ]
    )
    func plain(line: String, environment: [String: String]) async throws {
        let outcome = try await shell().runOnTerminal(line, environment: environment)
        #expect(!outcome.output.contains("\u{1B}[1m"))
        #expect(!outcome.output.contains("\u{1B}[31m"))
    }

    @Test("What people wrote cannot colour the screen")
    func controlCharacters() async throws {
        let shell = try await shell()
        let refused = try await shell.run("artifact", "build", "--note", "red \u{1B}[31m alert")
        #expect(refused.status == 64 && !refused.complaints.contains("\u{1B}"))
        try await shell.run("artifact", "build", "--note", "red \u{202E} alert").succeeded()
        #expect(try await shell.run("artifact", "list").succeeded().output.contains("red \u{FFFD} alert"))
    }

    @Test("Elsewhere each step is one plain line on standard error, and none with --quiet")
    func plainLines() async throws {
        let shell = try await shell()
        let outcome = try await shell.run("collect").succeeded()
        #expect(outcome.complaints.hasPrefix("walk\nread"))
        #expect(!outcome.complaints.contains("\u{1B}"))
        #expect(outcome.output.hasPrefix("1 package, 1 file;"))
        #expect(try await shell.run("collect", "--quiet").succeeded().complaints.isEmpty)
    }
}
