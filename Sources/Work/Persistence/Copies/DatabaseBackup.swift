package import Posix
import SQLite

/// Copies a database that may be in use into one file.
package enum DatabaseBackup {
    /// Writes what the database at `source` holds now, and gives how many bytes that are.
    ///
    /// Others may go on working with it (sqlite.org/backup.html). The copy appears whole, and takes the place of an
    /// older one; a file that is no database is never replaced. Blocks.
    @discardableResult
    package static func write(_ source: AbsolutePath, to target: AbsolutePath) throws -> Int64 {
        let (origin, copy, folder) = try prepare(source, target)
        let partial = try DatabaseFile(target.parent.appending(RelativePath(".\(copy.name).partial")))
        try remove(partial, from: folder)
        do {
            try DatabaseFile.explaining(source) { try fill(partial, from: origin) }
            try OpenFile(folder.open(partial.name)).descriptor.synchronize()
            try folder.rename(partial.name, to: copy.name)
            try folder.synchronize()
        } catch {
            try? remove(partial, from: folder)
            throw error
        }
        return try folder.info(copy.name)?.size ?? 0
    }

    /// Checks what `write` does first, and gives how many bytes the database at `source` has; nothing is written.
    package static func trying(_ source: AbsolutePath, to target: AbsolutePath) throws -> Int64 {
        let (origin, _, folder) = try prepare(source, target)
        try folder.requireAccess()
        return try Directory(opening: source.parent).info(origin.name)?.size ?? 0
    }

    private static func prepare(
        _ source: AbsolutePath,
        _ target: AbsolutePath
    ) throws -> (origin: DatabaseFile, copy: DatabaseFile, folder: Directory) {
        let (origin, copy) = (try DatabaseFile(source), try DatabaseFile(target))
        let folder = try Directory(opening: target.parent)
        try require(origin)
        try refuse(copy, in: folder, asCopyOf: origin)
        return (origin, copy, folder)
    }

    private static func fill(_ partial: DatabaseFile, from origin: DatabaseFile) throws {
        let source = try Connection(path: origin.path.string)
        let target = try Connection(path: partial.path.string)
        try source.copy(into: target)
        try DatabaseFile.settle(target, named: origin.path.string)
    }

    private static func require(_ origin: DatabaseFile) throws {
        let folder = try? Directory(opening: origin.path.parent)
        guard try folder?.info(origin.name)?.kind == .regular else {
            let hint = "Check paths.state: nothing was ever done with this one"
            throw PersistenceError.absent(origin.path.string, hint: hint)
        }
    }

    private static func refuse(_ copy: DatabaseFile, in folder: Directory, asCopyOf origin: DatabaseFile) throws {
        guard let info = try folder.info(copy.name) else { return }
        let live = try Directory(opening: origin.path.parent).info(origin.name)
        guard info.kind == .regular, try copy.isDatabase(in: folder), info.inode != live?.inode else {
            let cause = "is there and is no backup, so it is not replaced"
            throw PersistenceError.taken(copy.path.string, cause, hint: "Name another file")
        }
    }

    private static func remove(_ partial: DatabaseFile, from folder: Directory) throws {
        for name in [partial.name, try partial.log, try partial.index] { try folder.removeAll(name) }
    }
}
