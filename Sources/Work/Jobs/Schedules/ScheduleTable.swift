import JSON
import Requests
import SQLite
import Time

/// The rows of the table `schedules`, within a transaction.
struct ScheduleTable {
    private static let columns = """
        id, type, repository, parameters, cron, every_seconds, time_zone, is_configured, is_paused, revision, \
        next_run_at, last_run_at, last_job, last_skip_at, last_skip
        """

    private let connection: Connection

    init(_ connection: Connection) { self.connection = connection }

    /// All of them, by id.
    func all() throws -> [Schedule] {
        try connection.fetchAll("SELECT \(Self.columns) FROM schedules ORDER BY id") { try Schedule(row: $0) }
    }

    func schedule(_ id: String) throws -> Schedule {
        let found = try connection.fetchOne("SELECT \(Self.columns) FROM schedules WHERE id = ?", [.text(id)]) {
            try Schedule(row: $0)
        }
        guard let found else { throw JobError.noSchedule(id) }
        return found
    }

    /// Adds a row, or writes all that may have changed in it.
    func save(_ schedule: Schedule) throws {
        let row = try values(of: schedule)
        let names = Self.columns.split(separator: ",").dropFirst().map { $0.filter { $0 != " " } }
        try connection.execute(
            """
            INSERT INTO schedules (\(Self.columns)) VALUES (\(row.map { _ in "?" }.joined(separator: ", ")))
                ON CONFLICT (id) DO UPDATE SET \(names.map { "\($0) = excluded.\($0)" }.joined(separator: ", "))
            """,
            row
        )
    }

    func delete(_ id: String) throws {
        try connection.execute("DELETE FROM schedules WHERE id = ?", [.text(id)])
    }

    private func values(of schedule: Schedule) throws -> [SQLValue] {
        let definition = schedule.definition
        let (cron, every) = definition.recurrence.columns
        return [
            .text(schedule.id), .text(definition.type), .text(definition.repository),
            .text(try JobJSON.text(definition.parameters)), cron.sqlValue, every.sqlValue, .text(definition.timeZone),
            .integer(schedule.isConfigured ? 1 : 0), .integer(schedule.isPaused ? 1 : 0), .integer(schedule.revision),
            (schedule.nextRunAt?.milliseconds).sqlValue, (schedule.lastRunAt?.milliseconds).sqlValue,
            schedule.lastJob.sqlValue, (schedule.lastSkip?.at.milliseconds).sqlValue,
            (schedule.lastSkip?.reason).sqlValue,
        ]
    }
}

extension Recurrence {
    fileprivate var columns: (cron: String?, every: Int64?) {
        switch self {
        case .cron(let expression): (expression.text, nil)
        case .every(let interval): (nil, interval.components.seconds)
        }
    }

    fileprivate init(cron: String?, seconds: Int64?) throws {
        self = try cron.map { .cron(try CronExpression($0)) } ?? .every(.seconds(seconds ?? 0))
    }
}

extension Schedule {
    init(row: Row) throws {
        self.init(
            id: row.text(0),
            definition: ScheduleDefinition(
                type: row.text(1),
                repository: row.text(2),
                parameters: try JobJSON.value(row.text(3)),
                recurrence: try Recurrence(cron: row.get(4), seconds: row.get(5)),
                timeZone: row.text(6)
            ),
            isConfigured: row.integer(7) == 1,
            isPaused: row.integer(8) == 1,
            revision: row.integer(9),
            nextRunAt: try row.moment(10),
            lastRunAt: try row.moment(11),
            lastJob: try row.get(12),
            lastSkip: try row.moment(13).map { Skip(at: $0, reason: row.text(14)) }
        )
    }
}
