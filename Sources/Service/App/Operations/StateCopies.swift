import Persistence
package import Posix
package import Time
import Transfer

extension EffectiveConfiguration {
    /// Copies the state into one file, also while a service works on it; gives how many bytes that are.
    ///
    /// Blocks.
    package func backUpState(to file: AbsolutePath) throws -> Int64 { try DatabaseBackup.write(database, to: file) }

    /// Puts such a copy in the place of the state, and gives where what was there lies now, if there was something.
    ///
    /// Throws while a service, or a job of a command, works on it. Blocks.
    package func restoreState(from file: AbsolutePath, at moment: Moment) throws -> AbsolutePath? {
        let state = try Directory.making(values.paths.state)
        let lock = try Service.lock(state)
        defer { withExtendedLifetime(lock) {} }
        try Self.requireIdle(state)
        let stamp = moment.text(.seconds).filter { $0 != ":" && $0 != "-" }
        return try DatabaseRestore(of: file, over: database, keeping: ".before-\(stamp)").run()
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
