import Synchronization
import Time

/// Says what happens in one part of the program: a label, the least level that counts, fields that every event has,
/// and where events go.
///
/// Logging never throws and never ends a process: what a sink cannot write is lost.
package struct Logger: Sendable {
    /// The part of the program that says so.
    package let label: String
    private let threshold: LogThreshold
    private let fields: [String: String]
    private let sink: LogSink

    /// A logger without fields.
    package init(label: String, level: LogLevel = .info, sink: LogSink) {
        self.init(label: label, threshold: LogThreshold(level), fields: [:], sink: sink)
    }

    private init(label: String, threshold: LogThreshold, fields: [String: String], sink: LogSink) {
        self.label = label
        self.threshold = threshold
        self.fields = fields
        self.sink = sink
    }

    /// Events of a lower level are dropped before their message is made.
    package var level: LogLevel { threshold.level }

    /// Drops events of a lower level from now on, also those of every logger that was made of this one.
    package func change(level: LogLevel) { threshold.level = level }

    /// The same logger whose events have further fields; one of the same name takes the old one's place.
    package func with(_ further: [String: String]) -> Logger {
        Logger(label: label, threshold: threshold, fields: fields.merging(further) { $1 }, sink: sink)
    }

    /// Reports an event of any level.
    package func log(
        _ level: LogLevel,
        _ message: @autoclosure () -> String,
        _ fields: @autoclosure () -> [String: String] = [:]
    ) {
        guard level >= self.level, !sink.isNone else { return }
        let all = LogContext.fields.merging(self.fields) { $1 }.merging(fields()) { $1 }
        sink.receive(
            LogEvent(time: WallClock.system.now(), level: level, label: label, message: message(), fields: all)
        )
    }
}

extension Logger {
    /// Reports every step, for whoever hunts a fault in the code.
    package func trace(_ message: @autoclosure () -> String, _ fields: @autoclosure () -> [String: String] = [:]) {
        log(.trace, message(), fields())
    }

    /// Reports what an operator asks for when something is odd.
    package func debug(_ message: @autoclosure () -> String, _ fields: @autoclosure () -> [String: String] = [:]) {
        log(.debug, message(), fields())
    }

    /// Reports what happened in normal operation.
    package func info(_ message: @autoclosure () -> String, _ fields: @autoclosure () -> [String: String] = [:]) {
        log(.info, message(), fields())
    }

    /// Reports what went on although something is wrong, or will be.
    package func warning(_ message: @autoclosure () -> String, _ fields: @autoclosure () -> [String: String] = [:]) {
        log(.warning, message(), fields())
    }

    /// Reports what did not happen because something is wrong.
    package func error(_ message: @autoclosure () -> String, _ fields: @autoclosure () -> [String: String] = [:]) {
        log(.error, message(), fields())
    }
}

/// The least level that counts, for a logger and all that were made of it.
private final class LogThreshold: Sendable {
    private let current: Mutex<LogLevel>

    init(_ level: LogLevel) { current = Mutex(level) }

    var level: LogLevel {
        get { current.withLock { $0 } }
        set { current.withLock { $0 = newValue } }
    }
}
