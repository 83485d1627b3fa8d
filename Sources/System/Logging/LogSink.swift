package import Posix

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
