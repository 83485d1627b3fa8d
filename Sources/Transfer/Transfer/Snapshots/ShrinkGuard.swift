/// Keeps a storage that was not mounted, or is the wrong folder, from being taken for one that was emptied.
package enum ShrinkGuard {
    /// Throws when `snapshot` lists nothing, or lacks more than a tenth of what `previous` listed and is not left out
    /// on purpose now.
    package static func check(
        _ snapshot: Snapshot,
        since previous: Snapshot?,
        unless isExcluded: (Entry) -> Bool
    ) throws {
        guard !snapshot.entries.isEmpty else { throw shrunk(snapshot, "holds nothing to carry") }
        let before = (previous?.entries ?? []).filter { !isExcluded($0) }
        let gone = before.count { snapshot.entry(at: $0.path) == nil }
        guard gone * 10 > before.count else { return }
        throw shrunk(snapshot, "lost \(gone) of the \(before.count) files of the last snapshot")
    }

    private static func shrunk(_ snapshot: Snapshot, _ cause: String) -> TransferError {
        TransferError(
            .shrunk,
            snapshot.repository.name,
            cause,
            hint: "Check that the storage is the right folder and mounted, or allow it with --allow-shrink"
        )
    }
}
