package import Jobs
package import Requests
package import Trees

/// Refreshes one package, and what it depends on.
package struct PackageRefresh: RefreshArguments {
    package static let type = "package-refresh"
    package static let side = JobSide.online
    package static let members: [RequestMember] = [.text("package").required] + RefreshChoices.members

    package var package: String
    package var versions: RefreshVersions?
    /// Whether what these versions depend on is made available, too.
    package var dependencies: Bool?
    /// For which platforms optional packages are made available: `linux-x64-glibc`.
    package var platforms: [String]?
    /// How many requests may be under way at once.
    package var concurrency: Int?
    /// Whether only to say what would be fetched.
    package var dryRun: Bool?

    enum CodingKeys: String, CodingKey {
        case package, versions, dependencies, platforms, concurrency
        case dryRun = "dry_run"
    }

    /// Refreshes a package as the configuration says.
    package init(package: String) { self.package = package }

    /// The same for each kind of refresh.
    package typealias Outcome = RefreshOutcome
}
