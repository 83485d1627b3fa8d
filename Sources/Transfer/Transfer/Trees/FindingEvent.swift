import SQLite
package import Time

/// Something that became of a finding.
package struct FindingEvent: Hashable, Sendable {
    /// When.
    package let at: Moment
    /// What it was from then on.
    package let state: Finding.State
    /// Why, and what is to be done, as a sentence; empty where the state says it all.
    package let detail: String

    init(row: Row) throws {
        guard let state = Finding.State(rawValue: row.text(1)) else {
            throw SQLiteError(code: 20, message: "a state that was never written", sql: "finding_events")
        }
        at = Moment(milliseconds: row.integer(0))
        self.state = state
        detail = row.text(2)
    }
}
