import Persistence
package import Posix
package import Time
import Transfer

extension EffectiveConfiguration {
    /// Copies the state into one file, also while a service works on it; gives how many bytes that are.
    ///
    /// A dry run writes nothing, and gives how many bytes the state has now. Blocks.
    package func backUpState(to file: AbsolutePath, isDryRun: Bool = false) throws -> Int64 {
        try isDryRun ? DatabaseBackup.trying(database, to: file) : DatabaseBackup.write(database, to: file)
    }

    /// Reads all of the state and throws what is wrong with it, also while a service works on it.
    ///
    /// Changes nothing. Blocks.
    package func checkState() throws {
        if let error = DatabaseCheck.error(for: try DatabaseCheck.faults(in: database), in: database) { throw error }
    }

    /// Puts such a copy in the place of the state, and gives where what was there lies now, if there was something.
    ///
    /// Throws while a service, or a job of a command, works on it. A dry run checks all of that, and changes nothing.
    /// Blocks.
    package func restoreState(
        from file: AbsolutePath,
        at moment: Moment,
        isDryRun: Bool = false
    ) throws -> AbsolutePath? {
        let kept = ".before-\(moment.text(.seconds).filter { $0 != ":" && $0 != "-" })"
        guard !isDryRun else { return try tryRestoring(from: file, keeping: kept) }
        let state = try Directory.making(values.paths.state)
        let lock = try Service.lock(state)
        defer { withExtendedLifetime(lock) {} }
        try Self.requireIdle(state)
        return try DatabaseRestore(of: file, over: database, keeping: kept).run()
    }

    private func tryRestoring(from file: AbsolutePath, keeping suffix: String) throws -> AbsolutePath? {
        let state = try Directory.orAbsent(values.paths.state)
        try Service.requireFree(state)
        try Self.requireIdle(state)
        return try DatabaseRestore.trying(of: file, over: database, keeping: suffix)
    }

    /// Every job locks its log while it runs.
    private static func requireIdle(_ state: Directory) throws {
        let path = try RelativePath("logs")
        guard try state.info(path)?.kind == .directory else { return }
        let logs = try state.subdirectory(path)
        for entry in try logs.entries() where entry.name.hasSuffix(".log") {
            guard try FileLock.isHeld(RelativePath(entry.name), in: logs) else { continue }
            throw TransferError(
                .locked,
                state.path.string,
                "is in use by job \(entry.name.dropLast(4))",
                hint: "Wait until that has ended and try again"
            )
        }
    }
}
