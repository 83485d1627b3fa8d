import CShims

/// An exclusive lock between processes, held as long as the value lives.
///
/// The system frees it when its process dies.
package final class FileLock: Sendable {
    private let descriptor: Descriptor

    private init(_ descriptor: consuming Descriptor) { self.descriptor = descriptor }

    // Closing is not enough: a child process between fork(2) and exec(3) has a copy, and flock(2) counts copies.
    deinit { _ = descriptor.withFileDescriptor { pf_flock_release($0) } }

    /// Takes the lock file at `path` and writes `holder` into it; `nil` when somebody else holds it.
    package static func acquire(
        _ path: RelativePath,
        in directory: Directory,
        holder: String
    ) throws(SystemError) -> FileLock? {
        let file = try directory.openForAppending(path)
        guard file.withFileDescriptor({ pf_flock_exclusive($0) }) == 0 else {
            if Errno.last == .wouldBlock { return nil }
            throw SystemError(operation: "lock", path: file.path, errno: .last)
        }
        let lock = FileLock(file)
        try lock.descriptor.truncate(to: 0)
        try lock.descriptor.write(Array("\(holder)\n".utf8))
        return lock
    }

    /// Who wrote himself into the lock file last; empty when nobody did.
    package static func holder(of path: RelativePath, in directory: Directory) -> String {
        guard let file = try? directory.open(path), let bytes = try? file.readAll(limit: 4096) else { return "" }
        return PathError.printable(String(decoding: bytes.filter { $0 != 10 }, as: UTF8.self))
    }
}
