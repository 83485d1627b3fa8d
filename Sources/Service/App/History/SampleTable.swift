import API
import Persistence
import SQLite
import Time

/// The rows of samples: one an hour for each repository and each filesystem, of which old ones are thinned.
struct SampleTable: Sendable {
    /// For so many hours each sample is kept, and after that one a day.
    static let hourlyHours: Int64 = 14 * 24
    /// Nothing is kept for longer.
    static let keptHours: Int64 = 3 * 365 * 24

    let database: Database

    /// Writes what was seen at a moment, in place of what was seen earlier in the same hour, and drops what is old.
    func note(
        _ repositories: [(name: String, sample: StorageHistory.RepositorySample)],
        _ disks: [(path: String, sample: StorageHistory.DiskSample)],
        at now: Moment
    ) async throws {
        try await database.write { connection in
            for (name, sample) in repositories { try Self.insert(sample, of: name, through: connection) }
            for (path, sample) in disks { try Self.insert(sample, of: path, through: connection) }
            for (table, series) in [("repository_samples", "repository"), ("disk_samples", "path")] {
                try Self.thin(table, by: series, at: now, through: connection)
            }
        }
    }

    /// The series of a repository, or of all, from a moment on.
    func history(since: Moment?, repository: String?) async throws -> StorageHistory {
        let arguments: [SQLValue] = [(since?.milliseconds).sqlValue, repository.sqlValue]
        return try await database.read { connection in
            var history = StorageHistory(repositories: [], disks: [])
            try connection.forEach(Self.repositorySamples, arguments) { row in
                if history.repositories.last?.name != row.text(0) {
                    history.repositories.append(.init(name: row.text(0), samples: []))
                }
                history.repositories[history.repositories.count - 1].samples.append(.init(row: row))
            }
            try connection.forEach(Self.diskSamples, [arguments[0]]) { row in
                if history.disks.last?.path != row.text(0) {
                    history.disks.append(.init(path: row.text(0), samples: []))
                }
                history.disks[history.disks.count - 1].samples.append(.init(row: row))
            }
            return history
        }
    }

    private static let repositorySamples = """
        SELECT repository, at, files, bytes, packages, versions, findings FROM repository_samples
        WHERE (?1 IS NULL OR at >= ?1) AND (?2 IS NULL OR repository = ?2) ORDER BY repository, hour
        """

    private static let diskSamples = """
        SELECT path, at, total_bytes, free_bytes FROM disk_samples WHERE ?1 IS NULL OR at >= ?1 ORDER BY path, hour
        """

    private static func hour(of moment: Moment) -> Int64 { moment.milliseconds / 3_600_000 }

    private static func insert(
        _ sample: StorageHistory.RepositorySample,
        of repository: String,
        through connection: Connection
    ) throws {
        try connection.execute(
            """
            INSERT OR REPLACE INTO repository_samples
                (repository, hour, at, files, bytes, packages, versions, findings) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .text(repository), .integer(hour(of: sample.at)), .integer(sample.at.milliseconds),
                .integer(Int64(sample.files)), .integer(sample.bytes), .integer(Int64(sample.packages)),
                .integer(Int64(sample.versions)), .integer(Int64(sample.findings)),
            ]
        )
    }

    private static func insert(
        _ sample: StorageHistory.DiskSample,
        of path: String,
        through connection: Connection
    ) throws {
        try connection.execute(
            """
            INSERT OR REPLACE INTO disk_samples (path, hour, at, total_bytes, free_bytes) VALUES (?, ?, ?, ?, ?)
            """,
            [
                .text(path), .integer(hour(of: sample.at)), .integer(sample.at.milliseconds),
                .integer(sample.totalBytes), .integer(sample.freeBytes),
            ]
        )
    }

    /// Leaves the last sample of each day where hours do not matter any more.
    private static func thin(
        _ table: String,
        by series: String,
        at now: Moment,
        through connection: Connection
    ) throws {
        try connection.execute(
            """
            DELETE FROM \(table) WHERE hour < ?1 OR hour < ?2 AND EXISTS (
                SELECT 1 FROM \(table) AS later WHERE later.\(series) = \(table).\(series)
                    AND later.hour > \(table).hour AND later.hour < (\(table).hour / 24 + 1) * 24
            )
            """,
            [.integer(hour(of: now) - keptHours), .integer(hour(of: now) - hourlyHours)]
        )
    }
}

extension StorageHistory.RepositorySample {
    fileprivate init(row: Row) {
        self.init(
            at: Moment(milliseconds: row.integer(1)),
            files: Int(row.integer(2)),
            bytes: row.integer(3),
            packages: Int(row.integer(4)),
            versions: Int(row.integer(5)),
            findings: Int(row.integer(6))
        )
    }
}

extension StorageHistory.DiskSample {
    fileprivate init(row: Row) {
        self.init(at: Moment(milliseconds: row.integer(1)), totalBytes: row.integer(2), freeBytes: row.integer(3))
    }
}
