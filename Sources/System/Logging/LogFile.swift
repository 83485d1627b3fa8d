import Posix
import Synchronization

/// A descriptor that takes one line at a time.
final class LogFile: Sendable {
    /// Lives as long as the process, so that its descriptor is never closed.
    static let standardError = LogFile(Descriptor(owning: 2, path: "standard error"))

    private let descriptor: Descriptor
    // A pipe takes more than 4096 bytes in several steps (pipe(7)), between which another thread's line would fall.
    private let turn = Mutex(())

    init(_ descriptor: consuming Descriptor) { self.descriptor = descriptor }

    func append(_ line: [UInt8]) {
        // A full disk or a closed pipe must not stop what is being logged.
        turn.withLock { _ in try? descriptor.write(line) }
    }
}
