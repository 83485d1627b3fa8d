import Transfer

/// What a list of snapshots can be sorted by; all but the name begin with the greatest.
package enum SnapshotOrder: String, ListKey {
    case created, name, bytes, files

    package static let usual = Self.created
}

extension SnapshotSummary: ListedItem {
    package var texts: [String] { [id] + names }

    package func precedes(_ other: SnapshotSummary, by order: SnapshotOrder) -> Bool {
        switch order {
        case .created: (created, id) > (other.created, other.id)
        case .name: named < other.named
        case .bytes: (counts.bytes, id) > (other.counts.bytes, other.id)
        case .files: (counts.files, id) > (other.counts.files, other.id)
        }
    }

    /// Those without a name come last.
    private var named: (Int, String, String) { (names.isEmpty ? 1 : 0, names.first ?? "", id) }
}
