package import Jobs
package import Requests
package import Trees

/// Makes a repository hold what upstream has now.
package struct FullRefresh: RefreshArguments {
    package static let type = "full-refresh"
    package static let side = JobSide.online
    package static let members: [RequestMember] =
        RefreshChoices.members + [.number("limit", in: 1...1_000_000), .path("from"), RefreshChoices.then]

    package var versions: RefreshVersions?
    /// Whether what these versions depend on is made available, too.
    package var dependencies: Bool?
    /// For which platforms optional packages are made available: `linux-x64-glibc`.
    package var platforms: [String]?
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
        case versions, dependencies, platforms, concurrency, limit, from, then
        case dryRun = "dry_run"
    }

    /// Refreshes everything as the configuration says.
    package init() {}

    /// A list of packages says itself what is wanted.
    package var contradictions: [FieldError] {
        guard from != nil else { return [] }
        let others = [("limit", limit != nil), ("versions", versions != nil)].filter(\.1)
        return others.map { FieldError(member: $0.0, "a list of packages says itself what is wanted") }
    }

    /// The same for each kind of refresh.
    package typealias Outcome = RefreshOutcome
}
