import API
import Arguments

/// The command `packferry snapshot diff`.
enum SnapshotDiff {
    private static let base = Argument<String>("base", .nonEmpty, help: SnapshotArguments.help)
    private static let target = Argument<String>("target", .nonEmpty, help: SnapshotArguments.help)

    static let command = Command<Action>(
        "diff",
        summary: "List what lies between two snapshots.",
        arguments: [base, target]
    ) { invocation in
        let comparison = try await invocation.backend().comparison(
            of: invocation.values[base],
            with: invocation.values[target]
        )
        let rows = comparison.items.map { [$0.change.rawValue, Quantity.bytes($0.size), $0.path] }
        let table: [Block] = rows.isEmpty ? [] : [.table(Table(["CHANGE", .number("SIZE"), "PATH"], rows))]
        return Answer(comparison, table + [.line(summary(comparison.counts))])
    }

    private static func summary(_ counts: SnapshotComparison.Counts) -> String {
        let (added, changed, removed) = (Quantity.count(counts.added), Quantity.count(counts.changed), counts.removed)
        return "\(added) added, \(changed) changed, \(Quantity.count(removed)) removed; \(Quantity.bytes(counts.bytes))"
    }
}
