import API
import Arguments
import Transfer

/// The command `packferry import rollback`.
enum ImportRollbackCommand {
    static let command = Command<Action>(
        "rollback",
        summary: "Take back the import that was applied last.",
        discussion: """
            What it placed goes if it is unchanged, what it replaced returns, and what was published here since stays. One step back is kept: of the last import that changed something.
            """,
        examples: [
            Example(
                "packferry import rollback 0123456789abcdef0123456789abcdef --dry-run",
                "What would go, of an import that 'packferry import list' shows:"
            )
        ],
        arguments: [ImportCommands.id],
        changes: .something
    ) { invocation in
        let backend = try await invocation.backend()
        let arguments = ImportRollback(import: invocation.values[ImportCommands.id], dryRun: invocation.isDryRun)
        let outcome = try await backend.run(arguments)
        return Answer(outcome, exit: outcome.isPartial ? .partial : .done, [.line(heading(outcome))] + blocks(outcome))
    }

    private static func heading(_ outcome: RollbackOutcome) -> String {
        guard outcome.didChange else {
            return "\(outcome.name): nothing \(outcome.isDryRun ? "would change" : "changed")"
        }
        let part = outcome.isPartial ? " in part" : ""
        return "\(outcome.name): \(outcome.isDryRun ? "would be rolled back" : "rolled back")\(part)"
    }

    /// What was done.
    static func blocks(_ outcome: RollbackOutcome) -> [Block] {
        let table = Table(details: [
            (outcome.isDryRun ? "would remove" : "removed", Quantity.count(outcome.removed)),
            (outcome.isDryRun ? "would restore" : "restored", Quantity.count(outcome.restored)),
            (outcome.isDryRun ? "would rewrite" : "rewritten", Quantity.count(outcome.documents)),
            ("packages", Quantity.count(outcome.packages)),
        ])
        return [.table(table)] + Block.first("stays", outcome.keptExcerpt)
    }
}
