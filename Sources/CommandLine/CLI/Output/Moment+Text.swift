import Time

/// Moments as people read them, in UTC.
extension Moment {
    /// A moment, such as `2026-11-21 01:30:00`.
    static func text(_ moment: Moment) -> String {
        String(moment.text(.seconds).prefix(19)).replacing("T", with: " ")
    }

    /// The same, or a dash.
    static func text(_ moment: Moment?) -> String { moment.map { text($0) } ?? "-" }
}
