import SQLite
import Time

/// What lists of jobs ask for.
extension JobTable {
    /// Newest first, those that were made before `cursor`, or oldest first, those that were made after it: `limit` at most.
    ///
    /// Those that are `lost` count as interrupted.
    func page(
        _ filter: JobFilter,
        lost: [String],
        isReversed: Bool,
        limit: Int,
        beyond cursor: String?
    ) throws -> [Job] {
        var conditions = Conditions(filter)
        conditions.demand(isReversed ? "id > ?" : "id < ?", cursor)
        if !filter.states.isEmpty {
            let states = Self.list(filter.states.map(\.rawValue).sorted())
            conditions.demand("\(Self.state(lost: lost)) IN \(states)")
        }
        return try find(
            conditions.text,
            conditions.arguments + [.integer(Int64(limit))],
            order: "id \(isReversed ? "ASC" : "DESC") LIMIT ?"
        )
    }

    /// How many there are in each state, whatever states are named.
    func counts(_ filter: JobFilter, lost: [String]) throws -> [JobState: Int] {
        let conditions = Conditions(filter)
        let rows = try connection.fetchAll(
            "SELECT \(Self.state(lost: lost)) AS shown, COUNT(*) FROM jobs WHERE \(conditions.text) GROUP BY shown",
            conditions.arguments
        ) { (JobState(rawValue: $0.text(0)), Int($0.integer(1))) }
        return Dictionary(rows.compactMap { state, count in state.map { ($0, count) } }) { $0 + $1 }
    }

    /// How long the last jobs of each type took that succeeded, the shortest first: those that did something.
    func durations(of count: Int, repository: String?) throws -> [String: [Duration]] {
        let rows = try connection.fetchAll(
            """
            SELECT type, duration FROM (
                SELECT type, finished_at - started_at AS duration,
                    row_number() OVER (PARTITION BY type ORDER BY finished_at DESC) AS place
                FROM jobs WHERE state = 'succeeded' AND (?1 IS NULL OR repository = ?1)
                    AND parameters ->> 'dry_run' IS NOT 1
            ) WHERE place <= ?2 ORDER BY duration
            """,
            [repository.sqlValue, .integer(Int64(count))]
        ) { ($0.text(0), Duration.milliseconds($0.integer(1))) }
        return Dictionary(grouping: rows, by: \.0).mapValues { $0.map(\.1) }
    }

    private static func state(lost: [String]) -> String {
        "CASE WHEN id IN \(list(lost)) THEN '\(JobState.interrupted.rawValue)' ELSE state END"
    }

    /// Words of our own, none of which has a quote.
    private static func list(_ words: [String]) -> String {
        "(\(words.map { "'\($0)'" }.joined(separator: ", ")))"
    }
}

/// Conditions of SQL, and what stands for their question marks.
private struct Conditions {
    private var parts = ["1"]
    private(set) var arguments: [SQLValue] = []

    var text: String { parts.joined(separator: " AND ") }

    /// What a filter demands but for the states.
    init(_ filter: JobFilter) {
        demand("type = ?", filter.type)
        demand("repository = ?", filter.repository)
        demand("parent_id = ?", filter.parent)
        demand("created_at >= ?", filter.since?.milliseconds)
        if let initiator = filter.initiator {
            let kind = SearchPattern.beginning(with: "\(initiator):")
            demand("(initiator = ? OR initiator LIKE ? ESCAPE '\\')", initiator, kind)
        }
        if let search = filter.search {
            let pattern = SearchPattern.containing(search)
            let columns = ["id", "type", "repository", "initiator", "parameters", "COALESCE(problem, '')"]
            let tests = columns.map { "\($0) LIKE ? ESCAPE '\\'" }.joined(separator: " OR ")
            parts.append("(\(tests))")
            arguments += columns.map { _ in pattern.sqlValue }
        }
    }

    /// Adds a condition, unless there is nothing to compare with.
    mutating func demand(_ condition: String, _ values: (any SQLConvertible)?...) {
        let given = values.compactMap { $0?.sqlValue }
        guard given.count == values.count else { return }
        parts.append(condition)
        arguments += given
    }
}
