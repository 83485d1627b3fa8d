import Foundation
import TestSupport
import Testing

@Suite("Help", .needsProgram, .temporaryDirectory, .ends)
struct HelpTests {
    private let shell = Shell(folder: TemporaryDirectory.current)

    @Test("The help of the program names every command and every way to end")
    func program() async throws {
        let help = try await shell.run("--help").succeeded()
        #expect(help.complaints.isEmpty)
        let commands = [
            "serve", "status", "healthcheck", "doctor", "version", "collect", "findings", "package", "snapshot",
            "artifact", "import", "job", "prune", "store", "state", "config", "support-bundle",
        ]
        for command in commands { #expect(help.output.contains("\n  \(command) "), "\(command)") }
        #expect(help.output.hasSuffix(Self.end))
    }

    private static let end = """
        EXIT STATUS
          0    Done, also when nothing was left to do.
          1    It failed, or cannot be done in this state.
          3    Done in part; what was not done is listed.
          64   The command line cannot be understood.
          65   Corrupt or refused: archive, record or database; or files are missing.
          66   What was named does not exist.
          69   The server cannot be reached.
          70   A mistake in Packferry.
          73   There is no room for it, or the address is taken.
          74   A file cannot be read or written.
          75   Somebody else is working on it; try again later.
          77   The user may not do this.
          78   The configuration cannot be used.
          130  Interrupted.

        Run 'packferry <command> --help' for what one of them takes.

        """

    @Test("The help of a command shows what it takes", arguments: Self.golden)
    func command(words: [String], expected: String) async throws {
        let help = try await Packferry.executable.run(words + ["--help"], in: shell.folder).succeeded()
        let own = help.output.components(before: "\nGLOBAL OPTIONS")
        #expect(own == expected)
    }

    private static let golden: [([String], String)] = [
        (
            ["import", "apply"],
            """
            Verify archives and apply them.

            USAGE
              packferry import apply [options] <archive>...

            DESCRIPTION
              Several archives are applied in the order in which they build on each other,
              up to the first that is refused; digests and signatures that lie beside them
              are passed over. Nothing of an archive reaches the storage before all of it is
              verified; applying one twice changes nothing.

            EXAMPLES
              What a disk brought:
                packferry import apply /mnt/usb/diff-202611210130.tar.zst
              All archives on it:
                packferry import apply /mnt/usb

            ARGUMENTS
              <archive>...  An archive, a folder of archives or of the members of one, or
                            the id of an import.

            OPTIONS
              --allow-missing      Apply although files are missing that the archive relies
                                   on.
              --adopt-source       Let the first archive that this storage takes cut
                                   documents down to the versions whose files are here.
              --delete             Also remove what the source no longer has, if it is here
                                   as the source brought it.
              --unpacked           It was unpacked by hand over this storage: list again
                                   what that put aside (*.~1~).
              --allow-unsigned     Take what no trusted key signed, although this repository
                                   asks for that.
              --register-packages  List what archives brought on Verdaccio's own page, too,
                                   which has to be restarted for that.
              --dry-run            Run every check, say what would be done, and do none of
                                   it.

            """
        ),
        (
            ["snapshot", "diff"],
            """
            List what lies between two snapshots.

            USAGE
              packferry snapshot diff [options] <base> <target>

            ARGUMENTS
              <base>    Its id, the first 6 or more digits of it, or its name.
              <target>  Its id, the first 6 or more digits of it, or its name.

            """
        ),
    ]

    @Test("Every command stands in the reference with what it does, and none stands there that is not one")
    func reference() async throws {
        let manual = try await shell.run("--generate-manual", "markdown").succeeded().output
        let sections = manual.components(separatedBy: "\n## packferry ").dropFirst().filter {
            !$0.contains("<command>")
        }
        let commands = sections.map { section in
            let lines = section.split(separator: "\n", omittingEmptySubsequences: true)
            return "| `packferry \(lines[0])` | \(lines[1]) |"
        }
        let pages = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../../docs")
        let text = try String(contentsOf: pages.appending(path: "reference.md"), encoding: .utf8)
        let documented = text.split(separator: "\n").filter { $0.hasPrefix("| `packferry ") }
        #expect(Set(documented.map(String.init)) == Set(commands))
        #expect(commands.count > 30)
    }

    @Test("Manual and completions come from the same declarations")
    func documents() async throws {
        let manual = try await shell.run("--generate-manual", "markdown").succeeded()
        #expect(manual.output.contains("packferry artifact build"))
        for name in ["bash", "zsh", "fish"] {
            let script = try await shell.run("--generate-completion-script", name).succeeded()
            #expect(script.output.contains("trust-source"))
        }
        #expect(try await shell.run("--version").succeeded().output.hasPrefix("packferry "))
    }
}

extension String {
    fileprivate func components(before mark: String) -> String {
        range(of: mark).map { String(self[..<$0.lowerBound]) } ?? self
    }
}
