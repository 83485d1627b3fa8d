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

    /// The system's own sentence for it, as `strerror(3)` gives it.
    package var description: String {
        String(cString: strerror(rawValue))
    }
}
