import CShims
import Glibc

/// An open folder.
///
/// Every path given to it is resolved beneath it and through no link, so that neither a hostile name nor a folder
/// swapped for a link while we work can lead elsewhere.
package final class Directory: Sendable {
    /// The folder's own descriptor.
    package let descriptor: Descriptor
    /// The path it was opened by, for messages.
    package let path: AbsolutePath
    /// To whom goes what is made in it; `nil` where that is whoever makes it.
    let heir: Heir?

    /// Opens an existing folder; links in `path` itself are followed.
    package init(opening path: AbsolutePath) throws(SystemError) {
        let number = pf_openat(AT_FDCWD, path.string, O_RDONLY | O_DIRECTORY, 0)
        guard number >= 0 else { throw SystemError(operation: "open folder", path: path.string, errno: .last) }
        self.descriptor = Descriptor(owning: number, path: path.string)
        self.path = path
        heir = nil
    }

    init(owning number: Int32, path: AbsolutePath, heir: Heir? = nil) {
        self.descriptor = Descriptor(owning: number, path: path.string)
        self.path = path
        self.heir = heir
    }

    /// Opens the folder at `path` beneath this one.
    package func subdirectory(_ path: RelativePath) throws(SystemError) -> Directory {
        let number = try openNumber(path.string, O_RDONLY | O_DIRECTORY, operation: "open folder")
        return Directory(owning: number, path: self.path.appending(path), heir: heir)
    }

    /// Opens an existing file for reading; never blocks on a FIFO or device.
    package func open(_ path: RelativePath) throws(SystemError) -> Descriptor {
        let number = try openNumber(path.string, O_RDONLY | O_NONBLOCK | O_NOCTTY, operation: "open")
        return Descriptor(owning: number, path: self.path.appending(path).string)
    }

    /// Opens an existing file for appending and reading, or makes it.
    package func openForAppending(_ path: RelativePath, mode: UInt32 = 0o644) throws(SystemError) -> Descriptor {
        let number = try openNumber(path.string, O_RDWR | O_APPEND | O_CREAT, mode: mode, operation: "open", .create)
        heir?.take(number)
        return Descriptor(owning: number, path: describe(path))
    }

    /// Makes a new file for writing and reading; an existing one is `EEXIST`.
    package func create(_ path: RelativePath, mode: UInt32 = 0o644) throws(SystemError) -> Descriptor {
        let number = try openNumber(path.string, O_RDWR | O_CREAT | O_EXCL, mode: mode, operation: "create", .create)
        heir?.take(number)
        return Descriptor(owning: number, path: describe(path))
    }

    /// What lies at `path`, not following a link; `nil` when nothing does.
    package func info(_ path: RelativePath) throws(SystemError) -> FileInfo? {
        let number: Int32
        do {
            number = try openNumber(path.string, pf_path_only | O_NOFOLLOW, operation: "stat")
        } catch  where error.errno == .noEntry || error.errno == .notDirectory {
            return nil
        }
        return try Descriptor(owning: number, path: describe(path)).info()
    }

    /// Throws unless this process may list this folder, reach what lies in it, and change what it holds.
    package func requireAccess() throws(SystemError) {
        let isPermitted = descriptor.withFileDescriptor { faccessat($0, ".", R_OK | W_OK | X_OK, AT_EACCESS) == 0 }
        guard isPermitted else { throw SystemError(operation: "use", path: path.string, errno: .last) }
    }

    /// What the system knows of this folder itself.
    package func info() throws(SystemError) -> FileInfo { try descriptor.info() }

    /// Makes the folder at `path` and its parents beneath this one, where they are missing, and says which it made.
    @discardableResult
    package func makeDirectories(_ path: RelativePath, mode: UInt32 = 0o755) throws(SystemError) -> [RelativePath] {
        if let info = try info(path), info.kind == .directory { return [] }
        var made: [RelativePath] = []
        if let parent = path.parent { made = try makeDirectories(parent, mode: mode) }
        try withParent(of: path) { (parent: Int32, name: String) throws(SystemError) in
            try FileOperation.announce(.makeDirectory, describe(path))
            if mkdirat(parent, name, mode_t(mode)) == 0 {
                heir?.take(name, in: parent)
                return made.append(path)
            }
            guard Errno.last == .exists else { throw failure("make folder", path) }
            // Somebody else may have made it meanwhile; a file or a link of that name is no folder.
            guard try info(path)?.kind == .directory else {
                throw SystemError(operation: "make folder", path: describe(path), errno: .notDirectory)
            }
        }
        return made
    }

    /// Gives a file or folder to another user and group and sets its permission bits.
    package func changeOwner(_ path: RelativePath, owner: UInt32, group: UInt32, mode: UInt32) throws(SystemError) {
        let number = try openNumber(path.string, O_RDONLY | O_NONBLOCK, operation: "open")
        let file = Descriptor(owning: number, path: describe(path))
        try file.changeOwner(owner, group: group)
        try file.changeMode(mode)
    }

    /// Sets the permission bits of a file or folder.
    package func changeMode(_ path: RelativePath, _ mode: UInt32) throws(SystemError) {
        let number = try openNumber(path.string, O_RDONLY | O_NONBLOCK, operation: "open")
        try Descriptor(owning: number, path: describe(path)).changeMode(mode)
    }

    /// Makes the entries of this folder survive a power cut, as far as its file system has a call for that.
    package func synchronize() throws(SystemError) {
        do throws(SystemError) {
            try descriptor.synchronize()
        } catch  where error.errno.isUnsupported {
            // SMB and some of FUSE know fsync(2) for files alone.
        }
    }

    /// Makes the entries of the folder at `path` survive a power cut.
    package func synchronize(_ path: RelativePath) throws(SystemError) { try subdirectory(path).synchronize() }

    /// Makes everything written to this folder's file system survive a power cut.
    package func synchronizeFileSystem() throws(SystemError) { try descriptor.synchronizeFileSystem() }

    /// Room on the file system of this folder.
    package func space() throws(SystemError) -> DiskSpace { try descriptor.space() }

    func openNumber(
        _ path: String,
        _ flags: Int32,
        mode: UInt32 = 0,
        operation: String,
        _ kind: FileOperation.Kind? = nil
    ) throws(SystemError) -> Int32 {
        while true {
            do throws(SystemError) {
                if let kind { try FileOperation.announce(kind, "\(self.path.string)/\(path)") }
                let number = descriptor.withFileDescriptor { pf_open_beneath($0, path, flags, mode) }
                if number >= 0 { return number }
                throw SystemError(operation: operation, path: "\(self.path.string)/\(path)", errno: .last)
            } catch  where error.errno == .interrupted || error.errno == .wouldBlock {
                // EAGAIN: a rename raced with the resolution (openat2(2)); the walk is simply done again.
                continue
            }
        }
    }

    func withParent(
        of path: RelativePath,
        _ body: (Int32, String) throws(SystemError) -> Void
    ) throws(SystemError) {
        guard let parent = path.parent else {
            return try descriptor.withFileDescriptor { (number: Int32) throws(SystemError) in
                try body(number, path.string)
            }
        }
        let number = try openNumber(parent.string, pf_path_only | O_DIRECTORY, operation: "open folder")
        let folder = Descriptor(owning: number, path: describe(parent))
        try folder.withFileDescriptor { (number: Int32) throws(SystemError) in try body(number, path.lastComponent) }
    }

    func describe(_ path: RelativePath) -> String { self.path.appending(path).string }

    func failure(_ operation: String, _ path: RelativePath) -> SystemError {
        SystemError(operation: operation, path: describe(path), errno: .last)
    }

    func announced(
        _ kind: FileOperation.Kind,
        _ name: String,
        _ call: (Int32) -> Int32
    ) throws(SystemError) {
        try FileOperation.announce(kind, "\(path.string)/\(name)")
        guard descriptor.withFileDescriptor(call) == 0 || Errno.last == .exists else {
            throw SystemError(operation: "make folder", path: "\(path.string)/\(name)", errno: .last)
        }
    }
}
