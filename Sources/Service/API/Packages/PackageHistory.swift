package import JSON
package import Time
package import Trees

/// What is known of a package besides what lies there now.
package struct PackageHistory: Sendable {
    /// When it was first seen here; nil where that is not known.
    package var added: Moment?
    /// What is wrong with it, and what was: every finding about it that is kept.
    package var findings: [Finding]
    /// The last refresh that came to something about it; nil where none is in the history.
    package var lastRefresh: Refresh?

    /// Joins what is known.
    package init(added: Moment? = nil, findings: [Finding] = [], lastRefresh: Refresh? = nil) {
        self.findings = findings
        self.added = added
        self.lastRefresh = lastRefresh
    }

    /// What became of the package in a refresh.
    package struct Refresh: Codable, Hashable, Sendable {
        package let jobID: String
        package let outcome: RefreshedPackage.Outcome
        /// When the job ended; null while it runs.
        @Nullable package private(set) var finishedAt: Moment?

        enum CodingKeys: String, CodingKey {
            case outcome
            case jobID = "job_id"
            case finishedAt = "finished_at"
        }

        package init(jobID: String, outcome: RefreshedPackage.Outcome, finishedAt: Moment?) {
            self.jobID = jobID
            self.outcome = outcome
            self.finishedAt = finishedAt
        }
    }
}
