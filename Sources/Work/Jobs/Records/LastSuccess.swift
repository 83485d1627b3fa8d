import SQLite
package import Time

/// When a job of a type last succeeded on a repository.
package struct LastSuccess: Sendable, Equatable {
    package let type: String
    package let repository: String
    package let at: Moment
}

extension JobTable {
    /// Of every type and repository of which a success is in the history; what was only tried counts for nothing.
    func lastSuccesses() throws -> [LastSuccess] {
        try connection.fetchAll(
            """
            SELECT type, repository, MAX(finished_at) FROM jobs
            WHERE state = 'succeeded' AND parameters ->> 'dry_run' IS NOT 1 GROUP BY type, repository
            """
        ) { LastSuccess(type: $0.text(0), repository: $0.text(1), at: Moment(milliseconds: $0.integer(2))) }
    }
}
