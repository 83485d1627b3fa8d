package import Jobs
package import Requests
package import Trees

/// Refreshes the packages of which something changed lately, as was seen here.
package struct DeltaRefresh: RefreshArguments {
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
    /// For which platforms optional packages are made available: `linux-x64-glibc`.
    package var platforms: [String]?
    /// How many requests may be under way at once.
    package var concurrency: Int?
    /// Whether only to say what would be fetched.
    package var dryRun: Bool?
    /// What follows: nothing, unless it says `diff-build`.
    package var then: RefreshSequel?

    enum CodingKeys: String, CodingKey {
        case minutes, versions, dependencies, platforms, concurrency, then
        case dryRun = "dry_run"
    }

    /// Refreshes what changed within two days.
    package init() {}

    /// The same for each kind of refresh.
    package typealias Outcome = RefreshOutcome
}
