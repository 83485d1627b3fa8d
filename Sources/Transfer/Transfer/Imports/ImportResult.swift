/// What an apply did.
package struct ImportResult: Sendable, Equatable {
    package let importID: String
    /// The snapshot that the archive leads to.
    package let target: String
    /// Files that got a name.
    package internal(set) var placed = 0
    /// Files that got other content.
    package internal(set) var replaced = 0
    /// Documents whose content changed.
    package internal(set) var merged = 0
    package internal(set) var unchanged = 0
    package internal(set) var superseded = 0
    /// Bytes added to the tree.
    package internal(set) var bytes: Int64 = 0
    package internal(set) var packages = 0
    /// What the site keeps although the archive brings something else, in sentences.
    package internal(set) var conflicts: [String] = []
    /// What documents that were merged leave out, and why, in sentences.
    package internal(set) var warnings: [String] = []
    /// Files the archive relies on that are neither in it nor here.
    package internal(set) var missing: [String] = []
    /// Files the near side no longer has; they stay.
    package internal(set) var pendingDeletes = 0

    /// Whether anything of the archive did not come to be.
    package var isPartial: Bool { !conflicts.isEmpty || !missing.isEmpty }
    /// Whether the tree was changed.
    package var didChange: Bool { placed + replaced + merged > 0 }
}
