package import Time
package import Transfer

/// A snapshot as a list shows it.
package struct SnapshotSummary: Codable, Hashable, Sendable {
    /// The id, made from its content.
    package var id: String
    /// The names that point at it.
    package var names: [String]
    /// The repository that it froze.
    package var repository: String
    /// When it was taken.
    package var created: Moment
    /// How much it holds.
    package var counts: SnapshotCounts
}

extension SnapshotSummary {
    /// Shows one that is kept, under the names that point at it.
    package init(_ snapshot: Transfer.SnapshotSummary, names: [String]) {
        self.init(
            id: snapshot.id,
            names: names,
            repository: snapshot.repository.name,
            created: snapshot.created,
            counts: snapshot.counts
        )
    }
}
