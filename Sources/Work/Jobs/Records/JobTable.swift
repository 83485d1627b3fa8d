import JSON
import Persistence
import SQLite
import Time

/// The rows of the table `jobs`, within a transaction.
struct JobTable {
    private static let columns = """
        id, type, repository, parameters, initiator, parent_id, created_at, first_attempt, state, blocked_by, attempt, \
        not_before, started_at, finished_at, cancel_requested_at, progress, counters, result, problem, log_bytes, \
        idle_resumes
        """
    private static let unfinished = "state IN ('queued', 'blocked', 'running')"

    private let connection: Connection

    init(_ connection: Connection) { self.connection = connection }

    func job(_ id: String) throws -> Job {
        guard let job = try find("id = ?", [.text(id)]).first else { throw JobError.notFound(id) }
        return job
    }

    /// Every job that is to run or runs, oldest first.
    func unfinishedJobs() throws -> [Job] { try find(Self.unfinished) }

    /// Those that run, as far as their rows know.
    func runningJobs() throws -> [Job] { try find("state = 'running'") }

    /// The one that no other of its type may stand beside.
    func unfinishedJob(_ type: String, _ repository: String) throws -> Job? {
        try find("type = ? AND repository = ? AND is_unique AND \(Self.unfinished)", [.text(type), .text(repository)])
            .first
    }

    /// Interrupted jobs that nobody has retried, newest first.
    func interruptedJobs() throws -> [Job] {
        try find(
            "state = 'interrupted' AND NOT EXISTS (SELECT 1 FROM jobs AS child WHERE child.parent_id = jobs.id)"
        ).reversed()
    }

    func newestID() throws -> String? {
        try connection.fetchOne("SELECT max(id) FROM jobs") { try $0.get(0, as: String?.self) } ?? nil
    }

    /// Newest first: those that were made before `cursor`, at most `limit`; those that are `lost` count as interrupted.
    func page(_ filter: JobFilter, lost: [String], limit: Int, before cursor: String?) throws -> [Job] {
        var conditions = ["1"]
        var arguments: [SQLValue] = []
        func demand(_ condition: String, _ value: (any SQLConvertible)?) {
            guard let value else { return }
            conditions.append(condition)
            arguments.append(value.sqlValue)
        }
        demand("type = ?", filter.type)
        demand("repository = ?", filter.repository)
        demand("parent_id = ?", filter.parent)
        demand("created_at >= ?", filter.since?.milliseconds)
        demand("id < ?", cursor)
        if !filter.states.isEmpty {
            let states = Self.list(filter.states.map(\.rawValue).sorted())
            let state = "CASE WHEN id IN \(Self.list(lost)) THEN '\(JobState.interrupted.rawValue)' ELSE state END"
            conditions.append("\(state) IN \(states)")
        }
        arguments.append(.integer(Int64(limit)))
        return try find(conditions.joined(separator: " AND "), arguments, order: "id DESC LIMIT ?")
    }

    /// Words of our own, none of which has a quote.
    private static func list(_ words: [String]) -> String {
        "(\(words.map { "'\($0)'" }.joined(separator: ", ")))"
    }

    /// Adds a row; one that is unique stands alone of its type on its repository until it ends.
    func insert(_ job: Job, isUnique: Bool) throws {
        let fixed: [SQLValue] = [
            .text(job.id), .text(job.type), .text(job.repository), .text(try JobJSON.text(job.parameters)),
            .text(job.initiator), job.parentID.sqlValue, .integer(job.createdAt.milliseconds),
            .integer(Int64(job.firstAttempt)),
        ]
        let row = try fixed + changeable(job)
        try connection.execute(
            """
            INSERT INTO jobs (\(Self.columns), is_unique)
                VALUES (\(Array(repeating: "?", count: row.count).joined(separator: ", ")), ?)
            """,
            row + [.integer(isUnique ? 1 : 0)]
        )
    }

