package import JSON
package import Jobs
package import Requests
package import Time

/// Removes the contents of the store that nothing refers to.
package struct StoreGC: JobArguments {
    package static let type = "store-gc"
    package static let isOfRepository = false
    package static let changes: [Jobs.JobEvent.Collection] = [.storage]
    package static let members: [RequestMember] = [
        .text("grace") { Duration(short: $0) == nil ? "a time such as 24h, 30m or 7d is needed" : nil },
        .flag("dry_run"),
    ]

    /// So long a content stays that nothing refers to: `24h`.
    package var grace: String?
    /// Whether only to say what would go.
    package var dryRun: Bool?

    enum CodingKeys: String, CodingKey {
        case grace
        case dryRun = "dry_run"
    }

    /// Removes what is older than the grace, a day unless it says otherwise.
    package init(grace: String? = nil, dryRun: Bool? = nil) {
        self.grace = grace
        self.dryRun = dryRun
    }

    /// What went, and what stayed.
    package struct Outcome: JobOutcome {
        /// Whether nothing was removed, because it was only tried.
        package let isDryRun: Bool
        /// Contents that went, or would.
        package let blobs: Int
        /// The room that they took.
        package let bytes: Int64
        /// When the oldest of them was added; null where none went.
        @Nullable package var oldest: Moment?
        /// Contents that nothing but a snapshot refers to.
        package let keptForSnapshots: Int
        /// Contents that nothing refers to and that are too young.
        package let keptAsYoung: Int
        /// Downloads that broke off long ago, and went.
        package let incoming: Int
        /// The room that those took.
        package let incomingBytes: Int64

        enum CodingKeys: String, CodingKey {
            case blobs, bytes, oldest, incoming
            case isDryRun = "dry_run"
            case keptForSnapshots = "kept_for_snapshots"
            case keptAsYoung = "kept_as_young"
            case incomingBytes = "incoming_bytes"
        }

        package init(
            isDryRun: Bool,
            blobs: Int,
            bytes: Int64,
            oldest: Moment?,
            keptForSnapshots: Int,
            keptAsYoung: Int,
            incoming: Int,
            incomingBytes: Int64
        ) {
            self.isDryRun = isDryRun
            self.blobs = blobs
            self.bytes = bytes
            self.keptForSnapshots = keptForSnapshots
            self.keptAsYoung = keptAsYoung
            self.incoming = incoming
            self.incomingBytes = incomingBytes
            self.oldest = oldest
        }
    }
}
