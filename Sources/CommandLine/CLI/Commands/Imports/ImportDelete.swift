import Arguments

/// The command `packferry import delete`.
enum ImportDelete {
    static let command = Command<Action>(
        "delete",
        summary: "Forget an import that is ready and was not applied.",
        arguments: [ImportArguments.id]
    ) { invocation in
        let id = invocation.values[ImportArguments.id]
        try await invocation.backend().deleteImport(id)
        return Answer(Deletion(deleted: id), [.line("deleted \(id)")])
    }
}
