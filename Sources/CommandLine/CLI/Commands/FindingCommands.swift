import API
import Arguments
import Transfer

/// The commands `packferry findings`.
enum FindingCommands {
    static let group = Command<Action>(
        "findings",
        summary: "See what is wrong in a storage.",
        subcommands: [list]
    )

    private static let states = Option<[Transfer.Finding.State]>(
        repeated: "state",
        .choice(of: Transfer.Finding.State.self),
        help: "Only findings in this state; without it, open ones."
    )
    private static let limit = Option<Int?>("limit", .integer(in: 1...Int.max), short: "n", help: "How many to list.")

    private static let list = Command<Action>(
        "list",
        summary: "List what is wrong in the storage, as it was collected last.",
        options: [states, limit],
        changes: .nothing
    ) { invocation in
        let given = invocation.values[states]
        let backend = try await invocation.backend()
        let findings: [Finding] = try await backend.api.list(limit: invocation.values[limit]) { page in
            let states = given.isEmpty ? [.open] : given
            return APIPath.findings(FindingQuery(states: states, repository: backend.repositoryName, page: page))
        }
        if findings.isEmpty { try await invocation.noteUncollected(backend) }
        let columns: [Table.Column] = [.number("ID"), "KIND", "STATE", "PATH", "DETAIL"]
        return Answer(list: findings, columns, empty: "no findings") {
            [$0.id, $0.kind, $0.state.rawValue, $0.path, $0.detail]
        }
    }
}
