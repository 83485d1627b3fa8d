import JSON
import Logging
import Persistence
import Posix
import SQLite
import TestSupport
import Testing

@testable import Jobs

/// A queue with everything around it, in the folder of the test.
struct Workshop {
    static let pool = BlockingPool(threads: 4, name: "jobs-test")

    let database: Database
    let clock: ManualClock
    let queue: JobQueue
    let logs: Directory

    /// Opens the database of the folder, again if it was there, and starts a queue on it.
    init(
        _ kinds: [JobKind],
        concurrency: Int = 4,
        retention: JobRetention = JobRetention(),
        clock: ManualClock = ManualClock(),
        outsiders: @escaping @Sendable () async -> [Outsider] = { [] },
        isStarted: Bool = true
    ) async throws {
        let folder = try AbsolutePath(TemporaryDirectory.current)
        database = try await Database(.file(folder.appending("data.sqlite")))
        logs = try Directory.making(folder.appending("logs"))
        self.clock = clock
        queue = JobQueue(
            database: database,
            kinds: kinds,
            logs: logs,
            pool: Self.pool,
            concurrency: concurrency,
            retention: retention,
            clock: clock.jobClock,
            describe: Self.describe,
            outsiders: outsiders
        )
        if isStarted { try await queue.start() }
    }

    func enqueue(_ type: String, on repository: String = "npm", _ parameters: JSONValue = [:]) async throws -> Job {
        try await queue.enqueue(type: type, repository: repository, parameters: parameters, initiator: "tester")
    }

    /// Waits until the job has come into a state; fails when it ends in another.
    @discardableResult
    func job(
        _ id: String,
        becomes state: JobState,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Job {
        for await event in try await queue.events(after: nil, job: id) {
            if let job = event.job, job.state == state { return job }
        }
        let last = try await queue.job(id)
        Issue.record("job ended as \(last.state), not as \(state)", sourceLocation: sourceLocation)
        return last
    }

    /// Stops without any of the care of `stop`, as a crash would: nothing of this queue reaches the file any more.
    func crash() async throws {
        await queue.letGoOfLogs()
        try await database.close()
    }

    static func describe(_ error: any Error) -> JobProblem {
        let code = error is Hiccup ? "hiccup" : "internal-error"
        return JobProblem(code: code, title: "It failed", detail: "\(error)")
    }

    func log(of id: String) throws -> [JSONValue] {
        guard let file = try queue.openLog(id) else { return [] }
        return try file.readAll(limit: 1 << 20).split(separator: 0x0A).map { try JSONValue(parsing: Array($0)) }
    }
}

/// The row of the audit table without its number.
struct AuditRow: Equatable {
    let initiator: String
    let action: String
    let subject: String
}

extension Workshop {
    func audit() async throws -> [AuditRow] {
        try await database.read { connection in
            try connection.fetchAll("SELECT initiator, action, subject FROM audit ORDER BY id") {
                AuditRow(initiator: $0.text(0), action: $0.text(1), subject: $0.text(2))
            }
        }
    }
}

extension JobQueue {
    /// The system frees the locks of a process that dies.
    fileprivate func letGoOfLogs() { for execution in executions.values { execution.monitor.close() } }
}
