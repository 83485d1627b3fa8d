/// How an entry gets into the tree it arrives in.
///
/// The cases stand in the order in which an archive carries them and an import works: whoever reads the tree meanwhile
/// never sees a list before what it lists.
package enum Landing: Hashable, Comparable, Sendable {
    /// Given its name as it is.
    case placed
    /// Merged into what lies there, after everything that is placed.
    case merged
    /// Given its name as it is, after everything that is merged; lower ranks first, the entry point of the tree last.
    case placedLast(Int)
}

extension ContentRules {
    /// How entries of a kind land; `nil` for a kind that no tree of this type holds.
    package func landing(of kind: EntryKind) -> Landing? { kind == .file ? .placed : landings[kind] }

    /// How an entry lands whose kind was checked when its archive was read.
    ///
    /// One of an unknown kind is never simply placed.
    package func landing(of entry: Entry) -> Landing { landing(of: entry.kind) ?? .merged }

    /// Whether trees of this type hold documents that are merged.
    var mergesDocuments: Bool { landings.values.contains(.merged) }
}
