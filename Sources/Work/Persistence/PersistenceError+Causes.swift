import Posix
import SQLite

extension PersistenceError {
    /// What it means to begin with an empty database.
    package static let loss =
        "the storages are read anew, archives and snapshots are found again where they lie, and only the history of jobs, "
        + "notes, and which archives were fetched are lost"

    /// What an error of SQLite says of the file at `path`; `nil` where it says something of the statement alone.
    init?(explaining error: SQLiteError, of path: String) {
        if error.isDamage {
            self = .damaged(path, "is damaged: \(error.message)")
        } else if error.isPermission, !Self.mayWrite(path) {
            self = .notPermitted(path, error)
        } else {
            return nil
        }
    }

    static func damaged(_ path: String, _ cause: String) -> PersistenceError {
        PersistenceError(
            code: .damaged,
            path: path,
            cause: cause,
            hint:
                "Bring a backup back with `packferry state restore FILE`, or move it away, with its -wal and -shm, and "
                + "start again: \(loss)"
        )
    }

    /// Whether the file, its folder and what SQLite keeps beside it may be written: then somebody only asked for what a
    /// reader may not do.
    private static func mayWrite(_ path: String) -> Bool {
        guard let file = try? AbsolutePath(path), let folder = try? Directory(opening: file.parent) else {
            return !path.hasPrefix("/")
        }
        let beside = ["-wal", "-shm"].map { file.lastComponent + $0 }.filter { name in
            (try? folder.info(RelativePath(name))) != nil
        }
        return ([file.parent.string, path] + beside.map { "\(folder.path)/\($0)" }).allSatisfy(CurrentProcess.mayWrite)
    }

    static func absent(_ path: String, hint: String) -> PersistenceError {
        PersistenceError(code: .absent, path: path, cause: "is not there", hint: hint)
    }

    static func taken(_ path: String, _ cause: String, hint: String) -> PersistenceError {
        PersistenceError(code: .taken, path: path, cause: cause, hint: hint)
    }

    private static func notPermitted(_ path: String, _ error: SQLiteError) -> PersistenceError {
        let owner = owner(of: path)
        let cause = "may not be written by user \(CurrentProcess.user)"
        return PersistenceError(
            code: .notPermitted,
            path: path,
            cause: owner.map { "belongs to user \($0) and \(cause)" } ?? "\(cause): \(error.message)",
            hint: owner.map { owner in
                "Run Packferry as that user, or give all of the folder away: chown -R \(CurrentProcess.user) "
                    + Self.folder(of: path)
            } ?? "Check that its folder exists and may be written"
        )
    }

    /// The user a file belongs to, if that is somebody else.
    private static func owner(of path: String) -> UInt32? {
        guard let path = try? AbsolutePath(path), let folder = try? Directory(opening: path.parent),
            let name = try? RelativePath(path.lastComponent),
            let owner = (try? folder.info(name))?.owner ?? (try? folder.info())?.owner
        else { return nil }
        return owner == CurrentProcess.user ? nil : owner
    }

    private static func folder(of path: String) -> String { (try? AbsolutePath(path).parent.string) ?? path }
}
