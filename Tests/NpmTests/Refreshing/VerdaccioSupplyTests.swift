import HTTPClient
import JSON
import Posix
import TestSupport
import Testing
import Time

@testable import Npm

@Suite("Filling a storage through its Verdaccio", .temporaryDirectory, .ends)
struct VerdaccioSupplyTests {
    private let name: PackageName
    private let file: TarballFileName

    init() throws {
        name = try PackageName("@scope/a")
        file = try TarballFileName("a-1.0.0.tgz")
    }

    private var wanted: WantedTarball {
        WantedTarball(file: file, address: "https://registry.example/@scope/a/-/a-1.0.0.tgz", integrity: nil)
    }

    /// A storage with one package that came from upstream so long ago.
    private func side(fetched age: Duration? = .seconds(86_400), local: Bool = false) async throws -> StorageFixture {
        let side = try await StorageFixture("near")
        try side.add("@scope/a", "1.0.0", fetched: false)
        try side.edit("@scope/a") { document in
            if !local { document.set("_distfiles", "a-1.0.0.tgz", ["url": "x"]) }
            guard let age else { return }
            let then = (WallClock.system.now() - age).milliseconds
            document.set("_uplinks", "npmjs", ["fetched": .integer(then)])
        }
        return side
    }

    @Test("A document is fresh once upstream was asked for it, by a name that is one part of the path")
    func fresh() async throws {
        let side = try await side()
        let registry = StandInVerdaccio(side, ["/@scope%2fa": .fetches()])
        try await registry.serving { supply in
            let revalidation = try await supply.revalidate(name)
            #expect(revalidation == .fresh)
            #expect(registry.count("/@scope%2fa") == 1)
        }
    }

    @Test("One that upstream was asked for a moment ago is fresh, too")
    func moment() async throws {
        let side = try await side(fetched: .seconds(20))
        try await StandInVerdaccio(side, ["/@scope%2fa": .pretends]).serving { supply in
            let revalidation = try await supply.revalidate(name)
            #expect(revalidation == .fresh)
        }
    }

    @Test(
        "An answer out of the cache says since when upstream was not asked",
        arguments: [
            (Duration.seconds(86_400 * 3 + 900), "3 days"), (.seconds(7200 + 900), "2 hours"),
            (.seconds(630), "10 minutes"),
        ]
    )
    func stale(age: Duration, words: String) async throws {
        let side = try await side(fetched: age)
        try await StandInVerdaccio(side, ["/@scope%2fa": .pretends]).serving { supply in
            guard case .stale(let cause, _) = try await supply.revalidate(name) else {
                Issue.record("not stale")
                return
            }
            #expect(cause == "was answered from the cache: upstream was last asked \(words) ago")
        }
    }

    @Test("What was never compared is stale, and what was published here has no upstream")
    func neverCompared() async throws {
        let acts: [String: StandInVerdaccio.Act] = ["/@scope%2fa": .pretends]
        try await StandInVerdaccio(try await side(fetched: nil), acts).serving { supply in
            guard case .stale = try await supply.revalidate(name) else {
                Issue.record("not stale")
                return
            }
        }
    }

    @Test("What was published here has no upstream to be compared with")
    func local() async throws {
        let side = try await side(fetched: nil, local: true)
        try await StandInVerdaccio(side, ["/@scope%2fa": .pretends]).serving { supply in
            let revalidation = try await supply.revalidate(name)
            #expect(revalidation == .local)
        }
    }

    @Test("404 says that upstream lacks it only once upstream was seen to answer")
    func absence() async throws {
        let side = try await side()
        let unknown = try PackageName("unknown")
        try await StandInVerdaccio(side, ["/@scope%2fa": .fetches()]).serving { supply in
            guard case .absent(let before) = try await supply.revalidate(unknown) else {
                Issue.record("not absent")
                return
            }
            #expect(before.code == .unavailable)
            #expect(before.cause.contains("which it says too while its upstream does not answer"))
            _ = try await supply.revalidate(name)
            guard case .absent(let after) = try await supply.revalidate(unknown) else {
                Issue.record("not absent")
                return
            }
            #expect(after.code == .gone)
            #expect(after.cause == "is not known upstream")
        }
    }

