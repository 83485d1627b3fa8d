package import Posix

/// `<storage>/.packferry`: what Packferry must remember about a tree, beside the tree itself, so that losing the
/// service's own state orphans nobody (docs/formats/storage.md).
package final class RepositoryFolder: Sendable {
    /// The name, which no registry and no client looks at.
    package static let name = ".packferry"

    /// The tree's root.
    package let root: Directory
    /// The folder itself.
    package let directory: Directory

    /// Opens it, and makes it where it is missing: for its owner alone, which is the root's owner where this process
    /// may give folders away.
    package convenience init(in root: Directory) throws { self.init(root, try Self.open(in: root)) }

    /// Whether it is there: what only stands for it remembers nothing.
    let isMade: Bool

    private init(_ root: Directory, _ directory: Directory, isMade: Bool = true) {
        self.root = root
        self.directory = directory
        self.isMade = isMade
    }

    /// Opens it to look into it; `nil` where nothing was ever worked on.
    package static func existing(in root: Directory) throws -> RepositoryFolder? {
        let path = try RelativePath(name)
        guard try root.info(path) != nil else { return nil }
        do throws(SystemError) {
            return RepositoryFolder(root, try root.subdirectory(path))
        } catch {
            throw unusable(error, in: root)
        }
    }

    /// The same for whoever only tries what a run would do: where nothing was ever worked on, an empty one that nothing
    /// can be put into.
    ///
    /// Throws what would keep the run from making it.
    package static func trying(in root: Directory) throws -> RepositoryFolder {
        if let found = try existing(in: root) { return found }
        let path = try root.path.appending(RelativePath(name))
        do throws(SystemError) {
            try root.requireAccess()
            return RepositoryFolder(root, try Directory.absent(path), isMade: false)
        } catch {
            throw unusable(error, in: root)
        }
    }

    /// Throws while somebody works on the tree below `root`; asking takes nothing.
    package static func requireFree(_ root: Directory) throws {
        guard let holder = try holder(in: root) else { return }
        throw TransferError.locked(root.path.string, by: holder)
    }

    /// What is the matter where the folder cannot be made, or is there and cannot be used.
    private static func unusable(_ error: SystemError, in root: Directory) -> any Error {
        let own = "\(root.path)/\(name)"
        if error.errno == .tooManyLinks || error.errno == .notDirectory {
            let hint = "Put a folder in its place, with all that was in the one it stands for"
            return TransferError(.conflict, own, "is a link or a file, and must be a folder of the storage", hint: hint)
        }
        guard error.isPermission else { return error }
        let isThere = (try? root.info(RelativePath(name))) != nil
        return TransferError(
            .notPermitted,
            isThere ? own : root.path.string,
            isThere ? "cannot be entered: \(error.errno)" : "cannot be written to: \(error.errno)",
            hint: "Run Packferry as the user that owns the storage"
        )
    }

    private static func open(in root: Directory) throws -> Directory {
        let path = try RelativePath(name)
        do throws(SystemError) {
            let isNew = try !root.makeDirectories(path, mode: 0o700).isEmpty
            let directory = try root.subdirectory(path)
            guard isNew else { return directory }
            let owner = try root.info()
            if CurrentProcess.isRoot, owner.owner != 0 {
                try directory.descriptor.changeOwner(owner.owner, group: owner.group)
            }
            try root.synchronize()
            return directory
        } catch {
            throw unusable(error, in: root)
        }
    }

    /// Gives the folder and everything in it to the owner of the tree's root, if this process is root.
    ///
    /// What root leaves behind would otherwise shut out the service, which runs as that owner.
    package func shareWithOwner() throws {
        let (owner, group) = (try root.info().owner, try root.info().group)
        // What root leaves in a tree of its own shuts out nobody, and need not be walked through.
        guard CurrentProcess.isRoot, owner != 0 else { return }
        if try directory.info().owner != owner { try directory.descriptor.changeOwner(owner, group: group) }
        var pending = [directory]
        while let folder = pending.popLast() {
            for entry in try folder.entries() where entry.isName && [.regular, .directory].contains(entry.info.kind) {
                let path = try RelativePath(entry.name)
                if entry.info.kind == .directory { pending.append(try folder.subdirectory(path)) }
                guard entry.info.owner != owner else { continue }
                try folder.changeOwner(path, owner: owner, group: group, mode: entry.info.mode)
            }
        }
    }

    /// Who works on the tree below `root` now; `nil` when nobody does.
    ///
    /// Asking makes nothing, takes nothing and keeps nobody off.
    package static func holder(in root: Directory) throws -> String? {
        let path = try RelativePath("\(name)/lock")
        guard try root.info(RelativePath(name)) != nil, try FileLock.isHeld(path, in: root) else { return nil }
        return FileLock.holder(of: path, in: root)
    }

    /// Takes the repository's lock, so that no two runs touch one tree; `holder` says who has it and why.
    package func lock(holder: String) throws -> FileLock {
        let path = try RelativePath("lock")
        guard let lock = try FileLock.acquire(path, in: directory, holder: holder) else {
            throw TransferError.locked(root.path.string, by: FileLock.holder(of: path, in: directory))
        }
        return lock
    }

    /// Reads a small file of the folder; `nil` when it is not there.
    package func read(_ name: String, limit: Int = 1 << 20) throws -> [UInt8]? {
        let path = try RelativePath(name)
        guard try directory.info(path) != nil else { return nil }
        return try directory.open(path).readAll(limit: limit)
    }

    /// Opens a file of the folder that may be longer than memory; `nil` when it is not there.
    func open(_ name: String) throws -> OpenFile? {
        let path = try RelativePath(name)
        guard try directory.info(path) != nil else { return nil }
        return OpenFile(try directory.open(path))
    }

    /// Replaces a file of the folder, durably.
    package func write(_ name: String, _ bytes: [UInt8]) throws {
        try AtomicFile.write(bytes, to: try RelativePath(name), in: directory)
    }

    /// The same with contents that `body` writes.
    func write(_ name: String, _ body: (borrowing Descriptor) throws(SystemError) -> Void) throws {
        try AtomicFile.write(to: try RelativePath(name), in: directory, body)
    }
}

extension RepositoryFolder {
    /// Removes what a run that was killed left behind: its work folder, and files that were being written.
    ///
    /// The caller holds the lock, so nobody else is writing.
    func removeLeftovers() throws {
        try directory.removeAll(RelativePath("work"))
        try AtomicFile.removeLeftovers(in: directory) { _ in true }
    }
}

extension RepositoryFolder {
    /// Opens a file of lines for adding to it.
    ///
    /// A line that a crash cut short is ended first, so that it spoils no other.
    func openLines(_ name: String) throws -> Descriptor {
        let file = try directory.openForAppending(RelativePath(name))
        let size = try file.info().size
        guard size > 0 else { return file }
        var last: [UInt8] = [0]
        _ = try file.read(into: &last, at: size - 1)
        if last[0] != 10 { try file.write([10]) }
        return file
    }
}
