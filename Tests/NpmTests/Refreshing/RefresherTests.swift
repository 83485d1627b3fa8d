import JSON
import Persistence
import Reporting
import SQLite
import Synchronization
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

    private func refresh(
        _ side: StorageFixture,
        _ supply: FakeSupply,
        include: [String] = [],
        job: String = "1",
        _ change: (inout RefreshRequest) -> Void = { _ in }
    ) async throws -> RefreshReport {
        var request = RefreshRequest()
        change(&request)
        let settings = TreeSettings(
            repository: "npm",
            root: side.root,
            paths: [:],
            lists: ["refresh.platforms": ["linux-x64-glibc"], "refresh.include": include]
        )
        let refresher = Refresher(
            documents: DocumentReader(side.collector),
            supply: supply,
            runner: nil,
            settings: try RefreshSettings(request, settings),
            record: RefreshRecord(database: side.collector.index.database, job: job),
            reporter: .silent
        )
        return try await refresher.run(request)
    }

    /// Rows that what is noted belongs to.
    private func job(_ id: String, in side: StorageFixture) async throws {
        try await side.collector.index.database.write { connection in
            try connection.execute(
                """
                INSERT INTO jobs (id, type, repository, state, parameters, initiator, is_unique, first_attempt, attempt,
                    created_at, not_before, progress, counters, result, log_bytes)
                VALUES (?, 'full-refresh', 'npm', 'queued', '{}', 'me', 0, 1, 1, 0, 0, '[]', '{}', '{}', 0)
                """,
                [.text(id)]
            )
        }
    }

    private func outcomes(_ report: RefreshReport) -> [String: RefreshedPackage.Outcome] {
        Dictionary(uniqueKeysWithValues: report.packages.map { ($0.name, $0.outcome) })
    }

    @Test(
        "fetches the latest of what is cached with all that it depends on, and nothing of what is known by name alone"
    )
    func latest() async throws {
        let side = try await side()
        try await job("1", in: side)
        let supply = FakeSupply(side)
        let report = try await refresh(side, supply)
        #expect(supply.supplied == ["a/a-1.1.0.tgz", "b/b-1.2.0.tgz"])
        #expect(outcomes(report) == ["a": .refreshed, "b": .refreshed, "alone": .unchanged])
        #expect(report.files == 2)
        let again = try await refresh(side, supply)
        #expect(again.files == 0)
        #expect(supply.supplied.count == 2)
    }

    @Test("leaves out what they depend on where that is asked for, and takes what is included")
    func choices() async throws {
        let side = try await side()
        try await job("1", in: side)
        let supply = FakeSupply(side)
        _ = try await refresh(side, supply, include: ["alone@^1"]) { $0.dependencies = false }
        #expect(supply.supplied == ["a/a-1.1.0.tgz", "alone/alone-1.0.0.tgz"])
    }

    @Test("looks at as many packages as it is told to, or at those that are named")
    func limits() async throws {
        let side = try await side()
        try await job("1", in: side)
        let first = FakeSupply(side)
        _ = try await refresh(side, first) {
            $0.limit = 1
            $0.dependencies = false
        }
        #expect(first.asked == ["a"])
        let named = FakeSupply(side)
        _ = try await refresh(side, named) { $0.packages = ["alone"] }
        #expect(named.asked == ["alone"])
    }

    @Test("makes available what a list names and what that depends on, cached or not, and touches nothing else")
    func requested() async throws {
        let side = try await side()
        try await job("1", in: side)
        let supply = FakeSupply(side)
        let report = try await refresh(side, supply, include: ["alone"]) { $0.from = Array("a@1.1.0\n".utf8) }
        #expect(supply.supplied == ["a/a-1.1.0.tgz", "b/b-1.2.0.tgz"])
        #expect(supply.asked.sorted() == ["a", "b"])
        #expect(outcomes(report) == ["a": .refreshed, "b": .refreshed])
        await #expect(throws: PackageListError.self) {
            try await refresh(side, supply) { $0.from = Array("{\"what\": 1}".utf8) }
        }
    }

    @Test("says in a dry run what would be fetched, and fetches nothing")
    func dryRun() async throws {
        let side = try await side()
        try await job("1", in: side)
        let supply = FakeSupply(side)
        let report = try await refresh(side, supply) { $0.isDryRun = true }
        #expect(supply.supplied.isEmpty)
        #expect(report.packages.flatMap(\.files).map(\.name) == ["a-1.1.0.tgz", "b-1.2.0.tgz"])
    }

    @Test("believes no file whose bytes are not what its version states, and names what could not be had")
    func lies() async throws {
        let side = try await side()
        try await job("1", in: side)
        let supply = FakeSupply(side, lies: ["a/a-1.1.0.tgz"], gone: ["b/b-1.2.0.tgz"])
        let report = try await refresh(side, supply)
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
        try await job("1", in: side)
        try side.write("a/a-1.1.0.tgz", "other bytes")
        let supply = FakeSupply(side)
        let report = try await refresh(side, supply)
        #expect(supply.supplied == ["b/b-1.2.0.tgz"])
        let problem = report.packages.first { $0.name == "a" }?.problems.first
        #expect(problem?.cause == "is here, but broken")
        #expect(problem?.hint == "Repair it: packferry scan --repair")
    }

    @Test("goes on with what can be asked for where a document cannot, and is stale where upstream was not asked")
    func documents() async throws {
        let side = try await side()
        try await job("1", in: side)
        let supply = FakeSupply(side, stale: ["a"], failing: ["alone"])
        let report = try await refresh(side, supply)
        #expect(outcomes(report) == ["a": .stale, "b": .refreshed, "alone": .failed])
        #expect(supply.supplied == ["a/a-1.1.0.tgz", "b/b-1.2.0.tgz"])
    }

    @Test("does not ask again for what it made fresh before it broke off")
    func resuming() async throws {
        let side = try await side()
        try await job("1", in: side)
        let broken = FakeSupply(side, breakingAfter: 1)
        await #expect(throws: CancellationError.self) { try await refresh(side, broken) { $0.concurrency = 1 } }
        #expect(broken.asked.count == 1)
        let rest = FakeSupply(side)
        _ = try await refresh(side, rest) { $0.concurrency = 1 }
        #expect(Set(rest.asked).isDisjoint(with: broken.asked))
        #expect(Set(rest.asked).union(broken.asked) == ["a", "b", "alone"])
    }
}

