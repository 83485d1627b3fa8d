import API
import Arguments
import Time

/// The command `packferry artifact list`.
enum ArtifactList {
    static let command = Command<Action>("list", summary: "List the artifacts, newest first.") { invocation in
        let artifacts = try await invocation.backend().artifacts()
        let rows = artifacts.map { artifact in
            [
                artifact.id, artifact.repository, artifact.scope, artifact.state.rawValue,
                Quantity.count(artifact.counts.versions), Quantity.count(artifact.counts.files),
                Quantity.bytes(artifact.size), Moment.text(artifact.created), artifact.note,
            ]
        }
        let columns: [Table.Column] = [
            "ID", "REPOSITORY", "SCOPE", "STATE", .number("VERSIONS"), .number("FILES"), .number("SIZE"),
            "CREATED (UTC)",
            "NOTE",
        ]
        return Answer(Page(items: artifacts, nextCursor: nil), [.table(Table(columns, rows))])
    }
}
