package import JSON
package import Jobs
package import Requests
package import Transfer
package import Trees

/// Makes a mirror what its upstream publishes now.
package struct Sync: JobArguments {
    package static let type = "sync"
    package static let side = JobSide.online
    package static let members: [RequestMember] = [.flag("force"), .flag("allow_shrink"), .flag("dry_run")]

    /// Whether upstream is asked for everything again, whatever it answered last.
    package var force: Bool?
    /// Whether the tree may lose much of what it holds.
    package var allowShrink: Bool?
    /// Whether only to say what would be fetched, published and removed.
    package var dryRun: Bool?

    enum CodingKeys: String, CodingKey {
        case force
        case allowShrink = "allow_shrink"
        case dryRun = "dry_run"
    }

    /// Fetches what is new.
    package init() {}

    /// What a sync came to.
    package struct Outcome: JobOutcome {
        /// Whether nothing was changed, because it was only tried.
        package let dryRun: Bool
        /// How the tree stands now.
        package let outcome: SyncReport.Outcome
        /// What upstream lists, as far as it is selected.
        package let listed: SyncReport.Amount
        /// What came or, in a dry run, would have to.
        package let fetched: SyncReport.Amount
        /// What was there already, fetched for another file or another repository.
        package let shared: SyncReport.Amount
        /// What has a new name in the tree, or new content under an old one.
        package let published: SyncReport.Amount
        /// What upstream no longer lists, and stays for a while.
        package let withdrawn: SyncReport.Amount
        /// What was withdrawn long enough ago, and was removed.
        package let removed: SyncReport.Amount
        /// The snapshot of the tree as it is now; null where nothing changed.
        @Nullable package var snapshot: String?
        /// What could not be had.
        package let failed: Excerpt<SyncProblem>
        /// What is odd and keeps nothing back, in sentences.
        package let warnings: [String]

        /// Whether something is missing that upstream lists.
        package var isPartial: Bool { failed.count > 0 }

        enum CodingKeys: String, CodingKey {
            case outcome, listed, fetched, shared, published, withdrawn, removed, snapshot, failed, warnings
            case dryRun = "dry_run"
        }

        /// Shows a report, and the snapshot that was made after it.
        package init(_ report: SyncReport, snapshot: String?, dryRun: Bool) {
            self.dryRun = dryRun
            self.snapshot = snapshot
            outcome = report.outcome
            (listed, fetched, shared) = (report.listed, report.fetched, report.shared)
            (published, withdrawn, removed) = (report.published, report.withdrawn, report.removed)
            failed = Excerpt(of: report.problems)
            warnings = report.notices
        }
    }
}
