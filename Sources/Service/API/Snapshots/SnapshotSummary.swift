package import Time

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
    package var counts: ContentCounts

    /// Makes the value from all its members.
    package init(
        id: String,
        names: [String],
        repository: String,
        created: Moment,
        counts: ContentCounts
    ) {
        self.id = id
        self.names = names
        self.repository = repository
        self.created = created
        self.counts = counts
    }
}
