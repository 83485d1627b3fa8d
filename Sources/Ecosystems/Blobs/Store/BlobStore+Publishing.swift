package import Posix
import Transfer

extension BlobStore {
    /// Gives a content a further name in a tree, and the folders above it where they are missing.
    ///
    /// Whoever opens the name meanwhile finds what it named before, or the content. A hard link, so it takes no room and
    /// can be told apart from a copy by the count of its links. Not durable by itself. Throws `TransferError` where the
    /// tree lies on another file system.
    ///
    /// What has the name already is replaced by way of a second name: `scratch`, which is nobody else's and whose folder is
    /// there, or one beside it. A process that is killed in between leaves that.
    package func publish(
        _ blob: Blob,
        at path: RelativePath,
        in tree: Directory,
        by scratch: RelativePath? = nil
    ) throws -> FileInfo {
        do throws(SystemError) {
            try link(blob, to: path, in: tree)
        } catch  where error.errno == .exists {
            try replace(path, in: tree, by: blob, scratch)
        } catch  where error.errno == .crossDevice {
            throw elsewhere(tree)
        }
        guard let info = try tree.info(path) else {
            throw SystemError(operation: "link", path: tree.path.appending(path).string, errno: .noEntry)
        }
        return info
    }

    private func link(_ blob: Blob, to path: RelativePath, in tree: Directory) throws(SystemError) {
        do throws(SystemError) {
            try root.link(blob.path, to: path, in: tree)
        } catch  where error.errno == .noEntry {
            guard let folder = path.parent else { throw error }
            try tree.makeDirectories(folder)
            try root.link(blob.path, to: path, in: tree)
        }
    }

    private func replace(_ path: RelativePath, in tree: Directory, by blob: Blob, _ scratch: RelativePath?) throws {
        // rename(2) between two names of one file does nothing, and leaves both.
        let (own, other) = (try root.info(blob.path), try tree.info(path))
        if let own, own.inode == other?.inode, own.device == other?.device { return }
        let temporary = try scratch ?? RelativePath("\(path).tmp\(UInt32.random(in: 1_000_000...999_999_999))")
        try root.link(blob.path, to: temporary, in: tree)
        do {
            try tree.rename(temporary, to: path)
        } catch {
            try? tree.unlink(temporary)
            throw error
        }
    }

    private func elsewhere(_ tree: Directory) -> TransferError {
        TransferError(
            .invalid,
            tree.path.string,
            "lies on another file system than the store in \(root.path), so no file can have a name in both",
            hint: "Let `paths.data` name a folder on the file system of the tree, or `path` one on that of the store"
        )
    }
}
