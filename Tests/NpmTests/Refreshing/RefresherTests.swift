import TestSupport
import Testing
import Trees

@testable import Npm

@Suite("A refresh", .temporaryDirectory, .ends)
struct RefresherTests {
    /// A storage with a@1.0.0, whose packument lists more, as upstream has it.
    private func side() async throws -> StorageFixture {
        let side = try await StorageFixture("near")
        try side.add("a", "1.0.0")
        try side.add("a", "1.1.0", fetched: false, extra: #""dependencies": {"b": "^1.0.0"}"#)
        try side.add("b", "1.0.0", fetched: false)
        try side.add("b", "1.2.0", fetched: false)
        try side.add("alone", "1.0.0", fetched: false)
        return side
    }

    private func outcomes(_ report: RefreshReport) -> [String: RefreshedPackage.Outcome] {
        Dictionary(uniqueKeysWithValues: report.packages.map { ($0.name, $0.outcome) })
    }

    @Test(
        "fetches the latest of what is cached with all that it depends on, and nothing of what is known by name alone"
    )
    func latest() async throws {
        let side = try await side()
        let supply = FakeSupply(side)
        let report = try await RefreshTrial.run(side, supply)
        #expect(supply.supplied == ["a/a-1.1.0.tgz", "b/b-1.2.0.tgz"])
        #expect(outcomes(report) == ["a": .refreshed, "b": .refreshed, "alone": .unchanged])
        #expect(report.files == 2)
        let again = try await RefreshTrial.run(side, supply)
        #expect(again.files == 0)
        #expect(supply.supplied.count == 2)
    }

    @Test("leaves out what they depend on where that is asked for, and takes what is included")
    func choices() async throws {
        let side = try await side()
        let supply = FakeSupply(side)
        _ = try await RefreshTrial.run(side, supply, include: ["alone@^1"]) { $0.dependencies = false }
        #expect(supply.supplied == ["a/a-1.1.0.tgz", "alone/alone-1.0.0.tgz"])
    }

    @Test("looks at as many packages as it is told to, or at those that are named")
    func limits() async throws {
        let side = try await side()
        let first = FakeSupply(side)
        _ = try await RefreshTrial.run(side, first) {
            $0.limit = 1
            $0.dependencies = false
        }
        #expect(first.asked == ["a"])
        let named = FakeSupply(side)
        _ = try await RefreshTrial.run(side, named) { $0.packages = ["alone"] }
        #expect(named.asked == ["alone"])
    }

    @Test("makes available what a list names and what that depends on, cached or not, and touches nothing else")
    func requested() async throws {
        let side = try await side()
        let supply = FakeSupply(side)
        let report = try await RefreshTrial.run(side, supply, include: ["alone"]) { $0.from = Array("a@1.1.0\n".utf8) }
        #expect(supply.supplied == ["a/a-1.1.0.tgz", "b/b-1.2.0.tgz"])
        #expect(supply.asked.sorted() == ["a", "b"])
        #expect(outcomes(report) == ["a": .refreshed, "b": .refreshed])
        await #expect(throws: PackageListError.self) {
            try await RefreshTrial.run(side, supply) { $0.from = Array("{\"what\": 1}".utf8) }
        }
    }

    @Test("says in a dry run what would be fetched, and fetches nothing")
    func dryRun() async throws {
        let side = try await side()
        let supply = FakeSupply(side)
        let report = try await RefreshTrial.run(side, supply) { $0.isDryRun = true }
        #expect(supply.supplied.isEmpty)
        #expect(report.packages.flatMap(\.files).map(\.name) == ["a-1.1.0.tgz", "b-1.2.0.tgz"])
    }

    @Test("believes no file whose bytes are not what its version states, and names what could not be had")
    func lies() async throws {
        let side = try await side()
        let supply = FakeSupply(side, lies: ["a/a-1.1.0.tgz"], gone: ["b/b-1.2.0.tgz"])
        let report = try await RefreshTrial.run(side, supply)
        #expect(report.files == 0)
        #expect(outcomes(report) == ["a": .failed, "b": .failed, "alone": .unchanged])
        let problems = Dictionary(
            uniqueKeysWithValues: report.packages.flatMap(\.problems).map { ($0.subject, $0) }
        )
        #expect(problems["a/a-1.1.0.tgz"]?.cause == "came with another digest than version 1.1.0 states")
        #expect(problems["a/a-1.1.0.tgz"]?.isGone == false)
        #expect(problems["b/b-1.2.0.tgz"]?.isGone == true)
    }

    @Test("does not fetch over what is here and broken, and says how it is repaired")
    func broken() async throws {
        let side = try await side()
        try side.write("a/a-1.1.0.tgz", "other bytes")
        let supply = FakeSupply(side)
        let report = try await RefreshTrial.run(side, supply)
        #expect(supply.supplied == ["b/b-1.2.0.tgz"])
        let problem = report.packages.first { $0.name == "a" }?.problems.first
        #expect(problem?.cause == "is here, but broken")
        #expect(problem?.hint == "Repair it: packferry scan --repair")
    }

    @Test("goes on with what can be asked for where a document cannot, and is stale where upstream was not asked")
    func documents() async throws {
        let side = try await side()
        let supply = FakeSupply(side, stale: ["a"], failing: ["alone"])
        let report = try await RefreshTrial.run(side, supply)
        #expect(outcomes(report) == ["a": .stale, "b": .refreshed, "alone": .failed])
        #expect(supply.supplied == ["a/a-1.1.0.tgz", "b/b-1.2.0.tgz"])
    }

    @Test("does not ask again for what it made fresh before it broke off")
    func resuming() async throws {
        let side = try await side()
        let broken = FakeSupply(side, breakingAfter: 1)
        await #expect(throws: CancellationError.self) {
            try await RefreshTrial.run(side, broken) { $0.concurrency = 1 }
        }
        #expect(broken.asked.count == 1)
        let rest = FakeSupply(side)
        _ = try await RefreshTrial.run(side, rest) { $0.concurrency = 1 }
        #expect(Set(rest.asked).isDisjoint(with: broken.asked))
        #expect(Set(rest.asked).union(broken.asked) == ["a", "b", "alone"])
    }
}
