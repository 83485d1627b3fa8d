import API
import Arguments
import Time

/// The command `packferry snapshot show`.
enum SnapshotShow {
    static let command = Command<Action>(
        "show",
        summary: "Show one snapshot.",
        arguments: [SnapshotArguments.reference]
    ) { invocation in
        let snapshot = try await invocation.backend().snapshot(invocation.values[SnapshotArguments.reference])
        return Answer(snapshot, [.table(details(snapshot))] + snapshot.warnings.map { .line("warning: \($0)") })
    }

    static func details(_ snapshot: SnapshotDetail) -> Table {
        Table(details: [
            ("snapshot", snapshot.id),
            ("names", snapshot.names.isEmpty ? nil : snapshot.names.joined(separator: ", ")),
            ("repository", snapshot.repository),
            ("created", Moment.text(snapshot.created)),
            ("packages", Quantity.count(snapshot.counts.packages)),
            ("versions", Quantity.count(snapshot.counts.versions)),
            ("files", "\(Quantity.count(snapshot.counts.files)) (\(Quantity.bytes(snapshot.counts.bytes)))"),
            ("held", snapshot.held == 0 ? nil : Quantity.count(snapshot.held)),
            ("platforms", snapshot.platforms.joined(separator: ", ")),
            ("digest", snapshot.stateDigest),
            ("path", snapshot.path),
            ("needed by", snapshot.neededBy.isEmpty ? nil : snapshot.neededBy.joined(separator: ", ")),
        ])
    }
}
