import API
import Arguments
import Transfer

/// The commands `packferry snapshot name` and `unname`.
enum NamingCommands {
    private static let word = Argument<String>(
        "name",
        ValueType.nonEmpty.validated { SnapshotName.reason(against: $0) },
        help: "The name, such as 2026-11."
    )
    private static let move = Flag("move", help: "Take the name from the snapshot that has it.")

    static let name = Command<Action>(
        "name",
        summary: "Give a snapshot a name, or move one to it.",
        options: [move],
        arguments: [SnapshotCommands.reference, word],
        changes: .something
    ) { invocation in
        let values = invocation.values
        let naming = SnapshotNaming(name: values[word], move: values[move], isDryRun: values.isDryRun)
        let path = APIPath.names(ofSnapshot: values[SnapshotCommands.reference])
        let named: SnapshotDetail = try await invocation.backend().api.post(path, naming)
        let verb = naming.isDryRun ? "would be" : "is"
        return Answer(
            Tried(named, isDryRun: naming.isDryRun),
            [.line("\(naming.name) \(verb) snapshot \(named.id)")]
        )
    }

    static let unname = Command<Action>(
        "unname",
        summary: "Take a name from its snapshot, which stays.",
        arguments: [word],
        changes: .something
    ) { invocation in
        let word = invocation.values[word]
        return try await invocation.delete { APIPath.name(word, ofSnapshot: word, DryRunQuery(isDryRun: $0)) }
    }
}
