import API
import Arguments
import Transfer

/// The command `packferry snapshot create`.
enum SnapshotCreateCommand {
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
        let created = try await backend.run(SnapshotCreate(name: invocation.values[name]))
        return Answer(created, [.table(SnapshotShow.details(try await backend.snapshot(created.snapshot)))])
    }
}
