package import Persistence
import SQLite

/// The findings of one repository, as its tree was read last.
package struct FindingStore: Sendable {
    let database: Database
    let repository: String

    package init(database: Database, repository: String) {
        self.database = database
        self.repository = repository
    }

    /// Findings in these states, of one package if it is named; all states when none is given.
    ///
    /// Sorted by path and kind.
    package func findings(
        in states: Set<Finding.State> = [],
        package: String? = nil,
        limit: Int = .max,
        offset: Int = 0
    ) async throws -> [Finding] {
        let wanted = (states.isEmpty ? Set(Finding.State.allCases) : states).map(\.rawValue).joined(separator: " ")
        let arguments: [SQLValue] = [
            .text(repository), .text(wanted), package.sqlValue, .integer(Int64(limit)), .integer(Int64(offset)),
        ]
        return try await database.read { connection in
            try connection.fetchAll(
                """
                SELECT \(Finding.columns) FROM findings
                WHERE repository = ?1 AND instr(' ' || ?2 || ' ', ' ' || state || ' ') > 0 AND (?3 IS NULL OR package = ?3)
                ORDER BY path, kind LIMIT ?4 OFFSET ?5
                """,
                arguments
            ) { try Finding(row: $0) }
        }
    }

    /// One finding; `nil` where this repository has none of that number.
    package func finding(_ id: Int64) async throws -> Finding? {
        try await database.read { [repository] connection in
            try connection.fetchOne(
                "SELECT \(Finding.columns) FROM findings WHERE repository = ? AND id = ?",
                [.text(repository), .integer(id)]
            ) { try Finding(row: $0) }
        }
    }

    /// What became of findings, each in the order in which it happened.
    package func events(of ids: [Int64]) async throws -> [Int64: [FindingEvent]] {
        try await database.read { connection in
            var events: [Int64: [FindingEvent]] = [:]
            for id in ids {
                events[id] = try connection.fetchAll(
                    "SELECT at, state, detail FROM finding_events WHERE finding = ? ORDER BY rowid",
                    [.integer(id)]
                ) { try FindingEvent(row: $0) }
            }
            return events
        }
    }

    /// How many findings are neither mended nor let be.
    package func unsettledCount() async throws -> Int {
        try await database.read { [repository] connection in
            try connection.fetchOne(
                "SELECT COUNT(*) FROM findings WHERE repository = ? AND \(Finding.unsettled)",
                [.text(repository)]
            ) { Int($0.integer(0)) } ?? 0
        }
    }
}
