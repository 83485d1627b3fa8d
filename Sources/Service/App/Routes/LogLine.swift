import JSON
import Logging
import Time

/// A line of a job's log, as it lies on disk and as people read it.
package enum LogLine {
    /// The text of a JSON line, with a line feed; a line that is no event is shown as it is.
    package static func text(of line: ArraySlice<UInt8>) -> [UInt8] {
        guard let event = LogEvent(line: line) else { return Array(line) + [0x0A] }
        return LogFormat.text.line(for: event)
    }
}

extension LogEvent {
    /// Reads a line that `LogFormat.json` wrote.
    fileprivate init?(line: ArraySlice<UInt8>) {
        guard let members = (try? JSONValue(parsing: Array(line)))?.objectValue else { return nil }
        var fields = Dictionary(members.compactMap { name, value in value.stringValue.map { (name, $0) } }) { $1 }
        guard let time = fields.removeValue(forKey: "time").flatMap({ Moment($0) }),
            let level = fields.removeValue(forKey: "level").flatMap(LogLevel.init(rawValue:)),
            let label = fields.removeValue(forKey: "label"), let message = fields.removeValue(forKey: "message")
        else { return nil }
        self.init(time: time, level: level, label: label, message: message, fields: fields)
    }
}
