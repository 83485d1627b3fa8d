import API

/// Moments as people read them, in UTC.
enum Moment {
    /// A moment, such as `2026-11-21 01:30:00`.
    static func text(_ moment: Timestamp) -> String {
        String(moment.description.prefix(19)).replacing("T", with: " ")
    }

    /// The same, or a dash.
    static func text(_ moment: Timestamp?) -> String { moment.map { text($0) } ?? "-" }
}
