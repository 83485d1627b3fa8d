import Arguments
import Testing

@Suite("Reading values")
struct ValueParsingTests {
    @Test(
        "an option takes its value in every usual spelling",
        arguments: ["--minutes 60", "--minutes=60", "-m 60", "-m60", "-m=60", "-vm60", "-vm 60"]
    )
    func spellings(line: String) throws {
        #expect(try Sample.values("refresh delta \(line)")[Sample.minutes] == 60)
    }

    @Test("what is left out is the default, nil, empty or off")
    func absent() throws {
        #expect(try Sample.values("refresh delta")[Sample.minutes] == 2880)
        let list = try Sample.values("job list")
        #expect(list[Sample.limit] == nil)
        #expect(list[Sample.states].isEmpty)
        #expect(!list[Sample.verbose])
        #expect(try Sample.values("snapshot")[Sample.name] == nil)
    }

    @Test("flags may share a dash and may be repeated")
    func flags() throws {
        let values = try Sample.values("job list -vv -v --no-color --verbose")
        #expect(values[Sample.verbose])
        #expect(values[Sample.plain])
    }

    @Test("repeated options keep their order")
    func repeated() throws {
        let values = try Sample.values("job list --state failed --state=queued --state failed")
        #expect(values[Sample.states] == [.failed, .queued, .failed])
    }

    @Test(
        "texts that only look odd are values",
        arguments: [
            (["--only="], [""]), (["--only", ""], [""]), (["--only", "-"], ["-"]), (["--only", "-5"], ["-5"]),
            (["--only=--full"], ["--full"]), (["--only=a=b"], ["a=b"]), (["--only", "-.5"], ["-.5"]),
        ]
    )
    func oddValues(words: [String], expected: [String]) throws {
        #expect(try Sample.values(["build", "-s", "a"] + words)[Sample.only] == expected)
    }

    @Test(
        "arguments are everything that is no option",
        arguments: [
            (["a"], ["a"]), (["a", "--verbose", "b"], ["a", "b"]), (["-"], ["-"]), ([""], [""]), (["-3"], ["-3"]),
            (["--", "-v", "--", "--x=1"], ["-v", "--", "--x=1"]), ([], []), (["--"], []),
        ]
    )
    func arguments(words: [String], expected: [String]) throws {
        #expect(try Sample.values(["echo"] + words)[Sample.words] == expected)
    }

    @Test("a wrong value is refused with the reason", arguments: wrongValues)
    func wrongValue(line: String, subject: String, reason: String) throws {
        let error = try Sample.mistake(line)
        #expect(error.code == .invalidValue)
        #expect(error.subject == subject)
        #expect(error.description.contains(reason))
    }

    private static let wrongValues = [
        ("refresh delta -m 0", "--minutes", "it must be at least 1"),
        ("refresh delta -m -5", "--minutes", "it must be at least 1"),
        ("refresh delta -m 5x", "--minutes", "a whole number is needed"),
        ("refresh delta -m 0x10", "--minutes", "a whole number is needed"),
        ("refresh delta --minutes=", "--minutes", "a whole number is needed"),
        ("refresh delta -m 99999999999999999999", "--minutes", "a whole number is needed"),
        ("refresh delta -m 1.5", "--minutes", "a whole number is needed"),
        ("job list -n 501", "--limit", "it must be between 1 and 500"),
        ("job list --state runing", "--state", "one of queued, running, failed; did you mean 'running'?"),
        ("job list --state queued --state ''", "--state", "it must be one of"),
        ("build --site=", "--site", "it must not be empty"),
        ("--config= serve", "--config", "a path must not be empty"),
    ]

    @Test("a NUL is no part of a path")
    func nul() throws {
        #expect(try Sample.mistake(["verify", "a\0b"]).code == .invalidValue)
    }

    @Test("a caller's own type of value parses, validates and describes")
    func ownType() throws {
        let size = ValueType<Int>(describe: { "\($0 / 1000)k" }) { text throws(InvalidValue) in
            guard text.hasSuffix("k"), let count = Int(text.dropLast()) else { throw InvalidValue("write it as 5k") }
            return count * 1000
        }
        let split = Option(
            "split",
            size.validated { $0 > 9000 ? "it must be at most 9k" : nil },
            default: 4000,
            help: "S."
        )
        let root = Command("tool", summary: "T.", options: [split], changes: .nothing, run: 0)
        let program = Program(root: root, version: "1", exitStatus: [])
        guard case .run(_, let values) = program.parse(["--split", "7k"]) else { throw Refused() }
        #expect(values[split] == 7000)
        guard case .failure(let error) = program.parse(["--split", "10k"]) else { throw Refused() }
        #expect(error.cause == "invalid value '10k' for '--split': it must be at most 9k")
        guard case .help(let help) = program.parse(["--help"]) else { throw Refused() }
        #expect(help.contains("(default: 4k)"))
    }

    struct Refused: Error {}
}
