import API
import Arguments
import JSON
import Jobs
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
    private static let platforms = Option<[String]>(
        repeated: "platform",
        .nonEmpty,
        valueName: "name",
        help:
            "Make optional packages available for this platform, such as linux-arm64-musl, instead of those of the configuration."
    )
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
        options: [versions, noDependencies, platforms, concurrency, limit, from, then],
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
        options: [minutes, versions, noDependencies, platforms, concurrency, then],
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
        options: [versions, noDependencies, platforms, concurrency],
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
        arguments.platforms = values[platforms].isEmpty ? nil : values[platforms]
        arguments.concurrency = values[concurrency]
        arguments.dryRun = values.isDryRun
        let (outcome, followers) = try await invocation.backend().runThrough(arguments)
        let build = try followers.first { $0.type == DiffBuild.type }.map {
            try JSONDecoder().decode(DiffBuild.Outcome.self, from: $0.result)
        }
        return try await answer(outcome, build, invocation)
    }

    /// What the refresh came to, and the build that followed it: `built` in the document, null where none did.
    private static func answer(
        _ outcome: RefreshOutcome,
        _ build: DiffBuild.Outcome?,
        _ invocation: Invocation
    ) async throws -> Answer {
        var members = try JSONEncoder().value(of: outcome).objectValue ?? []
        members.append(("built", try build.map { try JSONEncoder().value(of: $0) } ?? .null))
        var view: (exit: ExitCode, blocks: [Block])?
        if let build { view = try await ArtifactBuild.view(of: build, invocation) }
        return Answer(
            JSONValue.object(members),
            exit: outcome.isPartial ? .partial : view?.exit ?? .done,
            blocks(outcome) + (view?.blocks ?? [])
        )
    }

    private static func blocks(_ outcome: RefreshOutcome) -> [Block] {
        let files = "\(Quantity.counted(outcome.files, "file")) (\(Quantity.bytes(outcome.bytes)))"
        let table = Table(details: [
            ("packages", Quantity.count(outcome.packages)),
            (outcome.dryRun ? "would refresh" : "refreshed", Quantity.count(outcome.refreshed)),
            ("unchanged", Quantity.count(outcome.unchanged)),
            ("published here", Quantity.some(outcome.local)),
            (outcome.dryRun ? "would fetch" : "fetched", files),
            ("failed", Quantity.some(outcome.failed.count)),
            ("stale", Quantity.some(outcome.stale.count)),
            ("deprecated upstream", outcome.deprecated.flatMap { Quantity.some($0.count) }),
            ("unpublished upstream", outcome.unpublished.flatMap { Quantity.some($0.count) }),
        ])
        return [.table(table)] + lines("failed", outcome.failed) + lines("stale", outcome.stale)
            + Block.lines("not to be had upstream", outcome.unresolved.items)
            + Block.lines("not from a registry", outcome.elsewhere.items)
            + lines("deprecated upstream", outcome.deprecated) + lines("unpublished upstream", outcome.unpublished)
            + Block.lines("warning", outcome.warnings)
    }

    private static func lines(_ title: String, _ withdrawals: Excerpt<Withdrawal>?) -> [Block] {
        guard let withdrawals else { return [] }
        return Block.lines(title, withdrawals.items.map(\.sentence)) + more(title, than: withdrawals)
    }

    private static func lines(_ title: String, _ problems: Excerpt<RefreshProblem>) -> [Block] {
        let named = problems.items.map { "\($0.sentence). \($0.hint)" }
        return Block.lines(title, named) + more(title, than: problems)
    }

    private static func more<Item>(_ title: String, than named: Excerpt<Item>) -> [Block] {
        let more = named.count - named.items.count
        return more > 0 ? [.line("\(title): and \(Quantity.count(more)) more")] : []
    }
}
