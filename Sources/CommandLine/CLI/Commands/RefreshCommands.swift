import API
import Arguments
import Transfer
import Trees

/// The commands `packferry refresh`.
enum RefreshCommands {
    static let group = Command<Action>(
        "refresh",
        summary: "Make a repository hold what upstream has now.",
        subcommands: [full, delta, package]
    )

    private static let versions = Option<RefreshVersions?>(
        "versions",
        .choice(of: RefreshVersions.self),
        help: "Which versions of a package to make available, instead of what the configuration says."
    )
    private static let noDependencies = Flag("no-dependencies", help: "Leave out what these versions depend on.")
    private static let concurrency = Option<Int?>(
        "concurrency",
        .integer(in: RefreshRequest.concurrency),
        valueName: "number",
        help: "How many requests may be under way at once."
    )
    private static let limit = Option<Int?>(
        "limit",
        .integer(in: 1...1_000_000),
        valueName: "number",
        help: "Look at so many packages at most, by name."
    )
    private static let then = Option<RefreshSequel?>(
        "then",
        .choice(of: RefreshSequel.self),
        help: "What follows once nothing is missing that upstream has: an archive of what is new, or nothing."
    )
    private static let from = Option<String?>(
        "from",
        .file,
        help: "Make available what this lockfile, package.json or list of packages names, and nothing else."
    )
    private static let minutes = Option<Int>(
        "minutes",
        .integer(in: 1...5_256_000),
        default: DeltaRefresh.usualMinutes,
        valueName: "number",
        help: "How long ago something of a package may have changed."
    )
    private static let name = Argument<String>("package", .packageName, help: "The package.")

    private static let full = Command<Action>(
        "full",
        summary: "Refresh every package.",
        discussion: """
            Asks the registry for each package of the storage, chooses versions, follows what they depend on, has the registry fetch what is missing, and proves each file by its digest as it lies in the storage afterwards. Once nothing is missing that upstream has, an archive of what is new is built, unless --then none says otherwise.
            """,
        options: [versions, noDependencies, concurrency, limit, from, then],
        exclusive: [.atMostOne(of: limit, from), .atMostOne(of: versions, from)],
        changes: .something
    ) { invocation in
        let values = invocation.values
        var arguments = FullRefresh()
        arguments.limit = values[limit]
        arguments.from = try values[from].map(invocation.ownFile)
        arguments.then = values[then]
        return try await run(arguments, invocation)
    }

    private static let delta = Command<Action>(
        "delta",
        summary: "Refresh the packages of which something changed lately.",
        options: [minutes, versions, noDependencies, concurrency, then],
        changes: .something
    ) { invocation in
        let values = invocation.values
        var arguments = DeltaRefresh()
        arguments.minutes = values[minutes]
        arguments.then = values[then]
        return try await run(arguments, invocation)
    }

    private static let package = Command<Action>(
        "package",
        summary: "Refresh one package, and what it depends on.",
        options: [versions, noDependencies, concurrency],
        arguments: [name],
        changes: .something
    ) { invocation in
        try await run(PackageRefresh(package: invocation.values[name]), invocation)
    }

    /// Runs a refresh with what every kind of it can be asked.
    private static func run(_ given: some RefreshArguments, _ invocation: Invocation) async throws -> Answer {
        let values = invocation.values
        var arguments = given
        arguments.versions = values[versions]
        arguments.dependencies = values[noDependencies] ? false : nil
        arguments.concurrency = values[concurrency]
        arguments.dryRun = values.isDryRun
        return answer(try await invocation.backend().run(arguments))
    }

    private static func answer(_ outcome: RefreshOutcome) -> Answer {
        let files = "\(Quantity.counted(outcome.files, "file")) (\(Quantity.bytes(outcome.bytes)))"
        let table = Table(details: [
            ("packages", Quantity.count(outcome.packages)),
            (outcome.dryRun ? "would refresh" : "refreshed", Quantity.count(outcome.refreshed)),
            ("unchanged", Quantity.count(outcome.unchanged)),
            ("published here", Quantity.some(outcome.local)),
            (outcome.dryRun ? "would fetch" : "fetched", files),
            ("failed", Quantity.some(outcome.failed.count)),
            ("stale", Quantity.some(outcome.stale.count)),
        ])
        return Answer(
            outcome,
            exit: outcome.isPartial ? .partial : .done,
            [.table(table)] + lines("failed", outcome.failed) + lines("stale", outcome.stale)
                + Block.lines("not to be had upstream", outcome.unresolved.items)
                + Block.lines("not from a registry", outcome.elsewhere.items)
        )
    }

    private static func lines(_ title: String, _ problems: Excerpt<RefreshProblem>) -> [Block] {
        let more = problems.count - problems.items.count
        let named = problems.items.map { "\($0.sentence). \($0.hint)" }
        return Block.lines(title, named) + (more > 0 ? [.line("\(title): and \(Quantity.count(more)) more")] : [])
    }
}
