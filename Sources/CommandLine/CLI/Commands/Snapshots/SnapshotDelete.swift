import Arguments

/// The command `packferry snapshot delete`.
enum SnapshotDelete {
    static let command = Command<Action>(
        "delete",
        summary: "Delete a snapshot that nothing builds upon.",
        arguments: [SnapshotArguments.reference]
    ) { invocation in
        let reference = invocation.values[SnapshotArguments.reference]
        try await invocation.backend().deleteSnapshot(reference)
        return Answer(Deletion(deleted: reference), [.line("deleted \(reference)")])
    }
}
