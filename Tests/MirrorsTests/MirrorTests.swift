import Posix
import Reporting
import Synchronization
import TestSupport
import Testing
import Transfer
import Trees

@testable import Mirrors

@Suite("A mirror", .memoryDirectory, .ends)
struct MirrorTests {
    private static let first = ["pool/a": "a", "pool/b": "b", "lists/1": "a b", "entry": "1"]

    @Test("becomes what upstream publishes, and is not written again while that stays")
    func becomes() async throws {
        let fixture = try await MirrorFixture()
        fixture.upstream.files = Self.first
        let report = try await fixture.sync()
        #expect(report.outcome == .changed && report.published.files == 4 && report.listed.files == 4)
        #expect(try fixture.files() == Self.first)
        #expect(try await fixture.sync().outcome == .unchanged)
        #expect(fixture.upstream.surveys == 1)
        let info = try #require(try fixture.tree.info(RelativePath("pool/a")))
        #expect(info.mode == 0o644 && info.links == 2)
    }

    @Test("changes only what differs, under the name that it had")
    func changes() async throws {
        let fixture = try await MirrorFixture()
        fixture.upstream.files = Self.first
        _ = try await fixture.sync()
        fixture.upstream.files = ["pool/a": "a", "pool/b": "b", "pool/c": "c", "lists/1": "a b c", "entry": "1"]
        let report = try await fixture.sync()
        #expect(report.published == SyncReport.Amount(files: 2, bytes: 6))
        #expect(try fixture.files()["lists/1"] == "a b c")
    }

    @Test("keeps what upstream took back until its grace has passed, and has it again without a fetch")
    func grace() async throws {
        let fixture = try await MirrorFixture(grace: "2d")
        fixture.upstream.files = Self.first
        _ = try await fixture.sync()
        var less = Self.first
        less["pool/b"] = nil
        fixture.upstream.files = less
        #expect(try await fixture.sync().withdrawn.files == 1)
        #expect(try fixture.files()["pool/b"] == "b")
        fixture.wait(.seconds(86_400))
        #expect(try await fixture.sync().outcome == .unchanged)
        #expect(try fixture.files()["pool/b"] == "b")
        fixture.wait(.seconds(86_401))
        let tried = try await fixture.sync { $0.isDryRun = true }
        #expect(tried.removed.files == 1)
        #expect(try fixture.files()["pool/b"] == "b")
        let report = try await fixture.sync()
        #expect(report.outcome == .changed && report.removed.files == 1)
        #expect(try fixture.files() == less)
        fixture.upstream.files = Self.first
        #expect(try await fixture.sync().published.files == 1)
        #expect(try fixture.files() == Self.first)
    }

    @Test("that lists again what it took back keeps it")
    func returned() async throws {
        let fixture = try await MirrorFixture(grace: "1d")
        fixture.upstream.files = Self.first
        _ = try await fixture.sync()
        for files in [Self.first.filter { $0.key != "pool/b" }, Self.first] {
            fixture.upstream.files = files
            _ = try await fixture.sync()
        }
        fixture.wait(.seconds(90_000))
        #expect(try await fixture.sync().outcome == .unchanged)
        #expect(try fixture.files() == Self.first)
    }

    @Test("stays as it was where something cannot be had, unless that may be missing")
    func lacking() async throws {
        let (fixture, tolerant) = (try await MirrorFixture(), try await MirrorFixture(tolerating: ["pool/c*"]))
        let problem = SyncProblem("pool/c", "is gone", hint: "Wait")
        for mirror in [fixture, tolerant] {
            mirror.upstream.files = Self.first
            _ = try await mirror.sync()
            mirror.upstream.files = Self.first.merging(["pool/d": "d"]) { $1 }
            mirror.upstream.lack([problem])
        }
        let kept = try await fixture.sync()
        #expect(kept.outcome == .kept && kept.problems == [problem])
        #expect(try fixture.files() == Self.first)
        let partial = try await tolerant.sync()
        #expect(partial.outcome == .partial && partial.problems == [problem])
        #expect(try tolerant.files()["pool/d"] == "d")
        fixture.upstream.lack([])
        #expect(try await fixture.sync().outcome == .changed)
    }

    @Test("does not follow an upstream that takes most of it back, unless told to")
    func wiped() async throws {
        let fixture = try await MirrorFixture()
        fixture.upstream.files = Self.first
        _ = try await fixture.sync()
        fixture.upstream.files = ["entry": "1"]
        await #expect(throws: TransferError.self) { try await fixture.sync() }
        #expect(try fixture.files() == Self.first)
        #expect(try await fixture.sync { $0.allowShrink = true }.withdrawn.files == 3)
    }

    @Test("brings back what somebody took out of the tree, once that was noticed")
    func healed() async throws {
        let fixture = try await MirrorFixture()
        fixture.upstream.files = Self.first
        _ = try await fixture.sync()
        try fixture.tree.unlink(RelativePath("pool/a"))
        try await fixture.collect()
        #expect(try await fixture.sync().published.files == 1)
        #expect(try fixture.files() == Self.first)
    }

    @Test("changes nothing when it only says what it would do")
    func tried() async throws {
        let fixture = try await MirrorFixture()
        fixture.upstream.files = Self.first
        let report = try await fixture.sync { $0.isDryRun = true }
        #expect(report.outcome == .changed && report.published.files == 4)
        #expect(try fixture.files().isEmpty)
        #expect(try await fixture.sync().outcome == .changed)
    }

    @Test("never has a list before what it names, nor the entry point before the list")
    func order() async throws {
        let fixture = try await MirrorFixture()
        fixture.upstream.files = Self.first
        let names = Mutex<[String]>([])
        let gate = FileOperation.Gate { operation in
            guard [.link, .rename].contains(operation.kind), !operation.path.contains("/.packferry/") else { return }
            let parts = operation.path.split(separator: "/tree/")
            // Where the folder is missing, it is tried twice.
            guard parts.count == 2 else { return }
            names.withLock { if $0.last != String(parts[1]) { $0.append(String(parts[1])) } }
        }
        try await FileOperation.$gate.withValue(gate) { _ = try await fixture.sync() }
        #expect(names.withLock(\.self) == ["pool/a", "pool/b", "lists/1", "entry"])
    }

    @Test("refuses a path that would lie among Packferry's own files")
    func intrusion() async throws {
        let fixture = try await MirrorFixture()
        fixture.upstream.files = [".packferry/identity.json": "{}", "entry": "1"]
        await #expect(throws: UpstreamError.self) { try await fixture.sync() }
        #expect(try fixture.files().isEmpty)
    }
}
