import API
import Arguments
import Transfer
import Trees

/// The commands `packferry sync`.
enum SyncCommands {
    static let group = Command<Action>(
        "sync",
        summary: "Make mirrors what their upstreams publish now.",
        subcommands: [all, repository]
    )

    private static let force = Flag("force", help: "Ask upstream for everything again, whatever it answered last.")
    private static let allowShrink = Flag(
        "allow-shrink",
        help: "Follow upstream although it no longer lists much of what is here."
    )
    private static let names = Argument<[String]>(repeated: "name", .nonEmpty, help: "Which repositories.")

    private static let all = Command<Action>(
        "all",
        summary: "Sync every mirror, one after the other.",
        discussion: discussion,
        options: [force, allowShrink],
        changes: .something
    ) { invocation in
        let backend = try await invocation.backend()
        let storage: StorageTotals = try await backend.api.get(APIPath.storage)
        return try await run(storage.repositories.filter { $0.mirror != nil }.map(\.name), backend, invocation)
    }

    private static let repository = Command<Action>(
        "repo",
        summary: "Sync the mirrors that are named, one after the other.",
        discussion: discussion,
        options: [force, allowShrink],
        arguments: [names],
        changes: .something
    ) { invocation in
        try await run(invocation.values[names], invocation.backend(), invocation)
    }

    private static let discussion = """
        Asks upstream what it publishes, checks its signature before anything is believed, fetches what is not in the store, and gives all of it its names in the tree, lists last. Where a file cannot be had the tree stays as it was; what came is kept for the next time.
        """

    /// Syncs one after the other: what one fails of keeps no other back.
    private static func run(
        _ names: [String],
        _ backend: any Backend,
        _ invocation: Invocation
    ) async throws -> Answer {
        let values = invocation.values
        var arguments = Sync()
        arguments.force = values[force] ? true : nil
        arguments.allowShrink = values[allowShrink] ? true : nil
        arguments.dryRun = values.isDryRun
        var runs: [SyncedRepository] = []
        for name in names {
            do {
                runs.append(SyncedRepository(name, try await backend.run(arguments, on: name)))
            } catch let error where names.count > 1 && !(error is CancellationError) {
                runs.append(SyncedRepository(name, Failure(error)))
            }
        }
        return Answer(
            SyncedRepositories(items: runs),
            exit: runs.map(\.exit).max { $0.weight < $1.weight } ?? .done,
            runs.isEmpty ? [.line("no repository is a mirror")] : runs.flatMap(blocks)
        )
    }

    private static func blocks(_ run: SyncedRepository) -> [Block] {
        guard let outcome = run.outcome else {
            return [.line("\(run.repository): failed: \(run.error?.detail ?? "")")]
        }
        let isTried = outcome.dryRun
        let table = Table(details: [
            ("repository", run.repository),
            ("outcome", isTried ? "would be \(outcome.outcome.rawValue)" : outcome.outcome.rawValue),
            ("listed upstream", some(outcome.listed)),
            (isTried ? "would fetch" : "fetched", some(outcome.fetched)),
            ("already in the store", some(outcome.shared)),
            (isTried ? "would publish" : "published", some(outcome.published)),
            ("withdrawn upstream", some(outcome.withdrawn)),
            (isTried ? "would remove" : "removed", some(outcome.removed)),
            ("snapshot", outcome.snapshot),
        ])
        let failed = outcome.failed.items.map { "\($0.sentence). \($0.hint)" }
        return [.table(table)] + Block.first("failed", failed, of: outcome.failed.count)
            + Block.lines("warning", outcome.warnings)
    }

    private static func some(_ amount: SyncReport.Amount) -> String? { amount.files == 0 ? nil : Self.amount(amount) }

    private static func amount(_ amount: SyncReport.Amount) -> String {
        "\(Quantity.counted(amount.files, "file")) (\(Quantity.bytes(amount.bytes)))"
    }
}

/// What came of each repository, for programs.
private struct SyncedRepositories: Encodable, Sendable {
    let items: [SyncedRepository]
}

/// What came of one: an outcome, or what it failed of.
private struct SyncedRepository: Encodable, Sendable {
    let repository: String
    let outcome: Sync.Outcome?
    let error: FailureDocument?
    let exit: ExitCode

    enum CodingKeys: String, CodingKey {
        case repository, outcome, error
    }

    init(_ repository: String, _ outcome: Sync.Outcome) {
        self.repository = repository
        self.outcome = outcome
        error = nil
        exit = outcome.isPartial ? .partial : .done
    }

    init(_ repository: String, _ failure: Failure) {
        self.repository = repository
        outcome = nil
        error = failure.document
        exit = failure.exit
    }
}

extension ExitCode {
    /// How much one ending says beside another: whatever failed comes before what was done in part.
    fileprivate var weight: Int {
        switch self {
        case .done: 0
        case .partial: 1
        default: 2
        }
    }
}
