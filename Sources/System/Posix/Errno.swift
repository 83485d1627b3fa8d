import Glibc

/// The reason a system call gave, as `errno(3)` numbers it.
package struct Errno: Error, RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    package let rawValue: Int32

    package init(rawValue: Int32) { self.rawValue = rawValue }

    /// What the calling thread's last failed call left behind.
    package static var last: Errno { Errno(rawValue: errno) }

    /// The reasons that callers tell apart; their names are those of `errno(3)` in words.
    package static let noEntry = Errno(rawValue: ENOENT)
    package static let exists = Errno(rawValue: EEXIST)
    package static let accessDenied = Errno(rawValue: EACCES)
    package static let notPermitted = Errno(rawValue: EPERM)
    package static let notDirectory = Errno(rawValue: ENOTDIR)
    package static let isDirectory = Errno(rawValue: EISDIR)
    package static let notEmpty = Errno(rawValue: ENOTEMPTY)
    package static let noSpace = Errno(rawValue: ENOSPC)
    package static let quotaExceeded = Errno(rawValue: EDQUOT)
    package static let inputOutput = Errno(rawValue: EIO)
    package static let interrupted = Errno(rawValue: EINTR)
    package static let wouldBlock = Errno(rawValue: EAGAIN)
    package static let tooManyLinks = Errno(rawValue: ELOOP)
    package static let crossDevice = Errno(rawValue: EXDEV)
    package static let readOnly = Errno(rawValue: EROFS)
    package static let addressInUse = Errno(rawValue: EADDRINUSE)
    package static let invalidArgument = Errno(rawValue: EINVAL)
    package static let fileTooLarge = Errno(rawValue: EFBIG)
    package static let notImplemented = Errno(rawValue: ENOSYS)
    package static let notSupported = Errno(rawValue: EOPNOTSUPP)
    package static let nameTooLong = Errno(rawValue: ENAMETOOLONG)

    /// Whether the file system, or the kernel, has no such operation: another way may be open.
    package var isUnsupported: Bool { [.invalidArgument, .notImplemented, .notSupported].contains(self) }

    /// The system's own sentence for it, as `strerror(3)` gives it.
    package var description: String {
        String(cString: strerror(rawValue))
    }
}

/// A system call that failed: what was tried, on what, and why.
package struct SystemError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What was tried, as a verb: `open`, `rename`.
    package let operation: String
    /// The path or address it was tried on.
    package let path: String
    /// Why it failed.
    package let errno: Errno

    package init(operation: String, path: String, errno: Errno) {
        self.operation = operation
        self.path = path
        self.errno = errno
    }

    /// One line that is safe to print: `cannot rename /a/b: No space left on device`.
    package var description: String { "cannot \(operation) \(PathError.escaped(path.unicodeScalars)): \(errno)" }

    /// Whether the disk, the quota or the inodes ran out.
    package var isOutOfSpace: Bool { errno == .noSpace || errno == .quotaExceeded }

    /// Whether permissions, not contents, are at fault.
    package var isPermission: Bool { [.accessDenied, .notPermitted, .readOnly].contains(errno) }
}

extension Errno {
    /// Nothing happened before a deadline.
    package static let timedOut = Errno(rawValue: ETIMEDOUT)
    /// The peer went away while we wrote.
    package static let brokenPipe = Errno(rawValue: EPIPE)
    /// The peer went away without a farewell.
    package static let connectionReset = Errno(rawValue: ECONNRESET)
    /// Nobody listens there.
    package static let connectionRefused = Errno(rawValue: ECONNREFUSED)

    /// Whether this process or the system has run out of descriptors or memory for now.
    package var isExhaustion: Bool { [EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(rawValue) }
}
