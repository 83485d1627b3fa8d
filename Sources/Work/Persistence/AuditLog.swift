package import SQLite

/// The append-only list of who started, changed or received what; written within the transaction that does it.
package struct AuditLog {
    private let connection: Connection

    package init(_ connection: Connection) { self.connection = connection }

    /// Adds one line: at `time` (milliseconds since 1970), `initiator` did `action` to `subject`.
    package func append(
        at time: Int64,
        initiator: String,
        action: String,
        subject: String,
        detail: String = ""
    ) throws {
        try connection.execute(
            "INSERT INTO audit (at, initiator, action, subject, detail) VALUES (?, ?, ?, ?, ?)",
            [.integer(time), .text(initiator), .text(action), .text(subject), .text(detail)]
        )
    }
}
