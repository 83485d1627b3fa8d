package import JSON
import Spooling
package import Transfer

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
    /// How many files differ, or are asked for of those.
    @Nullable package var total: Int?

    enum CodingKeys: String, CodingKey {
        case base, target, counts, items, total
        case nextCursor = "next_cursor"
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
    }
}

extension SnapshotComparison {
    /// One page of what differs, by path.
    ///
    /// Throws a refusal when its cursor is of another list.
    package init(from base: Snapshot, to target: Snapshot, _ query: ListQuery<FileChange>) throws {
        let delta = try Delta(from: base.entries, to: target.entries)
        let changes =
            delta.added.map { FileChange(.added, $0) } + delta.changed.map { FileChange(.changed, $0) }
            + delta.removed.map { FileChange(.removed, $0) }
        let shown = try ListPage(query.page, of: "\(base.id) \(target.id)", query).cut(changes, as: query)
        self.init(
            base: base.id,
            target: target.id,
            counts: Counts(
                added: delta.added.count,
                changed: delta.changed.count,
                removed: delta.removed.count,
                bytes: [delta.added, delta.changed].joined().reduce(0) { $0 + $1.size }
            ),
            items: shown.items,
            nextCursor: shown.nextCursor,
            total: shown.total
        )
    }
}