    @Test("404 says so no more once something was answered without upstream")
    func absenceLater() async throws {
        let side = try await side()
        try side.add("old", "1.0.0", fetched: false)
        try side.edit("old") { $0.set("_uplinks", "npmjs", ["fetched": 1]) }
        let acts: [String: StandInVerdaccio.Act] = ["/@scope%2fa": .fetches(), "/old": .pretends]
        try await StandInVerdaccio(side, acts).serving { supply in
            _ = try await supply.revalidate(name)
            _ = try await supply.revalidate(PackageName("old"))
            guard case .absent(let error) = try await supply.revalidate(PackageName("unknown")) else {
                Issue.record("not absent")
                return
            }
            #expect(error.code == .unavailable)
        }
    }

    @Test(
        "Fresh is what its configuration lets it take for fresh, and what has no uplink is never compared",
        arguments: [("maxage: 1h", true), ("maxage: 30s", false), ("", false)]
    )
    func configured(setting: String, isFresh: Bool) async throws {
        let side = try await side()
        let fetched = WallClock.system.now() - .seconds(1800)
        try side.edit("@scope/a") {
            $0.set("_uplinks", "up", ["etag": "x", "fetched": .integer(fetched.milliseconds)])
        }
        let text = "uplinks: { up: { \(setting) } }\npackages: { '@scope/*': { proxy: up }, '**': {} }"
        let configuration = try VerdaccioConfiguration(parsing: Array(text.utf8), in: AbsolutePath("/etc"))
        let registry = StandInVerdaccio(side, ["/@scope%2fa": .pretends])
        try await registry.serving(configuration: configuration) { supply in
            let revalidation = try await supply.revalidate(name)
            #expect((revalidation == .fresh) == isFresh)
        }
        let none = try VerdaccioConfiguration(parsing: Array("packages: {}".utf8), in: AbsolutePath("/etc"))
        try await registry.serving(configuration: none) { supply in
            guard case .stale(let cause, _) = try await supply.revalidate(name) else {
                Issue.record("not stale")
                return
            }
            #expect(cause == "was answered from the cache: its Verdaccio has no uplink for it")
        }
    }

    @Test("200 of a document that the storage does not hold is not believed")
    func unsavedDocument() async throws {
        let side = try await StorageFixture("near")
        try await StandInVerdaccio(side, ["/@scope%2fa": .pretends]).serving { supply in
            let error = await #expect(throws: SupplyError.self) { try await supply.revalidate(name) }
            #expect(error?.code == .unsaved)
        }
    }

    @Test("A tarball is there once the storage holds it, with its size")
    func tarball() async throws {
        let side = try await side()
        try await StandInVerdaccio(side, ["/@scope%2fa/-/a-1.0.0.tgz": .fetches("12345")]).serving { supply in
            let supplied = try await supply.supply(wanted, of: name)
            #expect(supplied.size == 5)
        }
    }

    @Test("200 of a tarball that never comes is not believed, and the next steps are named")
    func unsavedTarball() async throws {
        let side = try await side()
        let registry = StandInVerdaccio(side, ["/@scope%2fa/-/a-1.0.0.tgz": .pretends])
        try await registry.serving(patience: .seconds(5)) { supply in
            let error = await #expect(throws: SupplyError.self) { try await supply.supply(wanted, of: name) }
            #expect(error?.code == .unsaved)
            #expect(error?.subject == "@scope/a/a-1.0.0.tgz")
            #expect(error?.cause == "was answered by \(supply.registry), but the storage does not hold it")
            #expect(error?.hint.contains("cache: false") == true)
            #expect(registry.count("/@scope%2fa/-/a-1.0.0.tgz") == 1)
        }
    }

    @Test(
        "A tarball of which a part was left is asked for once more: whoever fetched it may have ended",
        arguments: [(1, true), (9, false)]
    )
    func partOfTarball(times: Int, comes: Bool) async throws {
        let path = "/@scope%2fa/-/a-1.0.0.tgz"
        let registry = StandInVerdaccio(try await side(), [path: .breaksOff(times: times, "12345")])
        try await registry.serving(patience: .seconds(5)) { supply in
            if comes {
                let supplied = try await supply.supply(wanted, of: name)
                #expect(supplied.size == 5)
            } else {
                let error = await #expect(throws: SupplyError.self) { try await supply.supply(wanted, of: name) }
                #expect(error?.code == .unsaved)
            }
            #expect(registry.count(path) == 2)
        }
    }

