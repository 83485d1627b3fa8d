import Arguments
import Testing

@Suite("What may and must be given")
struct RuleTests {
    @Test("what breaks a rule is named", arguments: mistakes)
    func mistake(line: String, code: UsageError.Code, subject: String) throws {
        let error = try Sample.mistake(line)
        #expect(error.code == code)
        #expect(error.subject == subject)
        #expect(error.description.contains(subject))
    }

    private static let mistakes: [(String, UsageError.Code, String)] = [
        ("build", .missingOption, "--site"),
        ("job show", .missingArgument, "<id>"),
        ("verify", .missingArgument, "<file>"),
        ("job show a b", .unexpectedArgument, "b"),
        ("serve now", .unexpectedArgument, "now"),
        ("refresh delta --minutes", .missingValue, "--minutes"),
        ("refresh delta --minutes --verbose", .missingValue, "--minutes"),
        ("refresh delta -m", .missingValue, "--minutes"),
        ("refresh delta -m --", .missingValue, "--minutes"),
        ("serve --verbose=yes", .unexpectedValue, "--verbose"),
        ("refresh delta -m 1 --minutes 2", .repeatedOption, "--minutes"),
        ("-c a serve --config b", .repeatedOption, "--config"),
        ("build -s a --full --only x", .conflictingOptions, "--full"),
        ("--verbose serve --quiet", .conflictingOptions, "--verbose"),
        ("register", .missingOption, "<receipt>"),
        ("register r.json --code ABC", .conflictingOptions, "<receipt>"),
    ]

    @Test("exactly one of a set is enough", arguments: ["register r.json", "register --code ABC"])
    func oneOfSet(line: String) throws {
        _ = try Sample.values(line)
    }

    @Test("a repeated option may have to be given more than once")
    func atLeast() {
        let pair = Option<[String]>(repeated: "end", .string, atLeast: 2, help: "An end.")
        let program = Program(
            root: Command("t", summary: "T.", options: [pair], changes: .nothing, run: 0),
            version: "1",
            exitStatus: []
        )
        guard case .failure(let error) = program.parse(["--end", "a"]) else {
            Issue.record("one end was enough")
            return
        }
        #expect(error.cause == "missing option '--end': 2 are needed, 1 given")
    }

    @Test("reading what a command does not declare stops the program")
    func undeclared() async {
        await #expect(processExitsWith: .failure) {
            _ = try Sample.values("serve")[Sample.minutes]
        }
    }
}
