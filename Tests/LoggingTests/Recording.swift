import Logging
import Synchronization
import Time

/// Keeps the events it is given.
final class Recording: Sendable {
    private let kept = Mutex<[LogEvent]>([])

    var events: [LogEvent] { kept.withLock { $0 } }

    var sink: LogSink { LogSink { event in self.kept.withLock { $0.append(event) } } }
}

/// 2026-11-21 01:30:00.123 UTC, and a little more so that no rounding can bring 122 or 124.
let instant = Moment(nanoseconds: 1_795_224_600_123_400_000)

func line(
    _ format: LogFormat,
    level: LogLevel = .info,
    label: String = "jobs",
    message: String = "started",
    fields: [String: String] = [:]
) -> String {
    let event = LogEvent(time: instant, level: level, label: label, message: message, fields: fields)
    return String(decoding: format.line(for: event), as: UTF8.self)
}
