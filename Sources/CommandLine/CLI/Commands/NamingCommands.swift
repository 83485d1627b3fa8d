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
        arguments: [SnapshotCommands.reference, word]
    ) { invocation in
        let values = invocation.values
        let naming = SnapshotNaming(name: values[word], move: values[move])
        let path = APIPath.names(ofSnapshot: values[SnapshotCommands.reference])
        let named: SnapshotDetail = try await invocation.backend().api.post(path, naming)
        return Answer(named, [.line("\(naming.name) is snapshot \(named.id)")])
    }

    static let unname = Command<Action>(
        "unname",
        summary: "Take a name from its snapshot, which stays.",
        arguments: [word]
    ) { invocation in
        let word = invocation.values[word]
        try await invocation.backend().api.delete(APIPath.name(word, ofSnapshot: word))
        return .deleted(word)
    }
}
