/// What lies between two snapshots: a pure value.
///
/// Held entries are in none of the lists.
package struct Delta: Sendable, Equatable {
    /// Only in the target.
    package let added: [Entry]
    /// In both, with other content; the target's entries.
    package let changed: [Entry]
    /// Only in the base; the base's entries.
    package let removed: [Entry]

    /// Whether the two hold the same.
    package var isEmpty: Bool { added.isEmpty && changed.isEmpty && removed.isEmpty }

    /// Compares two lists that are sorted by path.
    ///
    /// Linear in their lengths.
    package init(from base: [Entry], to target: [Entry]) {
        var added: [Entry] = []
        var changed: [Entry] = []
        var removed: [Entry] = []
        var old = base.startIndex
        for entry in target {
            while old < base.endIndex, base[old].path < entry.path {
                if !base[old].held { removed.append(base[old]) }
                old += 1
            }
            let match = old < base.endIndex && base[old].path == entry.path ? base[old] : nil
            if match != nil { old += 1 }
            if entry.held { continue }
            switch match {
            case nil: added.append(entry)
            case let match? where match.held: added.append(entry)
            case let match? where match.sha512 != entry.sha512: changed.append(entry)
            default: break
            }
        }
        removed += base[old...].filter { !$0.held }
        (self.added, self.changed, self.removed) = (added, changed, removed)
    }
}