    /// Adds a row for a job of this kind, and a line in the audit; throws `JobError` with the code `conflict` when
    /// another must end first.
    func add(_ job: Job, _ kind: JobKind?, audited action: String) throws {
        let isUnique = kind?.isUnique ?? true
        if isUnique, let other = try unfinishedJob(job.type, job.repository) {
            throw JobError.conflict(job.type, job.repository, with: other.id)
        }
        try insert(job, isUnique: isUnique)
        try AuditLog(connection).append(job, at: job.createdAt, initiator: job.initiator, action: action)
    }

    /// The same for one that stands beside all others.
    func addBesideOthers(_ job: Job, audited action: String) throws {
        try insert(job, isUnique: false)
        try AuditLog(connection).append(job, at: job.createdAt, initiator: job.initiator, action: action)
    }

    /// Writes what may have changed in a job.
    func update(_ job: Job) throws {
        try connection.execute(
            """
            UPDATE jobs SET state = ?, blocked_by = ?, attempt = ?, not_before = ?, started_at = ?, finished_at = ?,
                cancel_requested_at = ?, progress = ?, counters = ?, result = ?, problem = ?, log_bytes = ?,
                idle_resumes = ?
            WHERE id = ?
            """,
            try changeable(job) + [.text(job.id)]
        )
    }

    /// Writes how far a running job is; one that has ended meanwhile stays as it is.
    func updateProgress(_ id: String, _ report: JobReport) throws {
        try connection.execute(
            "UPDATE jobs SET progress = ?, counters = ?, log_bytes = ? WHERE id = ? AND state = 'running'",
            [
                .text(try JobJSON.text(report.progress)), .text(try JobJSON.text(report.counters)),
                .integer(report.logBytes), .text(id),
            ]
        )
    }

    func cursor(_ id: String) throws -> JSONValue? {
        let text = try connection.fetchOne("SELECT cursor FROM jobs WHERE id = ?", [.text(id)]) {
            try $0.get(0, as: String?.self)
        }
        return try (text ?? nil).map { try JobJSON.value($0) }
    }

    func saveCursor(_ id: String, _ cursor: JSONValue) throws {
        try connection.execute(
            "UPDATE jobs SET cursor = ?, idle_resumes = 0 WHERE id = ?",
            [.text(try JobJSON.text(cursor)), .text(id)]
        )
    }

    /// Finished jobs that ended before `time`, and those beyond the newest `count` finished ones.
    func prunable(endedBefore time: Moment, keeping count: Int) throws -> [String] {
        try connection.fetchAll(
            """
            SELECT id FROM (
                SELECT id, finished_at, row_number() OVER (ORDER BY finished_at DESC, id DESC) AS place
                FROM jobs WHERE finished_at IS NOT NULL
            ) WHERE finished_at < ? OR place > ?
            """,
            [.integer(time.milliseconds), .integer(Int64(count))]
        ) { $0.text(0) }
    }

    func delete(_ id: String) throws {
        try connection.execute("DELETE FROM jobs WHERE id = ? AND finished_at IS NOT NULL", [.text(id)])
    }

    private func find(_ condition: String, _ arguments: [SQLValue] = [], order: String = "id") throws -> [Job] {
        try connection.fetchAll("SELECT \(Self.columns) FROM jobs WHERE \(condition) ORDER BY \(order)", arguments) {
            try Job(row: $0)
        }
    }

    private func changeable(_ job: Job) throws -> [SQLValue] {
        [
            .text(job.state.rawValue), job.blockedBy.sqlValue, .integer(Int64(job.attempt)),
            .integer(job.notBefore.milliseconds),
            (job.startedAt?.milliseconds).sqlValue, (job.finishedAt?.milliseconds).sqlValue,
            (job.cancelRequestedAt?.milliseconds).sqlValue,
            .text(try JobJSON.text(job.progress)), .text(try JobJSON.text(job.counters)),
            .text(try JobJSON.text(job.result)), try job.problem.map { try JobJSON.text($0) }.sqlValue,
            .integer(job.logBytes),
            .integer(Int64(job.idleResumes)),
        ]
    }
}
