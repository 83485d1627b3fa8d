import API
import Arguments

/// The command `packferry snapshot create`.
enum SnapshotCreate {
    private static let name = Argument<String?>(
        optional: "name",
        ValueType.nonEmpty.validated { SnapshotName.reason(against: $0) },
        help: "A name for it, such as 2026-11."
    )

    static let command = Command<Action>(
        "create",
        summary: "Freeze the storage as it is.",
        arguments: [name]
    ) { invocation in
        let backend = try await invocation.backend()
        let snapshot = try await backend.snapshot(backend.createSnapshot(name: invocation.values[name]))
        return Answer(snapshot, [.table(SnapshotShow.details(snapshot))])
    }
}
