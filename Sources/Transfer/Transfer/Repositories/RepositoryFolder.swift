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

    /// Opens it, and makes it where it is missing, with the owner and mode of the tree's root.
    package init(in root: Directory) throws {
        self.root = root
        directory = try Self.open(in: root)
    }

    private static func open(in root: Directory) throws -> Directory {
        let path = try RelativePath(name)
        do throws(SystemError) {
            if try !root.makeDirectories(path, mode: 0o700).isEmpty { try root.synchronize() }
            return try root.subdirectory(path)
        } catch {
            guard error.isPermission else { throw error }
            throw TransferError(
                .notPermitted,
                root.path.string,
                "cannot be written to: \(error.errno)",
                hint: "Run Packferry as the user that owns the storage"
            )
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

    /// Takes the repository's lock, so that no two runs touch one tree; `holder` says who has it and why.
    package func lock(holder: String) throws -> FileLock {
        let path = try RelativePath("lock")
        guard let lock = try FileLock.acquire(path, in: directory, holder: holder) else {
            throw TransferError(
                .locked,
                root.path.string,
                "is in use by \(FileLock.holder(of: path, in: directory))",
                hint: "Wait until that has ended and try again"
            )
        }
        return lock
    }

    /// Reads a small file of the folder; `nil` when it is not there.
    package func read(_ name: String, limit: Int = 1 << 20) throws -> [UInt8]? {
        let path = try RelativePath(name)
        guard try directory.info(path) != nil else { return nil }
        return try directory.open(path).readAll(limit: limit)
    }

    /// Replaces a file of the folder, durably.
    package func write(_ name: String, _ bytes: [UInt8]) throws {
        try AtomicFile.write(bytes, to: try RelativePath(name), in: directory)
    }
}
