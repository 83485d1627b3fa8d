package import JSON

/// One page of the difference of two snapshots.
package struct SnapshotComparison: Codable, Hashable, Sendable {
    /// The id of the snapshot compared from.
    package var base: String
    /// The id of the snapshot compared to.
    package var target: String
    /// How much differs in all.
    package var counts: Counts
    /// The files that differ, by path.
    package var items: [FileChange]
    /// What to ask for next, opaque; null on the last page.
    @Nullable package var nextCursor: String?

    enum CodingKeys: String, CodingKey {
        case base, target, counts, items
        case nextCursor = "next_cursor"
    }

    /// Makes the value from all its members.
    package init(
        base: String,
        target: String,
        counts: Counts,
        items: [FileChange],
        nextCursor: String? = nil
    ) {
        self.base = base
        self.target = target
        self.counts = counts
        self.items = items
        self.nextCursor = nextCursor
    }
}

extension SnapshotComparison {
    /// How many files differ, and how many bytes a delta would carry.
    package struct Counts: Codable, Hashable, Sendable {
        /// Files that are only in the target.
        package let added: Int
        /// Files that have other content in the target.
        package let changed: Int
        /// Files that are only in the base.
        package let removed: Int
        /// The size of what was added or changed.
        package let bytes: Int64

        /// Makes the value from all its members.
        package init(added: Int, changed: Int, removed: Int, bytes: Int64) {
            self.added = added
            self.changed = changed
            self.removed = removed
            self.bytes = bytes
        }
    }
}
