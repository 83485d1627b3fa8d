import Persistence
import SQLite
import Testing

@testable import Jobs

@Suite("The states of a job")
struct JobStateTests {
    /// docs/job-states.md, row by row.
    private static let successors: [JobState: Set<JobState>] = [
        .queued: [.blocked, .running, .cancelled],
        .blocked: [.queued, .running, .cancelled],
        .running: [.queued, .blocked, .succeeded, .partial, .failed, .cancelled, .interrupted],
        .interrupted: [.queued],
    ]

    @Test("go from one to the next as documented, and not otherwise", arguments: JobState.allCases, JobState.allCases)
    func transition(from: JobState, to: JobState) throws {
        guard Self.successors[from, default: []].contains(to) else {
            let error = #expect(throws: JobError.self) { try from.transition(to: to) }
            #expect(error?.code == .wrongState)
            return
        }
        #expect(try from.transition(to: to) == to)
    }

    @Test("go in the database wherever the code lets them, and nowhere else")
    func schemaAgrees() async throws {
        let database = try await Database(.memory)
        for from in JobState.allCases {
            for to in JobState.allCases where from != to {
                let isLegal = (try? from.transition(to: to)) != nil
                let isAccepted = try await database.write { try Row(in: $0, at: from).becomes(to) }
                #expect(isAccepted == isLegal, "\(from) to \(to)")
            }
        }
    }

    @Test("begin as queued in the database", arguments: JobState.allCases)
    func beginning(state: JobState) async throws {
        let database = try await Database(.memory)
        let isAccepted = try await database.write { (try? Row.insert(state, into: $0)) != nil }
        #expect(isAccepted == (state == .queued))
    }

    @Test(
        "are refused by the database when a row says two things",
        arguments: [
            ("queued", "blocked_by = 'x'"),
            ("queued", "started_at = 1"),
            ("queued", "finished_at = 1"),
            ("queued", "cancel_requested_at = 1"),
            ("queued", "problem = '{}'"),
            ("blocked", "blocked_by = NULL"),
            ("blocked", "blocked_by = id"),
            ("running", "started_at = NULL"),
            ("running", "finished_at = 1"),
            ("running", "blocked_by = 'x'"),
            ("running", "problem = '{}'"),
            ("succeeded", "finished_at = NULL"),
            ("succeeded", "started_at = NULL"),
            ("succeeded", "problem = '{}'"),
            ("partial", "problem = '{}'"),
            ("failed", "problem = NULL"),
            ("failed", "started_at = NULL"),
            ("interrupted", "started_at = NULL"),
            ("cancelled", "finished_at = NULL"),
            ("running", "state = 'odd'"),
            ("running", "attempt = 0"),
            ("running", "first_attempt = 2"),
            ("running", "log_bytes = -1"),
            ("running", "initiator = ''"),
            ("running", "parent_id = 'nobody'"),
        ]
    )
    func contradiction(state: String, change: String) async throws {
        let database = try await Database(.memory)
        let from = try #require(JobState(rawValue: state))
        let error = await #expect(throws: SQLiteError.self) {
            try await database.write { try Row(in: $0, at: from).set(change) }
        }
        #expect(error?.isConstraint == true)
    }

    @Test("keep a job in the database until it has ended", arguments: JobState.allCases)
    func deletion(state: JobState) async throws {
        let database = try await Database(.memory)
        let isGone = try await database.write { connection in
            let row = try Row(in: connection, at: state)
            return (try? connection.execute("DELETE FROM jobs WHERE id = ?", [.text(row.id)])) != nil
        }
        #expect(isGone == state.isFinished)
    }

    @Test("allow a retry of what ended without success", arguments: JobState.allCases)
    func retryable(state: JobState) {
        #expect(state.isRetryable == [.partial, .failed, .cancelled, .interrupted].contains(state))
    }
}

/// A row that went to some state by legal steps, each written with what belongs to it.
private struct Row {
    private static let ways: [JobState: [JobState]] = [
        .queued: [],
        .blocked: [.blocked],
        .running: [.running],
        .succeeded: [.running, .succeeded],
        .partial: [.running, .partial],
        .failed: [.running, .failed],
        .cancelled: [.cancelled],
        .interrupted: [.running, .interrupted],
    ]

    let connection: Connection
    let id: String

    init(in connection: Connection, at state: JobState) throws {
        self.connection = connection
        id = try Self.insert(.queued, into: connection)
        for step in Self.ways[state, default: []] { #expect(try becomes(step)) }
    }

    @discardableResult
    static func insert(_ state: JobState, into connection: Connection) throws -> String {
        let number = try connection.fetchOne("SELECT count(*) FROM jobs") { $0.integer(0) } ?? 0
        try connection.execute(
            """
            INSERT INTO jobs (id, type, repository, parameters, initiator, created_at, is_unique, first_attempt, attempt,
                not_before, progress, counters, result, log_bytes, state, blocked_by, started_at, finished_at, problem)
            VALUES (?, ?, 'npm', '{}', 'tester', 0, 1, 1, 1, 0, '{}', '{}', '{}', 0, ?, ?, ?, ?, ?)
            """,
            [.text("id\(number)"), .text("type\(number)")] + values(for: state)
        )
        return "id\(number)"
    }

    func becomes(_ state: JobState) throws -> Bool {
        do {
            try connection.execute(
                "UPDATE jobs SET state = ?, blocked_by = ?, started_at = ?, finished_at = ?, problem = ? WHERE id = ?",
                Self.values(for: state) + [.text(id)]
            )
            return true
        } catch let error as SQLiteError where error.isConstraint {
            #expect(error.message == "a job cannot change its state like that")
            return false
        }
    }

    func set(_ change: String) throws {
        try connection.execute("UPDATE jobs SET \(change) WHERE id = ?", [.text(id)])
    }

    /// State, blocked_by, started_at, finished_at and problem as they belong together.
    private static func values(for state: JobState) -> [SQLValue] {
        [
            .text(state.rawValue),
            state == .blocked ? .text("other") : .null,
            state == .queued || state == .blocked ? .null : .integer(1),
            state.isFinished ? .integer(2) : .null,
            state == .failed ? .text("{}") : .null,
        ]
    }
}
