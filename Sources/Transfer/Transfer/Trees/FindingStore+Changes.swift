import Persistence
import SQLite
package import Time

/// What becomes of findings by what somebody decides or does; each change is on the disk when the call returns.
extension FindingStore {
    /// Changes the state of a finding, by the rules of `Finding.State`; gives it as it is then.
    ///
    /// Throws where there is none of that number, or where its state does not allow it.
    @discardableResult
    package func change(_ id: Int64, to state: Finding.State, at now: Moment, _ detail: String = "") async throws
        -> Finding
    {
        try await database.writeDurably { [repository] connection in
            let table = FindingTable(connection)
            let finding = try table.finding(id, in: repository)
            try finding.requireChange(to: state)
            try table.change(id, to: state, at: now, detail)
            return try table.finding(id, in: repository)
        }
    }

    /// Notes where the bytes of a finding are about to go; `nil` once they are where they were.
    package func note(quarantine: String?, of id: Int64) async throws {
        try await database.writeDurably { connection in
            try connection.execute(
                "UPDATE findings SET quarantine = ? WHERE id = ?",
                [quarantine.sqlValue, .integer(id)]
            )
        }
    }

    /// Opens the findings that were being mended when whoever did so was killed; gives how many there were.
    ///
    /// The caller has the repository's lock, so that nobody mends anything now.
    @discardableResult
    package func reopenInterrupted(at now: Moment) async throws -> Int {
        let interrupted = try await findings(FindingFilter(states: [.repairing])).compactMap(\.id)
        for id in interrupted { try await change(id, to: .open, at: now, "Its repair was interrupted") }
        return interrupted.count
    }

    /// Forgets findings that were mended before a moment.
    package func forgetRepaired(before moment: Moment) async throws {
        try await database.write { [repository] connection in
            try connection.execute(
                "DELETE FROM findings WHERE repository = ? AND state = 'repaired' AND last_seen < ?",
                [.text(repository), .integer(moment.milliseconds)]
            )
        }
    }
}

/// The rows of findings, within a transaction.
struct FindingTable {
    private let connection: Connection

    init(_ connection: Connection) { self.connection = connection }

    func finding(_ id: Int64, in repository: String) throws -> Finding {
        let found = try connection.fetchOne(
            "SELECT \(Finding.columns) FROM findings WHERE repository = ? AND id = ?",
            [.text(repository), .integer(id)]
        ) { try Finding(row: $0) }
        guard let found else { throw TransferError.noFinding("\(id)", in: repository) }
        return found
    }

    /// Changes the state, and notes that it did.
    func change(_ id: Int64, to state: Finding.State, at now: Moment, _ detail: String) throws {
        try connection.execute(
            "UPDATE findings SET state = ?, attempts = attempts + ? WHERE id = ?",
            [.text(state.rawValue), .integer(state == .repairing ? 1 : 0), .integer(id)]
        )
        try connection.execute(
            "INSERT INTO finding_events (finding, at, state, detail) VALUES (?, ?, ?, ?)",
            [.integer(id), .integer(now.milliseconds), .text(state.rawValue), .text(detail)]
        )
    }
}

extension Finding {
    /// Throws where its state does not allow another.
    package func requireChange(to state: State) throws(TransferError) {
        guard self.state.successors.contains(state) else { throw .refused(self, state) }
    }
}

extension TransferError {
    /// There is no finding of that number.
    package static func noFinding(_ id: String, in repository: String) -> TransferError {
        let hint = "See `packferry findings list`; one whose file is whole again, or gone, is forgotten"
        return TransferError(.notFound, "finding \(id)", "is none of \(repository)", hint: hint)
    }

    fileprivate static func refused(_ finding: Finding, _ state: Finding.State) -> TransferError {
        let id = finding.id.map(String.init) ?? ""
        let hint =
            switch finding.state {
            case .ignored: "Open it again first: packferry findings ignore --undo \(id)"
            case .repairing: "Wait until its repair has ended"
            case .open, .repaired, .failed: "Nothing needs to be done"
            }
        return TransferError(
            .conflict,
            "finding \(id)",
            "is \(finding.state.rawValue), and not to be \(state)",
            hint: hint
        )
    }
}
