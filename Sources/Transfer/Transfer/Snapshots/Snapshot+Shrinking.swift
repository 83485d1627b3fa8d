extension Snapshot {
    /// Throws `TransferError.shrunk` when the tree is empty or lost so much that it looks like a mistake: more than a
    /// tenth of what `previous` lists and `isCounted` takes.
    package func requireNoShrink(since previous: Snapshot?, counting isCounted: (Entry) throws -> Bool) throws {
        guard !entries.isEmpty else { throw shrunk("holds nothing to carry") }
        let before = try (previous?.entries ?? []).filter(isCounted)
        let gone = before.count { entry(at: $0.path) == nil }
        guard gone * 10 > before.count else { return }
        throw shrunk("lost \(gone) of the \(before.count) files of the last snapshot")
    }

    private func shrunk(_ cause: String) -> TransferError {
        TransferError(
            .shrunk,
            repository.name,
            cause,
            hint: "Check that the storage is the right folder and mounted, or allow it with --allow-shrink"
        )
    }
}
