package import SQLite
import Time

extension Finding {
    /// What `init(row:)` reads, in its order.
    package static let columns =
        "id, repository, package, version, path, kind, detail, state, first_seen, last_seen, attempts, quarantine"

    /// A condition of SQL: the finding is neither mended nor let be.
    package static let unsettled =
        "state IN (\(State.allCases.filter { !$0.isSettled }.map { "'\($0.rawValue)'" }.joined(separator: ", ")))"

    /// Reads a row of `columns`; throws where it holds a state that was never written.
    package init(row: Row) throws {
        guard let state = State(rawValue: row.text(7)) else {
            throw SQLiteError(code: 20, message: "a state that was never written", sql: "findings")
        }
        self.init(
            FindingKind(rawValue: row.text(5)),
            at: row.text(4),
            package: row.isNull(2) ? nil : row.text(2),
            version: row.isNull(3) ? nil : row.text(3),
            detail: row.text(6),
            in: row.text(1),
            seen: Moment(milliseconds: row.integer(8))
        )
        id = row.integer(0)
        self.state = state
        lastSeen = Moment(milliseconds: row.integer(9))
        attempts = Int(row.integer(10))
        quarantine = row.isNull(11) ? nil : row.text(11)
    }
}
