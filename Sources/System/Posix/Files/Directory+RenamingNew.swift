/// Moving to a name that must be free, where the file system's renameat2(2) takes no flags: NFS, some of SMB and FUSE.
extension Directory {
    /// A file gets its new name by link(2), which gives none away twice, and then loses the old one.
    func renameNewWithoutFlags(
        _ source: RelativePath,
        to target: RelativePath,
        in other: Directory
    ) throws(SystemError) {
        guard try info(source)?.kind != .directory else { return try renameFolder(source, to: target, in: other) }
        do throws(SystemError) {
            try link(source, to: target, in: other)
        } catch  where error.errno.isUnsupported || error.errno == .notPermitted {
            return try renameOverClaim(source, to: target, in: other)
        }
        try unlink(source)
    }

    /// rename(2) replaces a folder only if that is empty: what somebody makes there in the same moment loses nothing.
    private func renameFolder(
        _ source: RelativePath,
        to target: RelativePath,
        in other: Directory
    ) throws(SystemError) {
        guard try other.info(target) == nil else { throw other.taken(target) }
        do throws(SystemError) {
            try rename(source, to: target, in: other)
        } catch  where [.notEmpty, .exists, .notDirectory].contains(error.errno) {
            throw other.taken(target)
        }
    }

    /// Where there are no second names either, an empty file that is made exclusively claims the name.
    private func renameOverClaim(
        _ source: RelativePath,
        to target: RelativePath,
        in other: Directory
    ) throws(SystemError) {
        try other.create(target).close()
        do throws(SystemError) {
            try rename(source, to: target, in: other)
        } catch {
            try? other.unlink(target)
            throw error
        }
    }

    private func taken(_ path: RelativePath) -> SystemError {
        SystemError(operation: "rename", path: describe(path), errno: .exists)
    }
}
