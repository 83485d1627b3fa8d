package import Reporting
package import Time

extension Step {
    /// What to fetch and what to publish is worked out from lists.
    package static let compare = Step("compare")
    /// What was fetched gets its names in the tree.
    package static let publish = Step("publish")
}

/// What a sync is to do.
package struct SyncRequest: Sendable {
    /// Whether upstream is asked for everything again, whatever it answered last.
    package var isForced = false
    /// Whether a tree may lose much of what it holds.
    package var allowShrink = false
    /// Whether only to say what would be fetched, published and removed.
    package var isDryRun = false

    /// Fetches what is new.
    package init() {}
}

/// Something that a sync could not have as it was to be.
package struct SyncProblem: Sendable, Hashable, Codable {
    /// The file, by its path in the tree, or the address that was asked.
    package let subject: String
    /// The cause, as a clause that follows the subject.
    package let cause: String
    /// The next step, as a sentence.
    package let hint: String

    package init(_ subject: String, _ cause: String, hint: String) {
        self.subject = subject
        self.cause = cause
        self.hint = hint
    }

    /// One line.
    package var sentence: String { "\(subject) \(cause)" }
}

/// What a sync came to.
package struct SyncReport: Sendable, Equatable {
    /// How the tree stands now.
    package enum Outcome: String, Sendable, CaseIterable, Codable {
        /// It is what upstream has now, and was not before.
        case changed
        /// It was that already.
        case unchanged
        /// It is that but for files that may be missing.
        case partial
        /// It is what it was before, since something could not be had.
        case kept
    }

    /// A number of files, and their size.
    package struct Amount: Sendable, Hashable, Codable {
        package var files: Int
        package var bytes: Int64

        package init(files: Int = 0, bytes: Int64 = 0) {
            self.files = files
            self.bytes = bytes
        }

        /// Counts one more file.
        package mutating func add(_ bytes: Int64) {
            files += 1
            self.bytes += bytes
        }
    }

    package var outcome: Outcome
    /// What upstream lists, as far as it is selected.
    package var listed = Amount()
    /// What came or, in a dry run, would have to.
    package var fetched = Amount()
    /// What was there already, fetched for another file or another repository.
    package var shared = Amount()
    /// What has a new name in the tree, or new content under an old one.
    package var published = Amount()
    /// What upstream no longer lists: some is still there for a while.
    package var withdrawn = Amount()
    /// What was withdrawn long enough ago, and was removed.
    package var removed = Amount()
    /// What could not be had: the reason why the tree is as it was, or what is allowed to be missing.
    package var problems: [SyncProblem] = []
    /// What is odd and keeps nothing back, in sentences.
    package var notices: [String] = []

    package init(_ outcome: Outcome) { self.outcome = outcome }

    /// Whether the tree is, or would be, another than before, or will be once a grace has passed.
    package var isOfChange: Bool { published.files + withdrawn.files + removed.files > 0 }
}

/// Where a mirror's content comes from, and when it came last.
package struct MirrorStatus: Sendable, Equatable {
    /// The addresses that are asked, the first one first; none on a side that only takes archives.
    package let upstream: [String]
    /// When the last sync ended that left the tree as upstream had it; `nil` before the first one.
    package let synced: Moment?
    /// What clients are told of the tree, in lines of their own configuration; `{base}` stands for the address of the service.
    package let clients: [String]

    package init(upstream: [String], synced: Moment?, clients: [String]) {
        self.upstream = upstream
        self.synced = synced
        self.clients = clients
    }
}

/// A tree that can be made a copy of what its upstream publishes.
package protocol TreeSync: Sendable {
    /// Throws, before anything is done, where nothing is configured that could be asked.
    func requireUpstream() throws

    /// Makes the tree what upstream publishes now: all of it, or nothing.
    ///
    /// A reader of the tree sees what was there before until everything is there that replaces it. Runs where blocking is
    /// allowed, under the tree's lock. Throws `UpstreamError` when upstream cannot be asked or is not to be believed; what
    /// single files fail of is in the report.
    func sync(_ request: SyncRequest, reporter: Reporter) async throws -> SyncReport
}
