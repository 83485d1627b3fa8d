package import Jobs
package import Requests
package import Trees

/// Makes a repository hold what upstream has now.
package struct FullRefresh: JobArguments {
    package static let type = "full-refresh"
    package static let side = JobSide.online
    package static let members: [RequestMember] =
        RefreshChoices.members + [.number("limit", in: 1...1_000_000), .path("from"), RefreshChoices.then]

    package var versions: RefreshVersions?
    /// Whether what these versions depend on is made available, too.
    package var dependencies: Bool?
    /// How many requests may be under way at once.
    package var concurrency: Int?
    /// How many packages to look at, by name; all without it.
    package var limit: Int?
    /// The path of a lockfile, or of another list of packages, on the machine that refreshes: what it names and what
    /// that depends on is made available, cached already or not, and nothing else is touched.
    package var from: String?
    /// Whether only to say what would be fetched.
    package var dryRun: Bool?
    /// What follows: an artifact of what is new, unless it says `none`.
    package var then: RefreshSequel?

    enum CodingKeys: String, CodingKey {
        case versions, dependencies, concurrency, limit, from, then
        case dryRun = "dry_run"
    }

    /// Refreshes everything as the configuration says.
    package init() {}

    package var contradictions: [FieldError] {
        guard from != nil else { return [] }
        let others = [("limit", limit != nil), ("versions", versions != nil)].filter(\.1)
        return others.map { FieldError(member: $0.0, "a list of packages says itself what is wanted") }
    }

    /// The same for each kind of refresh.
    package typealias Outcome = RefreshOutcome
}

/// Refreshes the packages of which something changed lately, as was seen here.
package struct DeltaRefresh: JobArguments {
    package static let type = "delta-refresh"
    package static let side = JobSide.online
    package static let members: [RequestMember] =
        RefreshChoices.members + [.number("minutes", in: 1...5_256_000), RefreshChoices.then]
    package static let queryMembers = ["minutes"]
    /// Two days.
    package static let usualMinutes = 2880

    /// How long ago something of a package may have changed.
    package var minutes: Int?
    package var versions: RefreshVersions?
    /// Whether what these versions depend on is made available, too.
    package var dependencies: Bool?
    /// How many requests may be under way at once.
    package var concurrency: Int?
    /// Whether only to say what would be fetched.
    package var dryRun: Bool?
    /// What follows: nothing, unless it says `diff-build`.
    package var then: RefreshSequel?

    enum CodingKeys: String, CodingKey {
        case minutes, versions, dependencies, concurrency, then
        case dryRun = "dry_run"
    }

    /// Refreshes what changed within two days.
    package init() {}

    /// The same for each kind of refresh.
    package typealias Outcome = RefreshOutcome
}

/// Refreshes one package, and what it depends on.
package struct PackageRefresh: JobArguments {
    package static let type = "package-refresh"
    package static let side = JobSide.online
    package static let members: [RequestMember] = [.text("package").required] + RefreshChoices.members

    package var package: String
    package var versions: RefreshVersions?
    /// Whether what these versions depend on is made available, too.
    package var dependencies: Bool?
    /// How many requests may be under way at once.
    package var concurrency: Int?
    /// Whether only to say what would be fetched.
    package var dryRun: Bool?

    enum CodingKeys: String, CodingKey {
        case package, versions, dependencies, concurrency
        case dryRun = "dry_run"
    }

    /// Refreshes a package as the configuration says.
    package init(package: String) { self.package = package }

    /// The same for each kind of refresh.
    package typealias Outcome = RefreshOutcome
}

/// What follows a refresh that brought what it was to bring.
package enum RefreshSequel: String, Sendable, Codable, CaseIterable {
    case diffBuild = "diff-build"
    case none
}

/// The members that all kinds of refresh have.
enum RefreshChoices {
    static let members: [RequestMember] = [
        .choice("versions", of: RefreshVersions.allCases.map(\.rawValue)), .flag("dependencies"),
        .number("concurrency", in: RefreshRequest.concurrency), .flag("dry_run"),
    ]
    static let then = RequestMember.choice("then", of: RefreshSequel.allCases.map(\.rawValue))
}
