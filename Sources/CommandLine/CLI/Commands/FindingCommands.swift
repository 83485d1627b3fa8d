import API
import Arguments
import Transfer

/// The commands `packferry findings`.
enum FindingCommands {
    static let group = Command<Action>(
        "findings",
        summary: "See what is wrong in a storage, and mend it.",
        subcommands: [list, repair, ignore]
    )

    private static let states = Option<[Transfer.Finding.State]>(
        repeated: "state",
        .choice(of: Transfer.Finding.State.self),
        help: "Only findings in this state; without it, open ones."
    )
    private static let limit = Option<Int?>("limit", .integer(in: 1...Int.max), short: "n", help: "How many to list.")

    private static let list = Command<Action>(
        "list",
        summary: "List what is wrong in the storage, as it was collected last.",
        options: [states, limit],
        changes: .nothing
    ) { invocation in
        let given = invocation.values[states]
        let backend = try await invocation.backend()
        let findings: [Finding] = try await backend.api.list(limit: invocation.values[limit]) { page in
            let states = given.isEmpty ? [.open] : given
            return APIPath.findings(FindingQuery(states: states, repository: backend.repositoryName, page: page))
        }
        if findings.isEmpty { try await invocation.noteUncollected(backend) }
        let columns: [Table.Column] = [.number("ID"), "KIND", "STATE", "PATH", "DETAIL"]
        return Answer(list: findings, columns, empty: "no findings") {
            [$0.id, $0.kind, $0.state.rawValue, $0.path, $0.detail]
        }
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
