import Persistence
import Posix
import Transfer

/// The folders and the database in which Packferry keeps its own things.
package struct OwnPlaces: Sendable {
    /// What becomes of those that are missing.
    package enum Access: Sendable {
        /// They are made, and belong to whom the folder belongs that they lie in.
        case making
        /// They stay missing and look empty: who only looks leaves nothing behind.
        case looking
        /// As for who looks, and what is written into the database is gone with the process: nothing of the work that is
        /// only tried is recorded.
        case trying
    }

    let state: Directory
    let logs: Directory
    let snapshots: Directory
    let artifacts: Directory
    let database: Database.Location
    /// Whether what was missing was made.
    let isWhole: Bool
    /// Whether what is written into the database stays.
    var isRecording: Bool {
        if case .file = database { true } else { false }
    }

    /// Opens or makes them; throws when one belongs to somebody else, with what to do.
    init(_ paths: Configuration.Paths, _ access: Access) throws {
        try Self.requireOwn(paths)
        func folder(_ path: AbsolutePath) throws -> Directory {
            try access == .making ? Directory.making(path) : Directory.orAbsent(path)
        }
        state = try folder(paths.state)
        let logsPath = paths.state.appending("logs")
        logs = try access == .trying ? Directory.absent(logsPath) : folder(logsPath)
        snapshots = try folder(paths.snapshots)
        artifacts = try folder(paths.artifacts)
        let file = paths.database
        let name = try RelativePath(file.lastComponent)
        // What is empty holds nothing, and whoever only looks makes nothing of it.
        let isThere = try state.info(name).map { access == .making || $0.size > 0 } ?? false
        // SQLite would make it as whoever runs this; what it makes beside it gets the owner of this one.
        if access == .making, !isThere { _ = try state.openForAppending(name) }
        database =
            switch access {
            case .making: .file(file)
            case .looking: isThere ? .file(file) : .memory
            case .trying: isThere ? .copy(of: file) : .memory
            }
        isWhole = access == .making
    }

    /// What a command of another user made, as root's in a folder of root's, would fail somewhere in the middle of work.
    private static func requireOwn(_ paths: Configuration.Paths) throws {
        let database = paths.database.lastComponent
        let files = ["logs", database, "\(database)-wal", "\(database)-shm", "serve.lock"]
        let ofState = try files.map { paths.state.appending(try RelativePath($0)) }
        for path in [paths.state] + ofState + [paths.artifacts, paths.snapshots, paths.data] {
            // What another process makes or removes meanwhile is not what was asked about.
            let (before, isWritable, after) = (info(of: path), CurrentProcess.mayWrite(path.string), info(of: path))
            guard !isWritable, let before, before.inode == after?.inode else { continue }
            throw before.owner == CurrentProcess.user ? readOnly(path) : foreign(path, before.owner)
        }
    }

    private static func foreign(_ path: AbsolutePath, _ owner: UInt32) -> TransferError {
        TransferError(
            .notPermitted,
            path.string,
            "belongs to user \(owner), and this is user \(CurrentProcess.user), who may not write there",
            hint: "Run it as that user, or as root `chown -R \(CurrentProcess.user):\(CurrentProcess.group) \(path)`"
        )
    }

    private static func readOnly(_ path: AbsolutePath) -> TransferError {
        TransferError(
            .notPermitted,
            path.string,
            "may not be written, though it belongs to this user, \(CurrentProcess.user)",
            hint: "See that its file system is mounted for writing, and give its owner the right to write"
        )
    }

    /// What is there; `nil` where nothing is, or nothing can be seen.
    private static func info(of path: AbsolutePath) -> FileInfo? {
        let info = try? Directory(opening: path.parent).info(RelativePath(path.lastComponent))
        return info.flatMap { $0 }
    }
}
