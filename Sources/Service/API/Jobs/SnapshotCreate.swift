import JSON
import Jobs
package import Requests
package import Transfer

/// Freezes a tree without building an artifact.
package struct SnapshotCreate: JobArguments {
    package static let type = "snapshot"
    package static let members: [RequestMember] = [.text("name", reason: SnapshotName.reason)]

    /// A name that will point at the snapshot.
    package var name: String?

    /// Freezes the tree as it is.
    package init(name: String? = nil) { self.name = name }

    /// What was frozen.
    package struct Outcome: JobOutcome {
        /// The id of the snapshot.
        package let snapshot: String
        /// Files that were listed before and are broken now or cannot be read.
        package let held: Int
        /// What is not listed and should be.
        package let leftBehind: Excerpt<LeftBehind>
        /// Packages that are known by name alone.
        package let notCached: Excerpt<String>

        /// Whether something is not in it that should be.
        package var isPartial: Bool { held > 0 || leftBehind.count > 0 }

        enum CodingKeys: String, CodingKey {
            case snapshot, held
            case leftBehind = "left_behind"
            case notCached = "not_cached"
        }

        /// Names it, and what is not in it.
        package init(snapshot: String, held: Int, _ report: TreeReport) {
            self.snapshot = snapshot
            self.held = held
            leftBehind = Excerpt(of: report.leftBehind)
            notCached = Excerpt(of: report.notCached)
        }
    }
}
