import Arguments
import Testing

@Suite("Checking declarations")
struct DeclarationCheckTests {
    @Test("a tree without contradictions passes")
    func clean() {
        #expect(DeclarationCheck.problems(in: Sample.root).isEmpty)
    }

    @Test("a contradiction is named with its command", arguments: contradictions)
    func contradiction(command: Command<Int>, problem: String) {
        let root = Command("root", summary: "R.", globals: [Flag("deep", help: "D.")], subcommands: [command])
        #expect(DeclarationCheck.problems(in: root).contains("root \(command.name): \(problem)"))
    }

    private static let one = Argument<String>("one", .string, help: "1.")
    private static let maybe = Argument<String?>(optional: "maybe", .string, help: "?")
    private static let rest = Argument<[String]>(repeated: "rest", .string, help: "*")
    private static let wild = Option<Wild?>("wild", .choice(of: Wild.self), help: "W.")
    private enum Wild: String, CaseIterable { case shell = "$(x)" }

    private static let contradictions: [(Command<Int>, String)] = [
        (leaf(options: [Flag("deep", help: "D.")]), "--deep is declared twice"),
        (leaf(options: [Flag("help", help: "D.")]), "--help is declared twice"),
        (
            leaf(options: [Flag("a", short: "x", help: "A."), Flag("b", short: "x", help: "B.")]),
            "-x is declared twice"
        ),
        (leaf(options: [Flag("host", short: "h", help: "H.")]), "-h is declared twice"),
        (leaf(options: [Flag("no", short: "1", help: "H.")]), "'-1' is not a letter"),
        (
            leaf(options: [Flag("dry-run", help: "D.")]),
            "it changes nothing, so there is nothing that --dry-run could leave out"
        ),
        (leaf(options: [Flag("Bad", help: "H.")]), "the name 'Bad' is not made of a-z, 0-9 and inner hyphens"),
        (leaf(options: [Flag("-x", help: "H.")]), "the name '-x' is not made of a-z, 0-9 and inner hyphens"),
        (leaf(options: [Flag("x", help: "")]), "a help text is empty or not plain ASCII: ''"),
        (leaf(options: [Flag("x", help: "caf\u{E9}")]), "a help text is empty or not plain ASCII: 'caf\u{E9}'"),
        (leaf(options: [wild]), "the choice '$(x)' would need quoting in a shell"),
        (leaf(arguments: [rest, one]), "<one> can never follow the repeated <rest>"),
        (leaf(arguments: [maybe, one]), "the required <one> follows the optional <maybe>"),
        (leaf(exclusive: [.atMostOne(of: one)]), "<one> stands in an exclusive set but is not declared"),
        (Command("empty", summary: "E.", subcommands: []), "it has nothing to run"),
        (
            Command("twins", summary: "T.", subcommands: [leaf(), leaf()]),
            "command 'leaf' is declared twice"
        ),
    ]

    private static func leaf(
        options: [any NamedParameter] = [],
        arguments: [any PositionalParameter] = [],
        exclusive: [ExclusiveSet] = []
    ) -> Command<Int> {
        Command(
            "leaf",
            summary: "L.",
            options: options,
            arguments: arguments,
            exclusive: exclusive,
            changes: .nothing,
            run: 0
        )
    }

    @Test("what changes something takes --dry-run, and what changes nothing does not know it")
    func dryRun() throws {
        let commands = [
            Command("cut", summary: "C.", changes: .something, run: 1),
            Command("look", summary: "L.", changes: .nothing, run: 2),
        ]
        let program = Program(root: Command("t", summary: "T.", subcommands: commands), version: "1", exitStatus: [])
        guard case .run(1, let tried) = program.parse(["cut", "--dry-run"]),
            case .run(1, let done) = program.parse(["cut"]), case .run(2, let seen) = program.parse(["look"])
        else {
            Issue.record("it is not understood")
            return
        }
        #expect(tried.isDryRun && !done.isDryRun && !seen.isDryRun)
        guard case .failure(let error) = program.parse(["look", "--dry-run"]) else {
            Issue.record("it is taken")
            return
        }
        #expect(error.code == .unknownOption && error.hint?.contains("t cut") != false)
    }

    @Test("a program is not made from a contradiction")
    func program() async {
        await #expect(processExitsWith: .failure) {
            _ = Program(root: Command<Int>("t", summary: "T.", subcommands: []), version: "1", exitStatus: [])
        }
    }
}
