import JSON
package import Jobs
package import Requests
package import Transfer

/// Freezes a tree without building an artifact.
package struct SnapshotCreate: JobArguments {
    package static let type = "snapshot"
    package static let changes: [Jobs.JobEvent.Collection] = [.snapshots, .packages, .findings, .storage]
    package static let members: [RequestMember] = [.text("name", reason: SnapshotName.reason), .flag("dry_run")]

    /// A name that will point at the snapshot.
    package var name: String?
    /// Whether only to say what would be frozen.
    package var dryRun: Bool?

    enum CodingKeys: String, CodingKey {
        case name
        case dryRun = "dry_run"
    }

    /// Freezes the tree as it is.
    package init(name: String? = nil, dryRun: Bool? = nil) {
        self.name = name
        self.dryRun = dryRun
    }

    /// What was frozen.
    package struct Outcome: JobOutcome {
        /// Whether it is not kept, because it was only tried.
        package let isDryRun: Bool
        /// The id of the snapshot.
        package let snapshot: String
        /// How much it holds.
        package let counts: SnapshotCounts
        /// Files that were listed before and are broken now or cannot be read.
        package let held: Int
        /// What is not listed and should be.
        package let leftBehind: Excerpt<LeftBehind>
        /// Packages that are known by name alone.
        package let notCached: Excerpt<String>

        /// Whether something is not in it that should be.
        package var isPartial: Bool { held > 0 || leftBehind.count > 0 }

        enum CodingKeys: String, CodingKey {
            case snapshot, counts, held
            case isDryRun = "dry_run"
            case leftBehind = "left_behind"
            case notCached = "not_cached"
        }

        /// Names it, and what is not in it.
        package init(isDryRun: Bool, snapshot: String, counts: SnapshotCounts, held: Int, _ report: TreeReport) {
            self.isDryRun = isDryRun
            self.snapshot = snapshot
            self.counts = counts
            self.held = held
            leftBehind = Excerpt(of: report.leftBehind)
            notCached = Excerpt(of: report.notCached)
        }
    }
}
