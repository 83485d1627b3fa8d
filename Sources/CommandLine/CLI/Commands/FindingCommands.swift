import API
import Arguments
import Time
import Transfer

/// The commands `packferry findings`.
enum FindingCommands {
    static let group = Command<Action>(
        "findings",
        summary: "See what is wrong in a storage, and mend it.",
        subcommands: [list, show, repair, ignore]
    )

    private static let states = Option<[Transfer.Finding.State]>(
        repeated: "state",
        .choice(of: Transfer.Finding.State.self),
        help: "Only findings in this state; without it, open ones."
    )
    private static let kinds = Option<[String]>(
        repeated: "kind",
        .nonEmpty,
        help: "Only findings of this kind, such as mismatch."
    )
    private static let search = Argument<String?>(optional: "text", .nonEmpty, help: "Only what holds this.")
    private static let sort = Option<FindingOrder>(
        "sort",
        .choice(of: FindingOrder.self),
        default: .usual,
        help: "The order."
    )
    private static let limit = Option<Int?>("limit", .integer(in: 1...Int.max), short: "n", help: "How many to list.")

    private static let list = Command<Action>(
        "list",
        summary: "List what is wrong in the storage, as it was collected last.",
        options: [states, kinds, sort, ListFlags.reverse, limit],
        arguments: [search],
        changes: .nothing
    ) { invocation in
        let values = invocation.values
        let given = values[states]
        let backend = try await invocation.backend()
        let findings: [Finding] = try await backend.api.list(limit: values[limit]) { page in
            let states = given.isEmpty ? [.open] : given
            return APIPath.findings(
                FindingQuery(
                    search: values[search],
                    states: states,
                    kinds: values[kinds],
                    repository: backend.repositoryName,
                    order: ListOrder(values[sort], isReversed: values[ListFlags.reverse]),
                    page: page
                )
            )
        }
        if findings.isEmpty { try await invocation.noteUncollected(backend) }
        let columns: [Table.Column] = [.number("ID"), "KIND", "STATE", "PATH", "DETAIL"]
        return Answer(list: findings, columns, empty: "no findings") {
            [$0.id, $0.kind, $0.state.rawValue, $0.path, $0.detail]
        }
    }

    private static let shown = Argument<String>("id", .identifier, help: "The finding.")

    private static let show = Command<Action>(
        "show",
        summary: "Show a finding, what was tried, and what is to be done.",
        arguments: [shown],
        changes: .nothing
    ) { invocation in
        let finding: Finding = try await invocation.backend().api.get(APIPath.finding(invocation.values[shown]))
        let table = Table(details: [
            ("finding", finding.id),
            ("repository", finding.repository),
            ("kind", finding.kind),
            ("path", finding.path),
            ("package", finding.package),
            ("version", finding.version),
            ("detail", finding.detail),
            ("state", finding.state.rawValue),
            ("found", Moment.dated(finding.foundAt)),
            ("last seen", Moment.dated(finding.seenAt)),
            ("attempts", Quantity.some(finding.attempts)),
            ("quarantine", finding.quarantine),
        ])
        let history = finding.history.map { change in
            "\(Moment.dated(change.at)) \(change.state.rawValue) \(change.detail)"
        }
        let next = finding.nextStep.map { [Block.line("next: \($0)")] } ?? []
        return Answer(finding, [.table(table)] + Block.lines("history", history) + next)
    }

    private static let repaired = Argument<[String]>(
        repeated: "id",
        .identifier,
        atLeast: 0,
        help: "Which findings; without one, all that fetching files again may cure."
    )

    private static let repair = Command<Action>(
        "repair",
        summary: "Have broken files fetched again; what they held is kept in quarantine.",
        arguments: [repaired],
        changes: .something
    ) { invocation in
        var arguments = FindingRepair(invocation.values[repaired])
        arguments.dryRun = invocation.values.isDryRun
        let outcome = try await invocation.backend().run(arguments)
        return Answer(outcome, exit: outcome.isPartial ? .partial : .done, blocks(outcome))
    }

    /// What a repair came to, for people.
    static func blocks(_ outcome: FindingRepair.Outcome) -> [Block] {
        if outcome.dryRun {
            let wanted = outcome.repaired.items.map(\.path)
            return [.line("would fetch \(Quantity.counted(outcome.repaired.count, "file")) again")]
                + Block.first("would repair", wanted, of: outcome.repaired.count)
        }
        let line =
            "\(Quantity.counted(outcome.repaired.count, "file")) repaired, \(Quantity.count(outcome.failed.count)) not"
        let failed = outcome.failed.items.map { "\($0.path) \($0.detail)" }
        return [.line(line)] + Block.first("not repaired", failed, of: outcome.failed.count)
    }

    private static let ignored = Argument<[String]>(repeated: "id", .identifier, help: "Which findings.")
    private static let undo = Flag("undo", help: "Open findings again that were let be.")

    private static let ignore = Command<Action>(
        "ignore",
        summary: "Let findings be: no repair takes them, and no scan calls them broken.",
        options: [undo],
        arguments: [ignored],
        changes: .something
    ) { invocation in
        let backend = try await invocation.backend()
        let isDryRun = invocation.values.isDryRun
        var changed: [Finding] = []
        for id in invocation.values[ignored] {
            let path = invocation.values[undo] ? APIPath.reopening(ofFinding: id) : APIPath.ignoring(ofFinding: id)
            changed.append(try await backend.api.post(path, ["dry_run": isDryRun]))
        }
        let verb = isDryRun ? "would be" : "is"
        return Answer(
            changed.map { Tried($0, isDryRun: isDryRun) },
            changed.map { .line("\($0.path) \(verb) \($0.state.rawValue)") }
        )
    }
}
