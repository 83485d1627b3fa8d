import Posix
import Testing

/// What every ecosystem's tree has to keep on its way over the gap.
///
/// Its tests say no more than
///
///     @Test("an APT tree keeps what every tree has to", arguments: TreeRule.allCases)
///     func conformance(_ rule: TreeRule) async throws { try await rule.check(AptFixture.self) }
///
/// in a suite with the trait `.memoryDirectory`.
package enum TreeRule: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case deterministic = "the same tree gives the same snapshot, in whatever order it was filled"
    case held = "what broke is held: neither carried nor deleted, and carried again once it is whole"
    case gone = "what was withdrawn is listed as gone, and stays at the far side"
    case shrinkGuard = "a tree that lost much is not carried unless that is allowed"
    case order = "files come before documents, and what is placed last comes last, rank by rank"
    case crash = "stopped at every step, an apply leaves a sound tree and goes on to the same end"
    case powerCut = "the same when what was not made durable is lost"
    case noFlags = "the same where names can be neither exchanged nor given without replacing (NFS)"
    case replay = "applied twice, an archive changes nothing the second time"
    case anyOrder = "two archives on one base lead to the same tree in either order"
    case rollback = "taken back, an archive leaves the tree as it was, with what the site published since"
    case rollbackCrash = "stopped at every step, a rollback goes on to the same end"
    case siteFiles = "the site's own files survive, and are said to"
    case diverted = "what a link has taken the place of is held and named, and all else is carried"
    case obstructed = "what a link stands in the way of does not arrive and is named, all else does"

    package var testDescription: String { rawValue }

    /// Fails the running test where the ecosystem of `fixture` breaks the rule.
    package func check<Fixture: TreeFixture>(_ fixture: Fixture.Type) async throws {
        switch self {
        case .deterministic: try await Capturing<Fixture>.deterministic()
        case .held: try await Capturing<Fixture>.held()
        case .gone: try await Capturing<Fixture>.gone()
        case .shrinkGuard: try await Capturing<Fixture>.shrinkGuard()
        case .order: try await Crashing<Fixture>().order()
        case .crash: try await Crashing<Fixture>().stops(cuttingPower: false)
        case .powerCut: try await Crashing<Fixture>().stops(cuttingPower: true)
        case .noFlags:
            try await Crashing<Fixture>().stops(cuttingPower: false, without: [.exchange, .renameNew])
        case .replay: try await Arriving<Fixture>.replay()
        case .anyOrder: try await Arriving<Fixture>.anyOrder()
        case .rollback: try await RollingBack<Fixture>.whole()
        case .rollbackCrash: try await RollingBack<Fixture>.stops()
        case .siteFiles: try await Arriving<Fixture>.siteFiles()
        case .diverted: try await Capturing<Fixture>.diverted()
        case .obstructed: try await Arriving<Fixture>.obstructed()
        }
    }
}
