import JSON
import Jobs
package import Requests
import Transfer

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

        /// Names it.
        package init(snapshot: String) { self.snapshot = snapshot }
    }
}
