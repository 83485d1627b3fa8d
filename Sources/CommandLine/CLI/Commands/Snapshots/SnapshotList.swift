import API
import Arguments
import Time

/// The command `packferry snapshot list`.
enum SnapshotList {
    static let command = Command<Action>("list", summary: "List the snapshots, newest first.") { invocation in
        let snapshots = try await invocation.backend().snapshots()
        let rows = snapshots.map { snapshot in
            [
                snapshot.id, snapshot.repository, Moment.text(snapshot.created),
                Quantity.count(snapshot.counts.packages), Quantity.count(snapshot.counts.versions),
                Quantity.count(snapshot.counts.files), Quantity.bytes(snapshot.counts.bytes),
                snapshot.names.joined(separator: ", "),
            ]
        }
        let columns: [Table.Column] = [
            "ID", "REPOSITORY", "CREATED (UTC)", .number("PACKAGES"), .number("VERSIONS"), .number("FILES"),
            .number("SIZE"), "NAMES",
        ]
        return Answer(Page(items: snapshots, nextCursor: nil), [.table(Table(columns, rows))])
    }
}