/// Says of documents what it is told, and gives each tarball the bytes that its version states.
private final class FakeSupply: PackageSupply {
    private struct Seen {
        var asked: [String] = []
        var supplied: Set<String> = []
    }

    private let side: StorageFixture
    private let lies, gone, stale, failing: Set<String>
    private let breakingAfter: Int
    private let seen = Mutex(Seen())

    init(
        _ side: StorageFixture,
        lies: Set<String> = [],
        gone: Set<String> = [],
        stale: Set<String> = [],
        failing: Set<String> = [],
        breakingAfter: Int = .max
    ) {
        self.side = side
        (self.lies, self.gone, self.stale, self.failing) = (lies, gone, stale, failing)
        self.breakingAfter = breakingAfter
    }

    var asked: [String] { seen.withLock { $0.asked } }
    var supplied: [String] { seen.withLock { $0.supplied.sorted() } }

    func requireReachable() async throws {}

    func revalidate(_ name: PackageName) async throws -> Revalidation {
        let count = seen.withLock { $0.asked.count }
        guard count < breakingAfter else { throw CancellationError() }
        seen.withLock { $0.asked.append(name.string) }
        guard !failing.contains(name.string) else {
            throw SupplyError(.unavailable, name.string, "cannot be had", hint: "Wait")
        }
        return stale.contains(name.string) ? .stale(cause: "was not asked for", hint: "Look") : .fresh
    }

    func supply(_ tarball: WantedTarball, of name: PackageName) async throws -> SuppliedTarball {
        let path = "\(name)/\(tarball.file)"
        guard !gone.contains(path) else { throw SupplyError(.gone, path, "is not there upstream", hint: "Nothing") }
        let version = tarball.file.string.dropFirst(name.string.count + 1).dropLast(4)
        let bytes = lies.contains(path) ? "a lie" : StorageFixture.content(name.string, String(version))
        try side.write(path, bytes)
        _ = seen.withLock { $0.supplied.insert(path) }
        return SuppliedTarball(size: Int64(bytes.utf8.count), source: "a test")
    }
}
