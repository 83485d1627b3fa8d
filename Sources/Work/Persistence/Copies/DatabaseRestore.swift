package import Posix
import SQLite

/// Puts a copy of a database in the place of the one that is there.
///
/// Callers make sure that nobody works with that. What it held stays beside it under another name.
package struct DatabaseRestore {
    private let backup: DatabaseFile
    private let live: DatabaseFile
    private let partial: DatabaseFile
    private let kept: DatabaseFile
    private let folder: Directory
    /// Where the copy is looked at.
    private let workshop: Directory

    /// Takes the copy at `backup` for the database at `live`; what was there is kept with `suffix` at its name.
    ///
    /// The folder of `live` is there.
    package init(of backup: AbsolutePath, over live: AbsolutePath, keeping suffix: String) throws {
        let folder = try Directory(opening: live.parent)
        try self.init(of: backup, over: live, keeping: suffix, folder, workshop: folder)
    }

    private init(
        of backup: AbsolutePath,
        over live: AbsolutePath,
        keeping suffix: String,
        _ folder: Directory,
        workshop: Directory
    ) throws {
        self.backup = try DatabaseFile(backup)
        self.live = try DatabaseFile(live)
        partial = try DatabaseFile(workshop.path.appending(RelativePath("\(self.live.name).restoring")))
        kept = try DatabaseFile(live.parent.appending(RelativePath("\(self.live.name)\(suffix)")))
        self.folder = folder
        self.workshop = workshop
    }

    /// Checks the copy as `run` does, and changes nothing; gives where the former database would lie.
    ///
    /// The folder of `live` need not be there. Blocks.
    package static func trying(
        of backup: AbsolutePath,
        over live: AbsolutePath,
        keeping suffix: String
    ) throws -> AbsolutePath? {
        try Directory.withTemporary { workshop in
            let folder = try Directory.orAbsent(live.parent)
            let restore = try DatabaseRestore(of: backup, over: live, keeping: suffix, folder, workshop: workshop)
            try restore.require()
            try restore.take()
            try restore.check()
            return try folder.info(restore.live.name) == nil ? nil : restore.kept.path
        }
    }

    /// Checks the copy, all of it, and only then changes places; gives where the former database lies now, if there was
    /// one.
    ///
    /// Blocks. The copy itself is left as it is.
    package func run() throws -> AbsolutePath? {
        try require()
        try removePartial()
        do {
            try take()
            try check()
        } catch {
            try? removePartial()
            throw error
        }
        return try exchange()
    }

    private static let hint = "Name a file that `packferry state backup` made; nothing was changed"

    private func require() throws {
        let source = try? Directory(opening: backup.path.parent)
        guard let source, let info = try source.info(backup.name), info.kind == .regular else {
            throw PersistenceError.absent(backup.path.string, hint: Self.hint)
        }
        guard try backup.isDatabase(in: source) else {
            throw PersistenceError(
                code: .damaged,
                path: backup.path.string,
                cause: "is no database",
                hint: Self.hint
            )
        }
        guard try folder.info(live.name)?.inode != info.inode || folder.info().device != info.device else {
            throw PersistenceError.taken(backup.path.string, "is the database in use itself", hint: Self.hint)
        }
    }

    /// Copies the file and the log that may lie beside it: it may have been copied by hand, or lie where nothing can be
    /// written.
    private func take() throws {
        let source = try Directory(opening: backup.path.parent)
        for (from, to) in [(backup.name, partial.name), (try backup.log, try partial.log)] {
            guard try source.info(from) != nil else { continue }
            let copy = OpenFile(try workshop.create(to))
            try copy.descriptor.write(contentsOf: OpenFile(source.open(from)).descriptor)
            try copy.descriptor.synchronize()
        }
    }

    private func check() throws {
        do {
            let connection = try Connection(path: partial.path.string)
            try DatabaseFile.settle(connection, named: backup.path.string)
            try Migrator(connection, path: backup.path.string).requireKnown(Schema.migrations)
        } catch let error as SQLiteError {
            throw PersistenceError(
                code: .damaged,
                path: backup.path.string,
                cause: "cannot be used: \(error.message)",
                hint: "Take another backup; nothing was changed"
            )
        }
    }

    /// The log of the former database goes first: it must never meet the new one.
    private func exchange() throws -> AbsolutePath? {
        let former = try folder.info(live.name)
        if try folder.info(live.log) != nil { try folder.rename(live.log, to: kept.log) }
        try folder.removeAll(live.index)
        if former != nil { try folder.rename(live.name, to: kept.name) }
        try folder.synchronize()
        try share(like: try former ?? folder.info())
        try folder.rename(partial.name, to: live.name)
        try folder.synchronize()
        return former == nil ? nil : kept.path
    }

    /// What root brings back must not shut out the service, which runs as the owner.
    private func share(like former: FileInfo) throws {
        guard CurrentProcess.isRoot, former.owner != 0 else { return }
        try folder.changeOwner(partial.name, owner: former.owner, group: former.group, mode: 0o644)
    }

    private func removePartial() throws {
        for name in [partial.name, try partial.log, try partial.index] { try workshop.removeAll(name) }
    }
}
