package import FoundationEssentials

/// Moments as they are written in documents: RFC 3339, UTC, whole seconds.
package enum UTCTime {
    /// A moment as text, such as `2026-11-21T01:30:00Z`.
    package static func text(_ date: Date) -> String { date.formatted(.iso8601) }

    /// The Unix second of a text that `text` wrote; `nil` when it is not one.
    package static func seconds(_ text: String) -> Int64? {
        (try? Date(text, strategy: .iso8601)).map { Int64($0.timeIntervalSince1970) }
    }
}
