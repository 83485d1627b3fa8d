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
