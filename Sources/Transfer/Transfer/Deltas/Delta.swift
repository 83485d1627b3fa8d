package import Spooling

/// What lies between two snapshots: a pure value.
///
/// Held entries are in none of the lists, each of which is sorted by path.
package struct Delta: Sendable, Equatable {
    /// Only in the target.
    package let added: SpooledList<Entry>
    /// In both, with other content; the target's entries.
    package let changed: SpooledList<Entry>
    /// Only in the base; the base's entries.
    package let removed: SpooledList<Entry>

    /// Whether the two hold the same.
    package var isEmpty: Bool { added.isEmpty && changed.isEmpty && removed.isEmpty }

    /// Compares two lists that are sorted by path.
    ///
    /// Linear in their lengths. Throws where the temporary storage is full.
    package init(from base: SpooledList<Entry>, to target: SpooledList<Entry>) throws {
        // As where a capture found what the last one did, and gave its list again.
        guard !base.isSame(as: target) else {
            (added, changed, removed) = ([], [], [])
            return
        }
        var added = SpooledListBuilder<Entry>()
        var changed = SpooledListBuilder<Entry>()
        var removed = SpooledListBuilder<Entry>()
        var rest = base.makeIterator()
        var old = rest.next()
        for entry in target {
            while let gone = old, gone.path < entry.path {
                if !gone.held { try removed.append(gone) }
                old = rest.next()
            }
            let match = old?.path == entry.path ? old : nil
            if match != nil { old = rest.next() }
            if entry.held { continue }
            switch match {
            case nil: try added.append(entry)
            case let match? where match.held: try added.append(entry)
            case let match? where match.sha512 != entry.sha512: try changed.append(entry)
            default: break
            }
        }
        while let gone = old {
            if !gone.held { try removed.append(gone) }
            old = rest.next()
        }
        (self.added, self.changed, self.removed) = try (added.finish(), changed.finish(), removed.finish())
    }
}
