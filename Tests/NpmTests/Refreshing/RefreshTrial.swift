import Persistence
import Reporting
import SQLite
import Trees

@testable import Npm

/// Refreshes storages of tests, as a job called 1 does.
enum RefreshTrial {
    static func run(
        _ side: StorageFixture,
        _ supply: any PackageSupply,
        include: [String] = [],
        _ change: (inout RefreshRequest) -> Void = { _ in }
    ) async throws -> RefreshReport {
        try await addJob(to: side.collector.index.database)
        var request = RefreshRequest()
        change(&request)
        let settings = TreeSettings(
            repository: "npm",
            root: side.root,
            paths: [:],
            lists: ["refresh.platforms": ["linux-x64-glibc"], "refresh.include": include]
        )
        let withdrawals = WithdrawalRecord(database: side.collector.index.database, repository: "npm")
        let refresher = Refresher(
            documents: DocumentReader(side.collector),
            supply: supply,
            runner: nil,
            settings: try RefreshSettings(request, settings),
            record: RefreshRecord(database: side.collector.index.database, job: "1"),
            withdrawals: try await WithdrawalWatch(withdrawals, by: supply.comparison),
            reporter: .silent
        )
        return try await refresher.run(request)
    }

    /// Forgets what was asked for, as for a job that comes much later.
    static func forgetFresh(_ side: StorageFixture) async throws {
        try await side.collector.index.database.write { try $0.execute("DELETE FROM job_packages") }
    }

    /// The row that what is noted belongs to.
    static func addJob(to database: Database) async throws {
        try await database.write { connection in
            try connection.execute(
                """
                INSERT OR IGNORE INTO jobs (id, type, repository, state, parameters, initiator, is_unique, first_attempt,
                    attempt, created_at, not_before, progress, counters, result, log_bytes)
                VALUES ('1', 'full-refresh', 'npm', 'queued', '{}', 'me', 0, 1, 1, 0, 0, '[]', '{}', '{}', 0)
                """
            )
        }
    }
}
