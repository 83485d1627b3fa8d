import Arguments

/// A small command line with one of everything.
enum Sample {
    enum State: String, CaseIterable { case queued, running, failed }

    static let config = Option<String>(
        "config",
        .file,
        default: "ferry.yaml",
        short: "c",
        environment: "FERRY_CONFIG",
        help: "The configuration to read."
    )
    static let verbose = Flag("verbose", short: "v", environment: "FERRY_VERBOSE", help: "Say more.")
    static let quiet = Flag("quiet", short: "q", environment: "FERRY_QUIET", help: "Say only what failed.")
    static let plain = Flag("no-color", environment: .presence(of: "NO_COLOR"), help: "Write without colours.")

    static let minutes = Option<Int>(
        "minutes",
        .integer(in: 1...Int.max),
        default: 2880,
        short: "m",
        environment: "FERRY_MINUTES",
        help: "How far to look back."
    )
    static let limit = Option<Int?>("limit", .integer(in: 1...500), short: "n", help: "How many to list.")
    static let states = Option<[State]>(repeated: "state", .choice(of: State.self), help: "Only jobs in this state.")
    static let site = Option<String>(
        required: "site",
        .nonEmpty,
        short: "s",
        environment: "FERRY_SITE",
        help: "The site to build for."
    )
    static let full = Flag("full", help: "Carry everything.")
    static let only = Option<[String]>(repeated: "only", .string, valueName: "spec", help: "Carry just these.")
    static let lockfile = Option<String?>(
        "lockfile",
        .file,
        environment: "FERRY_LOCKFILE",
        help: "Carry what a lockfile names."
    )
    static let code = Option<String?>("code", .string, help: "A confirmation code.")

    static let id = Argument<String>("id", ValueType.string.asked("jobs"), help: "The job.")
    static let name = Argument<String?>(optional: "name", .string, help: "A name for it.")
    static let files = Argument<[String]>(repeated: "file", .file, help: "The archive or its parts.")
    static let receipt = Argument<String?>(optional: "receipt", .file, help: "The receipt.")
    static let words = Argument<[String]>(repeated: "word", .string, atLeast: 0, help: "Anything.")

    static let root = Command<String>(
        "ferry",
        summary: "Carries things across.",
        globals: [config, verbose, quiet, plain],
        exclusive: [.atMostOne(of: verbose, quiet)],
        subcommands: [serve, refresh, job, build, snapshot, verify, register, echo]
    )
    static let program = Program(
        root: root,
        version: "1.2.3",
        exitStatus: [ExitStatus(0, "done"), ExitStatus(3, "partial"), ExitStatus(64, "usage")]
    )

    private static let serve = Command("serve", summary: "Runs the server.", changes: .nothing, run: "serve")
    private static let refresh = Command(
        "refresh",
        summary: "Fetches what upstream has now.",
        subcommands: [
            Command("full", summary: "Refreshes everything.", changes: .nothing, run: "refresh full"),
            Command(
                "delta",
                summary: "Refreshes what changed lately.",
                discussion: """
                    Asks upstream for every package that changed in the last minutes, and fetches what is missing here. Nothing is deleted.

                    The storage is looked at afterwards: an answer of 200 is no proof.
                      ferry job list
                    """,
                examples: [Example("ferry refresh delta -m 60", "What changed in the last hour:")],
                options: [minutes],
                changes: .nothing,
                run: "refresh delta"
            ),
        ]
    )
    private static let job = Command(
        "job",
        summary: "Looks after jobs.",
        subcommands: [
            Command("list", summary: "Lists jobs.", options: [states, limit], changes: .nothing, run: "job list"),
            Command("show", summary: "Shows one job.", arguments: [id], changes: .nothing, run: "job show"),
        ]
    )
    private static let build = Command(
        "build",
        summary: "Builds an archive.",
        options: [site, full, only, lockfile],
        exclusive: [.atMostOne(of: full, only, lockfile)],
        changes: .nothing,
        run: "build"
    )
    private static let snapshot = Command(
        "snapshot",
        summary: "Freezes.",
        arguments: [name],
        changes: .nothing,
        run: "snapshot"
    )
    private static let verify = Command(
        "verify",
        summary: "Verifies an archive.",
        arguments: [files],
        changes: .nothing,
        run: "verify"
    )
    private static let register = Command(
        "register",
        summary: "Registers a receipt.",
        options: [code],
        arguments: [receipt],
        exclusive: [.exactlyOne(of: receipt, code)],
        changes: .nothing,
        run: "register"
    )
    private static let echo = Command(
        "echo",
        summary: "Says it again.",
        arguments: [words],
        changes: .nothing,
        run: "echo"
    )

    static func parse(_ line: String, _ environment: [String: String] = [:]) -> ParseResult<String> {
        program.parse(line.split(separator: " ").map(String.init), environment: environment)
    }

    /// The values of a line that must be understood.
    static func values(_ line: String, _ environment: [String: String] = [:]) throws -> Values {
        try values(line.split(separator: " ").map(String.init), environment)
    }

    static func values(_ words: [String], _ environment: [String: String] = [:]) throws -> Values {
        let result = program.parse(words, environment: environment)
        guard case .run(_, let values) = result else { throw NotARun(result: "\(result)") }
        return values
    }

    /// The mistake in a line that must not be understood.
    static func mistake(_ words: [String], _ environment: [String: String] = [:]) throws -> UsageError {
        let result = program.parse(words, environment: environment)
        guard case .failure(let error) = result else { throw NotAFailure(result: "\(result)") }
        return error
    }

    static func mistake(_ line: String, _ environment: [String: String] = [:]) throws -> UsageError {
        try mistake(line.split(separator: " ").map(String.init), environment)
    }

    struct NotARun: Error { let result: String }
    struct NotAFailure: Error { let result: String }
}
