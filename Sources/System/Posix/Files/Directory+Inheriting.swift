import CShims
import Glibc

/// The user and group to whom root gives what it makes in a folder of theirs.
struct Heir: Sendable {
    private let owner: UInt32
    private let group: UInt32

    /// The owner of a folder, if this process is root and the folder somebody else's.
    init?(of folder: FileInfo) {
        guard CurrentProcess.isRoot, folder.owner != 0 else { return nil }
        (owner, group) = (folder.owner, folder.group)
    }

    /// Gives an open file away; without the right to do so it stays as it is, and says so when it is in the way.
    func take(_ number: Int32) { _ = fchown(number, owner, group) }

    /// The same for what was just made in a folder.
    func take(_ name: String, in folder: Int32) { _ = fchownat(folder, name, owner, group, AT_SYMLINK_NOFOLLOW) }
}

extension Directory {
    /// Opens a folder, and makes it and its parents first where they are missing.
    ///
    /// Whatever root makes there, the folders themselves among it, gets the owner of the folder that it is made in: a
    /// first command as root leaves nothing that a service cannot use.
    package static func making(_ path: AbsolutePath, mode: UInt32 = 0o755) throws(SystemError) -> Directory {
        do {
            return try Directory(opening: path).passingOn
        } catch  where error.errno == .noEntry && path.parent != path {
            let (parent, name) = (try making(path.parent, mode: mode), path.lastComponent)
            try parent.announced(.makeDirectory, name) { number in
                let result = mkdirat(number, name, mode_t(mode))
                if result == 0 { parent.heir?.take(name, in: number) }
                return result
            }
            try parent.synchronize()
            return try Directory(opening: path).passingOn
        }
    }

    /// The same folder, whose owner gets what root makes in it.
    private var passingOn: Directory {
        get throws(SystemError) {
            guard let heir = Heir(of: try info()) else { return self }
            return Directory(owning: try descriptor.withFileDescriptor(Self.duplicate), path: path, heir: heir)
        }
    }

    private static func duplicate(_ number: Int32) throws(SystemError) -> Int32 {
        let copy = fcntl(number, F_DUPFD_CLOEXEC, 0)
        guard copy >= 0 else { throw SystemError(operation: "open folder", path: "", errno: .last) }
        return copy
    }

    /// Opens a folder; one that is not there looks empty.
    package static func orAbsent(_ path: AbsolutePath) throws(SystemError) -> Directory {
        do {
            return try Directory(opening: path)
        } catch  where error.errno == .noEntry {
            return try absent(path)
        }
    }

    /// An empty folder in which nothing can be made, to stand for the one at `path`, which is not there.
    package static func absent(_ path: AbsolutePath) throws(SystemError) -> Directory {
        var template = Array("/tmp/packferry-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else {
            throw SystemError(operation: "make folder", path: "/tmp", errno: .last)
        }
        let number = pf_openat(AT_FDCWD, made, O_RDONLY | O_DIRECTORY, 0)
        // It lives on without a name until it is closed.
        _ = rmdir(made)
        guard number >= 0 else { throw SystemError(operation: "open folder", path: path.string, errno: .last) }
        return Directory(owning: number, path: path)
    }
}
