import Arguments

/// The command `packferry artifact delete`.
enum ArtifactDelete {
    private static let force = Flag("force", help: "Delete it although later artifacts build upon it.")

    static let command = Command<Action>(
        "delete",
        summary: "Delete an artifact and its files.",
        options: [force],
        arguments: [ArtifactArguments.id]
    ) { invocation in
        let id = invocation.values[ArtifactArguments.id]
        try await invocation.backend().deleteArtifact(id, force: invocation.values[force])
        return Answer(Deletion(deleted: id), [.line("deleted \(id)")])
    }
}
