import API
import Arguments
import Time
import Transfer

/// The command `packferry import list`.
enum ImportList {
    static let command = Command<Action>(
        "list",
        summary: "List the imports that are ready, and those that were applied."
    ) { invocation in
        let imports = try await invocation.backend().imports()
        let rows = imports.map { item in
            [
                item.id, item.repository, state(item), item.summary.scope.rawValue, String(item.summary.sequence),
                Moment.text(item.appliedAt ?? item.summary.stagedAt), item.summary.origin,
            ]
        }
        let columns: [Table.Column] = [
            "ID", "REPOSITORY", "STATE", "SCOPE", .number("SEQUENCE"), "SINCE (UTC)", "ORIGIN",
        ]
        return Answer(Page(items: imports, nextCursor: nil), [.table(Table(columns, rows))])
    }

    /// Of what was applied, whether all of it came to be.
    private static func state(_ item: Import) -> String {
        item.state == .applied && item.outcome?.isPartial == true ? "applied in part" : item.state.rawValue
    }
}
