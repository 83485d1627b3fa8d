package import Posix
import Synchronization

/// Where events go.
///
/// A sink may be called from any thread.
package struct LogSink: Sendable {
    let receive: @Sendable (LogEvent) -> Void
    let isNone: Bool

    /// Hands each event to `receive`.
    package init(_ receive: @escaping @Sendable (LogEvent) -> Void) {
        self.init(receive: receive, isNone: false)
    }

    private init(receive: @escaping @Sendable (LogEvent) -> Void, isNone: Bool) {
        self.receive = receive
        self.isNone = isNone
    }

    /// Nowhere; not even the messages are made.
    package static let none = LogSink(receive: { _ in }, isNone: true)

    /// The process's standard error, one line for each event.
    package static func standardError(format: LogFormat) -> LogSink { .lines(to: .standardError, format) }

    /// An open file or pipe, one line for each event, written whole by one `write(2)`.
    ///
    /// A file should be open for appending: then several processes may share it.
    package static func file(_ descriptor: consuming Descriptor, format: LogFormat = .json) -> LogSink {
        .lines(to: LogFile(descriptor), format)
    }

    private static func lines(to file: LogFile, _ format: LogFormat) -> LogSink {
        LogSink { file.append(format.line(for: $0)) }
    }
}

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
