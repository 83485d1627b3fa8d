import CShims
import Glibc

extension Directory {
    /// Moves a file or folder, replacing a file that is there.
    package func rename(
        _ source: RelativePath,
        to target: RelativePath,
        in other: Directory? = nil
    ) throws(SystemError) {
        try FileOperation.announce(.rename, (other ?? self).describe(target))
        try move(source, to: target, in: other ?? self, flags: 0, operation: "rename")
    }

    /// Moves a file or folder; a name already taken is `EEXIST`, also on file systems whose renameat2(2) takes no flags.
    package func renameNew(
        _ source: RelativePath,
        to target: RelativePath,
        in other: Directory? = nil
    ) throws(SystemError) {
        let other = other ?? self
        do throws(SystemError) {
            try FileOperation.announce(.renameNew, other.describe(target))
            try move(source, to: target, in: other, flags: UInt32(1), operation: "rename")  // RENAME_NOREPLACE
        } catch  where error.errno.isUnsupported {
            try renameNewWithoutFlags(source, to: target, in: other)
        }
    }

    /// Swaps two existing files in one step, so that no name is ever absent.
    ///
    /// File systems whose renameat2(2) takes no flags cannot: an error that `Errno.isUnsupported` knows.
    package func exchange(_ source: RelativePath, with target: RelativePath) throws(SystemError) {
        try FileOperation.announce(.exchange, describe(target))
        try move(source, to: target, in: self, flags: UInt32(2), operation: "exchange")  // RENAME_EXCHANGE
    }

    /// Gives a file a second name; a name already taken is `EEXIST`.
    package func link(
        _ source: RelativePath,
        to target: RelativePath,
        in other: Directory? = nil
    ) throws(SystemError) {
        let other = other ?? self
        try FileOperation.announce(.link, other.describe(target))
        try withParent(of: source) { (from: Int32, name: String) throws(SystemError) in
            try other.withParent(of: target) { (to: Int32, newName: String) throws(SystemError) in
                guard linkat(from, name, to, newName, 0) == 0 else { throw other.failure("link", target) }
            }
        }
    }

    /// Removes a file or link.
    package func unlink(_ path: RelativePath) throws(SystemError) {
        try FileOperation.announce(.unlink, describe(path))
        try withParent(of: path) { (parent: Int32, name: String) throws(SystemError) in
            guard unlinkat(parent, name, 0) == 0 else { throw failure("remove", path) }
        }
    }

    /// Removes an empty folder.
    package func removeDirectory(_ path: RelativePath) throws(SystemError) {
        try FileOperation.announce(.removeDirectory, describe(path))
        try withParent(of: path) { (parent: Int32, name: String) throws(SystemError) in
            guard unlinkat(parent, name, AT_REMOVEDIR) == 0 else { throw failure("remove folder", path) }
        }
    }

    /// Removes whatever lies at `path`, folders with all they hold; nothing there is no error.
    ///
    /// A link is removed, never followed. A name in a folder that no `RelativePath` can hold is `EINVAL`.
    package func removeAll(_ path: RelativePath) throws(SystemError) {
        guard let info = try info(path) else { return }
        guard info.kind == .directory else { return try unlink(path) }
        let folder = try subdirectory(path)
        for entry in try folder.entries() { try folder.removeEntry(entry) }
        try removeDirectory(path)
    }

    private func removeEntry(_ entry: DirectoryEntry) throws(SystemError) {
        guard let name = try? RelativePath(entry.name) else {
            throw SystemError(operation: "remove", path: "\(path.string)/\(entry.name)", errno: .invalidArgument)
        }
        // What was listed as a file need not be looked at again: unlink(2) removes no folder.
        guard entry.info.kind == .regular else { return try removeAll(name) }
        do throws(SystemError) { try unlink(name) } catch { guard error.errno == .noEntry else { throw error } }
    }

    private func move(
        _ source: RelativePath,
        to target: RelativePath,
        in other: Directory,
        flags: UInt32,
        operation: String
    ) throws(SystemError) {
        try withParent(of: source) { (from: Int32, name: String) throws(SystemError) in
            try other.withParent(of: target) { (to: Int32, newName: String) throws(SystemError) in
                guard pf_rename(from, name, to, newName, flags) == 0 else { throw other.failure(operation, target) }
            }
        }
    }
}
