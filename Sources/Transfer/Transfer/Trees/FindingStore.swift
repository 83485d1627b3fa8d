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

    /// Findings that a filter lets through, in this order or in the reverse of it.
    package func findings(
        _ filter: FindingFilter = FindingFilter(),
        order: FindingOrder = .path,
        isReversed: Bool = false,
        limit: Int = .max,
        offset: Int = 0
    ) async throws -> [Finding] {
        let (condition, arguments) = filter.condition(in: repository)
        return try await database.read { connection in
            try connection.fetchAll(
                """
                SELECT \(Finding.columns) FROM findings WHERE \(condition) AND \(filter.statesCondition)
                ORDER BY \(order.sorting(isReversed: isReversed)) LIMIT ? OFFSET ?
                """,
                arguments + [.integer(Int64(limit)), .integer(Int64(offset))]
            ) { try Finding(row: $0) }
        }
    }

    /// How many findings there are in each state, whatever states the filter names.
    package func counts(_ filter: FindingFilter = FindingFilter()) async throws -> [Finding.State: Int] {
        let (condition, arguments) = filter.condition(in: repository)
        return try await database.read { connection in
            let rows = try connection.fetchAll(
                "SELECT state, COUNT(*) FROM findings WHERE \(condition) GROUP BY state",
                arguments
            ) { (Finding.State(rawValue: $0.text(0)), Int($0.integer(1))) }
            return Dictionary(rows.compactMap { state, count in state.map { ($0, count) } }) { $0 + $1 }
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

    /// How many findings of each kind are neither mended nor let be; kinds of which there are none are left out.
    package func unsettledByKind() async throws -> [String: Int] {
        try await database.read { [repository] connection in
            let rows = try connection.fetchAll(
                "SELECT kind, COUNT(*) FROM findings WHERE repository = ? AND \(Finding.unsettled) GROUP BY kind",
                [.text(repository)]
            ) { ($0.text(0), Int($0.integer(1))) }
            return Dictionary(rows) { first, _ in first }
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
