package import Reporting

/// Which versions of a package that is already here a refresh makes available.
package enum RefreshVersions: String, Sendable, CaseIterable, Codable {
    /// What the tag `latest` names.
    case latest
    /// What any tag names.
    case tags
    /// What `latest` names, and every release above the highest one that is here. Prereleases count only above one of the
    /// same release that is here.
    case newer
    /// What `latest` names, and of each major and minor line that something is here of the newest.
    case siblings
}

/// What a refresh is to do; what is `nil` is as the configuration says.
package struct RefreshRequest: Sendable {
    /// How many requests may be under way at once.
    package static let concurrency = 1...64

    /// The packages to look at; `nil` for all that are here.
    package var packages: [String]?
    /// A lockfile, or another list of packages, as it lies on disk: what it names is made available, and nothing else is
    /// touched; `nil` where what is here is looked at.
    package var from: [UInt8]?
    /// How many of them at most.
    package var limit: Int?
    package var versions: RefreshVersions?
    /// Whether what these versions depend on is made available, too.
    package var dependencies: Bool?
    /// For which platforms optional packages are made available, each checked as a value of the configuration's key.
    package var platforms: [String]?
    package var concurrency: Int?
    /// Whether only to say what would be fetched.
    package var isDryRun = false

    /// Refreshes everything as the configuration says.
    package init() {}

    /// Whether all that is here is looked at.
    package var isWhole: Bool { packages == nil && from == nil && limit == nil }
}

/// What became of one package in a refresh.
package struct RefreshedPackage: Sendable, Equatable {
    /// How it ended, the best first.
    package enum Outcome: String, Sendable, CaseIterable, Codable {
        /// Nothing new was there, and that was seen.
        case unchanged
        /// Something new is here, and was checked.
        case refreshed
        /// It is of this storage alone: there is no upstream to ask.
        case local
        /// The registry answered, but did not look upstream.
        case stale
        /// Something could not be had.
        case failed
    }

    /// A file that was to be fetched.
    package struct File: Sendable, Hashable, Codable {
        package let name: String
        package let version: String
        /// Bytes; `nil` where nobody knows yet.
        package let size: Int64?

        package init(name: String, version: String, size: Int64?) {
            self.name = name
            self.version = version
            self.size = size
        }
    }

    package let name: String
    package let outcome: Outcome
    /// What was fetched and is here now or, in a dry run, what would be.
    package let files: [File]
    /// What could not be had, or was not looked for.
    package let problems: [RefreshProblem]

    package init(name: String, outcome: Outcome, files: [File] = [], problems: [RefreshProblem] = []) {
        self.name = name
        self.outcome = outcome
        self.files = files
        self.problems = problems
    }
}

/// Something that a refresh could not do.
package struct RefreshProblem: Sendable, Hashable, Codable {
    /// The package, and the file or version of it where it is about one: `lodash`, `lodash/lodash-4.17.21.tgz`.
    package let subject: String
    /// The cause, as a clause that follows the subject.
    package let cause: String
    /// The next step, as a sentence.
    package let hint: String
    /// Whether it is only that upstream no longer has it, which no other attempt changes.
    package let isGone: Bool

    package init(_ subject: String, _ cause: String, hint: String, isGone: Bool = false) {
        self.subject = subject
        self.cause = cause
        self.hint = hint
        self.isGone = isGone
    }

    enum CodingKeys: String, CodingKey {
        case subject, cause, hint
        case isGone = "gone_upstream"
    }

    /// One line.
    package var sentence: String { "\(subject) \(cause)" }
}

/// What a refresh came to.
package struct RefreshReport: Sendable, Equatable {
    /// What became of each package, by name.
    package let packages: [RefreshedPackage]
    /// Files that are here now and were not before.
    package let files: Int
    /// Their bytes.
    package let bytes: Int64
    /// What is required and not to be had upstream: what depends on it would not install.
    package let unresolved: [String]
    /// What was asked for in words that no registry understands: git addresses, files, links.
    package let elsewhere: [String]
    /// What upstream took back since it was compared with last; `nil` where nobody knows what upstream itself lists.
    package var withdrawals: Withdrawals?
    /// What is set so that it works against a refresh, each as a sentence with what to set instead.
    package var advice: [String] = []

    package init(packages: [RefreshedPackage], files: Int, bytes: Int64, unresolved: [String], elsewhere: [String]) {
        self.packages = packages
        self.files = files
        self.bytes = bytes
        self.unresolved = unresolved
        self.elsewhere = elsewhere
    }

    /// The same with packages that nobody looked at, and that came in with others.
    package func adding(_ others: [RefreshedPackage]) -> RefreshReport {
        RefreshReport(
            packages: (packages + others).sorted { $0.name < $1.name },
            files: files,
            bytes: bytes,
            unresolved: unresolved,
            elsewhere: elsewhere
        )
    }
}

/// An upstream of which nothing can be had at all: which, why, and the next step.
package struct UpstreamError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The address.
    package let subject: String
    /// The cause, as a clause.
    package let cause: String
    /// The next step, as a sentence.
    package let hint: String

    package init(_ subject: String, _ cause: String, hint: String) {
        self.subject = subject
        self.cause = cause
        self.hint = hint
    }

    package var description: String { "\(subject) \(cause). \(hint)" }
}

/// A tree that can be made to hold what its upstream has.
package protocol TreeRefresh: Sendable {
    /// What is set so that it works against a refresh, each as a sentence with what to set instead.
    var advice: [String] { get }

    /// Throws, before anything is done, where nothing is configured that could be asked.
    func requireUpstream() throws

    /// Makes the tree hold what upstream has now, and proves it by looking at the tree afterwards.
    ///
    /// Runs where blocking is allowed, under the tree's lock. Throws `UpstreamError` when nothing can be refreshed; what single packages
    /// fail of is in the report.
    func refresh(
        _ request: RefreshRequest,
        record: RefreshRecord,
        reporter: Reporter
    ) async throws -> RefreshReport
}
