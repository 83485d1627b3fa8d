import API
import Arguments
import Transfer

/// The command `packferry prune`.
enum PruneCommand {
    private static let undelivered = Flag(
        "undelivered",
        help: "Let artifacts go, too, that are not known to have got to every site."
    )

    static let command = Command<Action>(
        "prune",
        summary: "Remove what need not be kept any longer.",
        discussion: """
            Goes by 'retention' in the configuration: artifacts and snapshots beyond the newest, what the last import replaced, staged imports, quarantine, jobs and logs that are too old. Whatever a site may still need, or something starts from, stays, and is named with the reason.
            """,
        options: [undelivered],
        changes: .something
    ) { invocation in
        let arguments = Prune(undelivered: invocation.values[undelivered], dryRun: invocation.values.isDryRun)
        let outcome = try await invocation.backend().run(arguments)
        return Answer(outcome, blocks(outcome))
    }

    private static func blocks(_ outcome: Prune.Outcome) -> [Block] {
        let count = outcome.kinds.reduce(0) { $0 + $1.removed.count }
        let verb = outcome.isDryRun ? "would remove" : "removed"
        let rows = outcome.kinds.filter { $0.removed.count > 0 || $0.kept.count > 0 }.map { part in
            [
                part.kind.rawValue, Quantity.count(part.removed.count), Quantity.bytes(part.bytes),
                Quantity.count(part.kept.count),
            ]
        }
        let columns: [Table.Column] = ["KIND", .number("REMOVED"), .number("FREED"), .number("KEPT")]
        var blocks = [Block.line("\(verb) \(Quantity.counted(count, "thing")): \(Quantity.bytes(outcome.bytes))")]
        if !rows.isEmpty { blocks += [.line(""), .table(Table(columns, rows)), .line("")] }
        for part in outcome.kinds {
            let removed = part.removed.items.map { "\(part.kind.rawValue) \($0.id)" }
            blocks += Block.first(verb, removed, of: part.removed.count)
            let kept = part.kept.items.map { "\($0.id) \($0.reason)" }
            blocks += Block.first("kept", kept, of: part.kept.count)
        }
        return blocks
    }
}