    @Test("A listed tarball that is 404 is gone upstream only where upstream was seen to answer")
    func goneTarball() async throws {
        try await StandInVerdaccio(try await side(), ["/@scope%2fa": .fetches()]).serving { supply in
            let before = await #expect(throws: SupplyError.self) { try await supply.supply(wanted, of: name) }
            #expect(before?.code == .unavailable)
            #expect(
                before?.cause
                    == "is not there, says \(supply.registry), which it says too while its upstream does not answer"
            )
            _ = try await supply.revalidate(name)
            let after = await #expect(throws: SupplyError.self) { try await supply.supply(wanted, of: name) }
            #expect(after?.code == .gone)
            #expect(after?.cause == "is not there upstream")
        }
    }

    @Test("A document from the future is stale: a clock was ahead, and Verdaccio does not ask before that time")
    func future() async throws {
        let side = try await side(fetched: .seconds(-86_400 - 900))
        try await StandInVerdaccio(side, ["/@scope%2fa": .pretends]).serving { supply in
            guard case .stale(let cause, let hint) = try await supply.revalidate(name) else {
                Issue.record("not stale")
                return
            }
            let words = "was answered from the cache: its document says that upstream was asked 24 hours from now"
            #expect(cause == words)
            #expect(hint.contains("take fetched out of _uplinks"))
        }
    }

    @Test("An error that may pass is tried again; what stays is told with what the registry said")
    func errors() async throws {
        let side = try await side()
        let path = "/@scope%2fa"
        try await StandInVerdaccio(side, [path: .fails(times: 2, 503, "busy")]).serving { supply in
            let revalidation = try await supply.revalidate(name)
            #expect(revalidation == .fresh)
        }
        let broken = StandInVerdaccio(side, [path: .refuses(500, "internal server error")])
        try await broken.serving { supply in
            let error = await #expect(throws: SupplyError.self) { try await supply.revalidate(name) }
            #expect(error?.code == .unavailable)
            #expect(error?.cause.hasSuffix("answers 500: internal server error") == true)
            #expect(broken.count(path) == 4)
        }
        try await StandInVerdaccio(side, [path: .refuses(403, "no")]).serving { supply in
            let error = await #expect(throws: SupplyError.self) { try await supply.revalidate(name) }
            #expect(error?.code == .wrong)
            #expect(error?.hint == "Check repositories.….registry_auth")
        }
    }

    @Test(
        "Who asks is said at each request, beneath whatever path the registry has; without it nothing is had",
        arguments: [Credentials.basic(user: "ci", password: "s3cret"), .bearer("s3cret"), nil]
    )
    func credentials(credentials: Credentials?) async throws {
        let prefix = "/artifactory/api/npm/npm"
        let path = "\(prefix)/@scope%2fa"
        // What base64 makes of ci:s3cret.
        let expected = credentials == .bearer("s3cret") ? "Bearer s3cret" : "Basic Y2k6czNjcmV0"
        let registry = StandInVerdaccio(try await side(), [path: .pretends], authorization: expected)
        let text = "uplinks: { up: { maxage: 2d } }\npackages: { '**': { proxy: up } }"
        let patient = try VerdaccioConfiguration(parsing: Array(text.utf8), in: AbsolutePath("/etc"))
        try await registry.serving(configuration: patient, credentials: credentials, at: prefix) { supply in
            guard credentials != nil else {
                let error = await #expect(throws: SupplyError.self) { try await supply.revalidate(name) }
                #expect(error?.code == .wrong)
                #expect(error?.cause == "cannot be had: \(supply.registry) answers 401: who are you?")
                #expect(error?.hint == "Check repositories.….registry_auth")
                return
            }
            let revalidation = try await supply.revalidate(name)
            #expect(revalidation == .fresh)
            #expect(registry.count(path) == 1)
        }
    }

    @Test("Where its uplink is offline it is waited for, twice in a row at most, and then gone on")
    func breaker() async throws {
        let side = try await side()
        let path = "/@scope%2fa"
        let back = StandInVerdaccio(side, [path: .fails(times: 2, 500, "uplink is offline")])
        try await back.serving { supply in
            let revalidation = try await supply.revalidate(name)
            #expect(revalidation == .fresh)
            #expect(back.count(path) == 3 && supply.breaker.pauses == 0)
        }
        let down = StandInVerdaccio(side, [path: .refuses(500, "uplink is offline")])
        try await down.serving { supply in
            let error = await #expect(throws: SupplyError.self) { try await supply.revalidate(name) }
            #expect(error?.cause.hasSuffix("uplink is offline") == true)
            #expect(down.count(path) == 3)
        }
    }
}
