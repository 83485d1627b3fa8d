package import Jobs
import Requests
package import Trees

/// What every kind of refresh can be asked; what is `nil` is as the configuration says.
package protocol RefreshArguments: JobArguments where Outcome == RefreshOutcome {
    var versions: RefreshVersions? { get set }
    /// Whether what these versions depend on is made available, too.
    var dependencies: Bool? { get set }
    /// For which platforms optional packages are made available: `linux-x64-glibc`.
    var platforms: [String]? { get set }
    /// How many requests may be under way at once.
    var concurrency: Int? { get set }
    /// Whether only to say what would be fetched.
    var dryRun: Bool? { get set }
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
        .texts("platforms", 1...64), .number("concurrency", in: RefreshRequest.concurrency), .flag("dry_run"),
    ]
    static let then = RequestMember.choice("then", of: RefreshSequel.allCases.map(\.rawValue))
}
