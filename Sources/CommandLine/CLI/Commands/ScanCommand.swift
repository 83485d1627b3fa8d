import API
import Arguments
import Transfer

/// The command `packferry scan`.
enum ScanCommand {
    private static let repair = Flag("repair", help: "Have what is broken fetched again afterwards.")
    private static let deep = Flag("deep", help: "Read files again that were scanned and not written to since.")
    private static let allowShrink = Flag(
        "allow-shrink",
        help: "Take the storage as it is, although much of it is gone."
    )

    static let command = Command<Action>(
        "scan",
        summary: "Read the files of the storage for everything that can be wrong with them.",
        options: [repair, deep, allowShrink],
        changes: .something
    ) { invocation in
        var arguments = BrokenScan()
        arguments.repair = invocation.values[repair]
        arguments.deep = invocation.values[deep]
        arguments.allowShrink = invocation.values[allowShrink]
        arguments.dryRun = invocation.values.isDryRun
        let outcome = try await invocation.backend().run(arguments)
        let read = "\(Quantity.counted(outcome.scanned, "file")) scanned (\(Quantity.bytes(outcome.bytes)))"
        let line = "\(read), \(Quantity.count(outcome.skipped)) skipped; \(Quantity.count(outcome.broken.count)) broken"
        let broken = outcome.broken.items.map { "\($0.path) \($0.detail)" }
        let drifted = outcome.drifted.items.map { "\($0.path) \($0.detail)" }
        return Answer(
            outcome,
            exit: outcome.isPartial ? .partial : .done,
            [.line(line)] + (outcome.repair.map(FindingCommands.blocks) ?? [])
                + Block.first("broken", broken, of: outcome.broken.count)
                + Block.first("note", drifted, of: outcome.drifted.count)
        )
    }
}
