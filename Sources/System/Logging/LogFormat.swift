/// How an event becomes a line.
package enum LogFormat: String, Sendable, CaseIterable {
    /// For eyes: `2026-11-21T01:30:00.123Z INFO    jobs: started id=7 kind="diff build"`.
    case text
    /// For programs: `{"time":…,"level":"info","label":…,"message":…,"id":"7"}`.
    case json

    /// The event on one line with its line feed, whatever the texts in it hold.
    package func line(for event: LogEvent) -> [UInt8] {
        switch self {
        case .text: Array(event.text.utf8)
        case .json: event.json
        }
    }
}
