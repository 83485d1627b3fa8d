import API
import App
import Arguments
import FoundationEssentials
import Posix
import Time

/// The program: understands the command line, runs it, and ends with its exit code.
@main
struct Packferry {
    private let arguments = Array(CommandLine.arguments.dropFirst())
    private let environment = ProcessInfo.processInfo.environment

    static func main() async {
        CurrentProcess.ignoreBrokenPipes()
        CurrentProcess.returnLargeBlocks()
        CurrentProcess.exit(await Packferry().run().rawValue)
    }

    private func run() async -> ExitCode {
        let style = TextStyle(width: min(Terminal.columns(1) ?? 80, 120))
        return switch CommandTree.program.parse(arguments, environment: environment, style: style) {
        case .run(let action, let values): await run(action, values)
        case .help(let text): print(text)
        case .version: print("packferry \(Version.current)\n")
        case .completions(let shell): print(CommandTree.program.completionScript(for: shell))
        case .manual(let format): print(CommandTree.program.manual(format, date: today))
        case .words(let kind, let values): await offer(kind, values)
        case .failure(let error): refuse(error)
        }
    }

    private func run(_ action: @escaping Action, _ values: Values) async -> ExitCode {
        let console = Console(
            volume: volume(of: values),
            isPlain: values[GlobalOptions.plain],
            terminalName: environment["TERM"]
        )
        let asJSON = values[GlobalOptions.json]
        do {
            let surroundings = try EffectiveConfiguration.Surroundings.ofProcess()
            let invocation = Invocation(values: values, console: console, surroundings: surroundings)
            let answer = try await Self.untilInterrupted { try await action(invocation) }
            try answer.write(to: console, asJSON: asJSON)
            return answer.exit
        } catch {
            return Failure(error).report(to: console, asJSON: asJSON)
        }
    }

    /// Whoever reads JSON reads standard error too, where one document at most may stand.
    private func volume(of values: Values) -> Console.Volume {
        if values[GlobalOptions.quiet] || values[GlobalOptions.json] { return .quiet }
        return values[GlobalOptions.verbose] ? .verbose : .normal
    }

    /// The day on which the manual is printed, or that of the sources where a package is made of it.
    private var today: String {
        let epoch = environment["SOURCE_DATE_EPOCH"].flatMap { Int64($0) }
        let day = epoch.map { Moment(seconds: $0) } ?? WallClock.system.now()
        return String(day.text(.seconds).prefix(10))
    }

    /// Prints what there is of a kind; of one that is not known, as of an older script, there is nothing.
    private func offer(_ kind: String, _ values: Values) async -> ExitCode {
        let action: Action = { invocation in
            let words = try await CompletionWords(rawValue: kind)?.words(for: invocation) ?? []
            return Answer(words, words.map(Block.line))
        }
        return await run(action, values)
    }

    private func print(_ text: String) -> ExitCode {
        let console = Console(volume: .normal, isPlain: true, terminalName: nil)
        do {
            try console.write(Array(text.utf8))
            return .done
        } catch {
            return Failure(error).report(to: console, asJSON: false)
        }
    }

    private func refuse(_ error: UsageError) -> ExitCode {
        let isPlain = environment["NO_COLOR"] != nil
        let console = Console(volume: .normal, isPlain: isPlain, terminalName: environment["TERM"])
        // What was typed is not understood, but what form an answer should have can be seen.
        let asJSON = arguments.contains("--json")
        if let help = error.help, !asJSON { console.say(help) }
        return Failure(error).report(to: console, asJSON: asJSON)
    }

    /// Lets SIGINT and SIGTERM end work in order: the first cancels it, the second ends the process.
    private static func untilInterrupted<T: Sendable>(
        _ body: @escaping @Sendable () async throws -> T
    ) async throws -> T {
        let signals = Signals.terminations()
        let work = Task { try await body() }
        let watch = Task {
            for await _ in signals {
                guard !work.isCancelled else { CurrentProcess.exit(ExitCode.interrupted.rawValue) }
                work.cancel()
            }
        }
        defer { watch.cancel() }
        return try await work.value
    }
}

/// Every command of the program.
enum CommandTree {
    static let program = Program(
        root: Command(
            "packferry",
            summary: "Carries package repositories across an air gap.",
            globals: GlobalOptions.all,
            exclusive: [.atMostOne(of: GlobalOptions.verbose, GlobalOptions.quiet)],
            subcommands: [
                InitCommand.command, ServeCommand.command, StatusCommand.command, HealthcheckCommand.command,
                DoctorCommand.command,
                VersionCommand.command, CollectCommand.command, ScanCommand.command, RefreshCommands.group,
                SyncCommands.group,
                FindingCommands.group,
                PackageCommands.group,
                SnapshotCommands.group, ArtifactCommands.group, ImportCommands.group, KeyCommands.group,
                ReceiptCommands.group, InventoryCommands.group, SiteCommands.group, JobCommands.group,
                ScheduleCommands.group, InstallCheckCommand.command,
                PruneCommand.command, StoreCommands.group, StateCommands.group, ConfigCommands.group,
                SupportBundleCommand.command,
            ]
        ),
        version: Version.current,
        exitStatus: ExitCode.rows
    )
}
