import CShims

/// An exclusive lock between processes, held as long as the value lives.
///
/// The system frees it when its process dies.
package final class FileLock: Sendable {
    /// The locked file.
    package let descriptor: Descriptor

    private init(_ descriptor: consuming Descriptor) { self.descriptor = descriptor }

    // Closing is not enough: a child process between fork(2) and exec(3) has a copy of the open file.
    deinit { _ = descriptor.withFileDescriptor { pf_lock_release($0) } }

    /// Locks an open file as long as the value lives; `nil` when somebody else holds it.
    package static func locking(_ file: consuming Descriptor) throws(SystemError) -> FileLock? {
        guard file.withFileDescriptor({ pf_lock_exclusive($0) }) == 0 else {
            // Which of the two it is, POSIX leaves open (fcntl(2)).
            if Errno.last == .wouldBlock || Errno.last == .accessDenied { return nil }
            throw SystemError(operation: "lock", path: file.path, errno: .last)
        }
        return FileLock(file)
    }

    /// Takes the lock file at `path` and writes `holder` into it; `nil` when somebody else holds it.
    package static func acquire(
        _ path: RelativePath,
        in directory: Directory,
        holder: String
    ) throws(SystemError) -> FileLock? {
        guard let lock = try locking(directory.openForAppending(path)) else { return nil }
        try lock.descriptor.truncate(to: 0)
        try lock.descriptor.write(Array("\(holder)\n".utf8))
        return lock
    }

    /// Whether somebody holds the lock at `path`; asking takes nothing, and needs no more than the right to read.
    ///
    /// A file that is not there is held by nobody.
    package static func isHeld(_ path: RelativePath, in directory: Directory) throws(SystemError) -> Bool {
        guard try directory.info(path) != nil else { return false }
        let file = try directory.open(path)
        let found = file.withFileDescriptor { pf_lock_is_held($0) }
        guard found >= 0 else { throw SystemError(operation: "look at the lock", path: file.path, errno: .last) }
        return found == 1
    }

    /// Who wrote himself into the lock file last; empty when nobody did.
    package static func holder(of path: RelativePath, in directory: Directory) -> String {
        guard let file = try? directory.open(path), let bytes = try? file.readAll(limit: 4096) else { return "" }
        return PathError.printable(String(decoding: bytes.filter { $0 != 10 }, as: UTF8.self))
    }
}
