import HTTPServer
import Posix
import Reporting
import Synchronization
import TestSupport
import Testing
import Trees

@testable import Npm

@Suite("A registry that is away for a while", .temporaryDirectory, .ends)
struct OutageTests {
    private let name: PackageName

    init() throws { name = try PackageName("a") }

    private func side() async throws -> StorageFixture {
        let side = try await StorageFixture("near")
        try side.add("a", "1.0.0", fetched: false)
        return side
    }

    /// Where nobody listens.
    private func freeAddress() throws -> SocketAddress {
        let listener = try Listener(binding: .loopback(port: 0))
        listener.close()
        return listener.address
    }

    @Test("is waited for two minutes, then nothing more is asked for, and each package says so")
    func forGood() async throws {
        let address = "http://\(try freeAddress())"
        let clock = ImpatientClock()
        let supply = try await side().supply(through: #require(UpstreamAddress(address)), clock: clock)
        let first = await #expect(throws: SupplyError.self) { try await supply.revalidate(name) }
        #expect(first?.code == .away)
        #expect(first?.cause.hasPrefix("cannot be had: \(address)/a: nobody answers there") == true)
        #expect(clock.sleeps == 24)
        let second = await #expect(throws: SupplyError.self) { try await supply.revalidate(PackageName("b")) }
        #expect(second?.subject == "b" && second?.code == .away)
        #expect(second?.cause == "was not asked for: nobody has answered at \(address) for 2 minutes")
        #expect(second?.hint == "Start that Verdaccio, and refresh again")
        #expect(clock.sleeps == 24)
    }

    @Test("goes on where it was once it is there again, and may be away anew later")
    func comesBack() async throws {
        let side = try await side()
        let address = try freeAddress()
        let registry = StandInVerdaccio(side, ["/a": .fetches()])
        let running = Mutex<Task<Void, any Error>?>(nil)
        let clock = ImpatientClock { number in
            guard number == 20 else { return }
            let server = try registry.server(at: address)
            running.withLock { $0 = Task { try await server.run() } }
        }
        let supply = try side.supply(through: #require(UpstreamAddress("http://\(address)")), clock: clock)
        let revalidation = try await supply.revalidate(name)
        #expect(revalidation == .fresh)
        #expect(clock.sleeps == 20 && supply.outage.pauses == 0)
        let task = running.withLock { $0 }
        task?.cancel()
        _ = await task?.result
        await #expect(throws: SupplyError.self) { try await supply.revalidate(name) }
        #expect(clock.sleeps >= 44)
    }

    @Test("fails, of thousands of packages, those that are left, with what came before in its place")
    func refresh() async throws {
        let side = try await side()
        for number in 0..<200 { try side.add("p\(number)", "1.0.0") }
        let address = try freeAddress()
        let clock = ImpatientClock()
        let supply = try side.supply(through: #require(UpstreamAddress("http://\(address)")), clock: clock)
        let report = try await RefreshTrial.run(side, Unasked(supply: supply))
        #expect(report.packages.count == 201)
        #expect(report.packages.allSatisfy { $0.outcome == .failed })
        // Not 24 for each.
        #expect(clock.sleeps == 24)
    }

    /// The same, but nobody looks first whether somebody is there.
    private struct Unasked: PackageSupply {
        let comparison: UpstreamComparison? = nil
        let supply: VerdaccioSupply

        func requireReachable() async throws {}
        func revalidate(_ name: PackageName) async throws -> Revalidation { try await supply.revalidate(name) }
        func supply(_ tarball: WantedTarball, of name: PackageName) async throws -> SuppliedTarball {
            try await supply.supply(tarball, of: name)
        }
    }
}

@Suite("An upstream that is away while a storage is refreshed without a Verdaccio", .temporaryDirectory, .ends)
struct PatientSupplyTests {
    @Test("is waited for, and what failed meanwhile is asked for again")
    func waiting() async throws {
        try await LoopbackUpstream.with { (upstream, url) async throws in
            let package = TestPackage("ms", "1.0.0")
            let away = try FilledStorage("http://127.0.0.1:1")
            let storage = try FilledStorage(url)
            upstream.publish(package, at: url)
            let name = try PackageName("ms")
            let clock = ImpatientClock()
            let breaker = RegistryBreaker(pause: .seconds(31), greatest: 4, clock: clock)
            let flaky = Alternating(first: away.pull, fails: 3, then: storage.pull)
            let patient = PatientSupply(supply: flaky, breaker: breaker, reporter: .silent)
            #expect(try await patient.revalidate(name) == .fresh)
            #expect(clock.sleeps == 3 && breaker.pauses == 0)
            let never = PatientSupply(supply: away.pull, breaker: breaker, reporter: .silent)
            let error = await #expect(throws: SupplyError.self) { try await never.revalidate(name) }
            #expect(error?.code == .away && error?.subject == "ms")
            #expect(clock.sleeps == 7)
        }
    }

    /// One supply so many times, then another.
    private final class Alternating: PackageSupply {
        let comparison: UpstreamComparison? = nil
        private let first: PullThrough
        private let second: PullThrough
        private let left: Mutex<Int>

        init(first: PullThrough, fails times: Int, then second: PullThrough) {
            (self.first, self.second) = (first, second)
            left = Mutex(times)
        }

        private var current: PullThrough {
            left.withLock { left in
                left -= 1
                return left >= 0 ? first : second
            }
        }

        func requireReachable() async throws {}
        func revalidate(_ name: PackageName) async throws -> Revalidation { try await current.revalidate(name) }
        func supply(_ tarball: WantedTarball, of name: PackageName) async throws -> SuppliedTarball {
            try await current.supply(tarball, of: name)
        }
    }
}

@Suite("Evidence of an upstream")
struct UpstreamEvidenceTests {
    @Test("counts for a while, until something is answered without it, and from when it was given")
    func validity() {
        let clock = ManualClock()
        let evidence = UpstreamEvidence(validity: .seconds(120)) { clock.now.elapsed }
        #expect(!evidence.isGiven)
        evidence.give()
        clock.advance(by: .seconds(120))
        #expect(evidence.isGiven)
        clock.advance(by: .seconds(1))
        #expect(!evidence.isGiven)
        evidence.give(age: .seconds(100))
        #expect(evidence.isGiven)
        evidence.doubt()
        // Older than the doubt.
        evidence.give(age: .seconds(110))
        #expect(!evidence.isGiven)
        evidence.give()
        #expect(evidence.isGiven)
    }
}

@Suite("What holds requests back from a registry")
struct RegistryBreakerTests {
    @Test("waits so often in a row, and anew once something was had")
    func pauses() async throws {
        let clock = ImpatientClock()
        let breaker = RegistryBreaker(pause: .seconds(5), greatest: 2, clock: clock)
        #expect(try await breaker.waitOut())
        #expect(try await breaker.waitOut() && !breaker.isSpent)
        #expect(try await !breaker.waitOut() && breaker.isSpent && clock.sleeps == 2)
        breaker.recover()
        #expect(!breaker.isSpent)
        #expect(try await breaker.waitOut())
    }
}
