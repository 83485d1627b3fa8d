import API
import Arguments

/// The command `packferry findings list`.
enum FindingList {
    private static let states = Option<[Finding.State]>(
        repeated: "state",
        .choice(of: Finding.State.self),
        help: "Only findings in this state; without it, open ones."
    )
    private static let limit = Option<Int?>("limit", .integer(in: 1...Int.max), short: "n", help: "How many to list.")

    static let command = Command<Action>(
        "list",
        summary: "List what is wrong in the storage, as it was collected last.",
        options: [states, limit]
    ) { invocation in
        let given = invocation.values[states]
        let backend = try await invocation.backend()
        let findings = try await backend.findings(
            states: given.isEmpty ? [.open] : given,
            limit: invocation.values[limit]
        )
        if findings.isEmpty { try await invocation.noteUncollected(backend) }
        let rows = findings.map { [$0.id, $0.kind, $0.state.rawValue, $0.path, $0.detail] }
        let table = Table([.number("ID"), "KIND", "STATE", "PATH", "DETAIL"], rows)
        let blocks: [Block] = findings.isEmpty ? [.line("no findings")] : [.table(table)]
        return Answer(Page(items: findings, nextCursor: nil), blocks)
    }
}
