import Arguments
import Testing

@Suite("Finding the command")
struct CommandParsingTests {
    @Test(
        "the words lead to a command",
        arguments: [
            ("serve", "serve", "ferry serve"),
            ("refresh full", "refresh full", "ferry refresh full"),
            ("job show 7", "job show", "ferry job show"),
            ("--verbose job list", "job list", "ferry job list"),
            ("job --verbose list", "job list", "ferry job list"),
            ("-c a.yaml job -v list --no-color", "job list", "ferry job list"),
            ("-- job list", "job list", "ferry job list"),
        ]
    )
    func leads(line: String, run: String, title: String) throws {
        guard case .run(let found, let values) = Sample.parse(line) else {
            Issue.record("\(line) was not understood")
            return
        }
        #expect(found == run)
        #expect(values.command == title)
    }

    @Test("help can be asked for at every level", arguments: ["--help", "-h", "job --help", "help", "help job list"])
    func help(line: String) {
        guard case .help(let text) = Sample.parse(line) else {
            Issue.record("\(line) gave no help")
            return
        }
        let words = line.split(separator: " ").filter { !$0.hasPrefix("-") && $0 != "help" }
        #expect(text.contains((["  ferry"] + words.map(String.init)).joined(separator: " ") + " [options]"))
    }

    @Test(
        "help is given even where the rest is wrong",
        arguments: ["job list --bogus --help", "refresh delta -m x -h", "build --help", "job show --help a b c"]
    )
    func helpBeatsMistakes(line: String) {
        guard case .help = Sample.parse(line) else {
            Issue.record("\(line) gave no help")
            return
        }
    }

    @Test("what follows the terminator is never a request for help")
    func noHelpPastTerminator() throws {
        #expect(try Sample.values("echo -- --help")[Sample.words] == ["--help"])
        #expect(try Sample.mistake("job show -- --help extra").code == .unexpectedArgument)
    }

    @Test("the version can be asked for anywhere", arguments: ["--version", "job --version", "job list --version"])
    func version(line: String) {
        guard case .version = Sample.parse(line) else {
            Issue.record("\(line) did not ask for the version")
            return
        }
    }

    @Test("completions are asked for by the name of the shell", arguments: Shell.allCases)
    func completions(shell: Shell) {
        guard case .completions(shell) = Sample.parse("--generate-completion-script \(shell.rawValue)") else {
            Issue.record("\(shell) was not understood")
            return
        }
    }

    @Test("manuals are asked for by format", arguments: ManualFormat.allCases)
    func manual(format: ManualFormat) {
        guard case .manual(format) = Sample.parse("--generate-manual=\(format.rawValue)") else {
            Issue.record("\(format) was not understood")
            return
        }
    }

    @Test("an unknown shell is refused with the known ones")
    func unknownShell() throws {
        let error = try Sample.mistake("--generate-completion-script tcsh")
        #expect(error.code == .invalidValue)
        #expect(error.description.contains("bash, zsh, fish"))
    }

    @Test("a group without a command is a mistake that carries the help", arguments: ["", "job", "-v refresh"])
    func missingCommand(line: String) throws {
        let error = try Sample.mistake(line)
        #expect(error.code == .missingCommand)
        #expect(error.help?.contains("COMMANDS") == true)
    }
}
