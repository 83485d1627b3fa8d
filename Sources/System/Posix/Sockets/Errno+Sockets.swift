import Glibc

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
