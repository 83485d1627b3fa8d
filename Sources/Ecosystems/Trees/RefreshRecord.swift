import JSON
package import Persistence
import SQLite
package import Time

/// What a refresh came to package by package: what pages show of it, and what one that broke off goes on from.
///
/// This alone writes the table `job_packages`.
package struct RefreshRecord: Sendable {
    private let database: Database
    private let job: String

    /// The record of one job.
    package init(database: Database, job: String) {
        self.database = database
        self.job = job
    }

    /// Packages whose document is as fresh as upstream's already, as this job saw, or the one that it takes up again.
    package func fresh() async throws -> Set<String> {
        let job = job
        let names = try await database.read { connection in
            try connection.fetchAll(
                """
                SELECT package FROM job_packages WHERE job = ?1 AND outcome IS NULL
                    OR job = (SELECT parent_id FROM jobs WHERE id = ?1) AND outcome IS NULL AND job IN
                        (SELECT id FROM jobs WHERE state IN ('cancelled', 'interrupted', 'failed')
                            AND finished_at > (SELECT created_at FROM jobs WHERE id = ?1) - 3600000)
                """,
                [.text(job)]
            ) { $0.text(0) }
        }
        return Set(names)
    }

    /// Notes that the documents of these packages are fresh now.
    package func note(fresh packages: [String]) async throws {
        let job = job
        try await database.write { connection in
            for package in packages {
                try connection.execute(
                    "INSERT OR IGNORE INTO job_packages (job, package, files, problems) VALUES (?, ?, '[]', '[]')",
                    [.text(job), .text(package)]
                )
            }
        }
    }

    /// Notes what became of all packages, in place of what was noted of them before.
    package func note(_ packages: [RefreshedPackage]) async throws {
        let rows = try packages.map { package -> [SQLValue] in
            [
                .text(job), .text(package.name), .text(package.outcome.rawValue),
                .text(try Self.text(package.files)), .text(try Self.text(package.problems)),
            ]
        }
        try await database.write { connection in
            for row in rows {
                try connection.execute(
                    """
                    INSERT OR REPLACE INTO job_packages (job, package, outcome, files, problems) VALUES (?, ?, ?, ?, ?)
                    """,
                    row
                )
            }
        }
    }

    /// What became of the first packages by name, or of those behind one: those whose name holds `search`, with one of these
    /// outcomes, all where none is named.
    package func packages(
        _ outcomes: [RefreshedPackage.Outcome] = [],
        search: String? = nil,
        limit: Int,
        after name: String? = nil
    ) async throws -> [RefreshedPackage] {
        // No name comes before the empty one.
        let arguments = arguments(search) + [.integer(Int64(limit)), .text(name ?? "")]
        return try await database.read { connection in
            try connection.fetchAll(
                """
                SELECT package, outcome, files, problems FROM job_packages
                WHERE \(Self.condition(outcomes)) AND package > ?4 ORDER BY package LIMIT ?3
                """,
                arguments
            ) { try Self.package($0) }
        }
    }

    /// How many packages that would be on all pages.
    package func count(_ outcomes: [RefreshedPackage.Outcome] = [], search: String? = nil) async throws -> Int {
        let arguments = arguments(search)
        return try await database.read { connection in
            try connection.fetchOne("SELECT COUNT(*) FROM job_packages WHERE \(Self.condition(outcomes))", arguments) {
                Int($0.integer(0))
            } ?? 0
        }
    }

    /// The last refresh that came to something about a package of a repository; `nil` where none is in the history.
    package static func last(
        of package: String,
        in repository: String,
        _ database: Database
    ) async throws -> (job: String, outcome: RefreshedPackage.Outcome, at: Moment?)? {
        try await database.read { connection in
            try connection.fetchOne(
                """
                SELECT job, outcome, finished_at FROM job_packages JOIN jobs ON jobs.id = job
                WHERE package = ? AND repository = ? AND outcome IS NOT NULL ORDER BY job DESC LIMIT 1
                """,
                [.text(package), .text(repository)]
            ) { row in
                let end = try row.get(2, as: Int64?.self).map { Moment(milliseconds: $0) }
                return (row.text(0), RefreshedPackage.Outcome(rawValue: row.text(1)) ?? .failed, end)
            }
        }
    }

    private static func condition(_ outcomes: [RefreshedPackage.Outcome]) -> String {
        let words = (outcomes.isEmpty ? RefreshedPackage.Outcome.allCases : outcomes).map { "'\($0.rawValue)'" }
        return """
            job = ?1 AND outcome IN (\(words.joined(separator: ", "))) AND (?2 IS NULL OR package LIKE ?2 ESCAPE '\\')
            """
    }

    private func arguments(_ search: String?) -> [SQLValue] {
        [.text(job), search.map(SearchPattern.containing).sqlValue]
    }

    private static func package(_ row: Row) throws -> RefreshedPackage {
        RefreshedPackage(
            name: row.text(0),
            outcome: RefreshedPackage.Outcome(rawValue: row.text(1)) ?? .failed,
            files: try JSONDecoder().decode([RefreshedPackage.File].self, from: Array(row.text(2).utf8)),
            problems: try JSONDecoder().decode([RefreshProblem].self, from: Array(row.text(3).utf8))
        )
    }

    private static func text(_ value: some Encodable) throws -> String {
        String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
    }
}
