import JSON
package import Jobs
package import Requests
package import Transfer

/// Removes what need not be kept any longer.
package struct Prune: JobArguments {
    package static let type = "prune"
    package static let changes: [Jobs.JobEvent.Collection] = [.artifacts, .snapshots, .imports, .storage]
    package static let members: [RequestMember] = [.flag("undelivered"), .flag("dry_run")]

    /// Whether artifacts may go that did not get to every site.
    package var undelivered: Bool?
    /// Whether only to say what would go.
    package var dryRun: Bool?

    enum CodingKeys: String, CodingKey {
        case undelivered
        case dryRun = "dry_run"
    }

    /// Removes what is too old or too many.
    package init(undelivered: Bool? = nil, dryRun: Bool? = nil) {
        self.undelivered = undelivered
        self.dryRun = dryRun
    }

    /// What can go, in the order in which it does.
    package enum Kind: String, Codable, Sendable, CaseIterable {
        case artifacts, snapshots, undo, staging, quarantine, jobs, logs
    }

    /// What went, and what stayed.
    package struct Outcome: JobOutcome {
        /// Whether nothing was removed, because it was only tried.
        package let isDryRun: Bool
        /// The room that became free.
        package let bytes: Int64
        /// Each kind of thing, also those of which nothing went.
        package let kinds: [Part]

        enum CodingKeys: String, CodingKey {
            case bytes, kinds
            case isDryRun = "dry_run"
        }

        /// Adds up what was removed.
        package init(isDryRun: Bool, kinds: [Part]) {
            self.isDryRun = isDryRun
            self.kinds = kinds
            bytes = kinds.reduce(0) { $0 + $1.bytes }
        }
    }

    /// What became of one kind of thing.
    package struct Part: Codable, Hashable, Sendable {
        /// The kind.
        package let kind: Kind
        /// The room that became free.
        package let bytes: Int64
        /// What went.
        package let removed: Excerpt<PrunedPart.Removed>
        /// What is old enough to go and stayed, with the reason.
        package let kept: Excerpt<PrunedPart.Kept>

        /// Takes the first of what is named.
        package init(_ kind: Kind, _ part: PrunedPart) {
            self.kind = kind
            bytes = part.bytes
            removed = Excerpt(of: part.removed)
            kept = Excerpt(of: part.kept)
        }
    }
}
