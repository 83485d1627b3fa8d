import Posix
import Reporting
import TestSupport
import Testing
import Time
import Transfer
import Trees

@testable import Npm

@Suite("A repair of a storage", .memoryDirectory)
struct StorageRepairTests {
    private static let demo = StorageFixture.demo
    private static let whole = SampleTarball.of("demo", "1.0.0")
    private static let broken = Array(whole.prefix(200))

    /// A storage with a broken file and a whole one, scanned.
    private static func side(_ bytes: [UInt8] = broken) async throws -> StorageFixture {
        let side = try await StorageFixture("s")
        try side.publish()
        try side.publish("fine", "1.0.0")
        try side.write(demo, bytes)
        try await side.scan()
        return side
    }

    private static func upstream(_ side: StorageFixture, _ answer: StandInSupply.Answer) -> StandInSupply {
        StandInSupply(side, ["demo-1.0.0.tgz": answer])
    }

    @Test("fetches what is broken again, and keeps what it was")
    func cure() async throws {
        let side = try await Self.side()
        let upstream = Self.upstream(side, .gives(Self.whole))
        let outcome = try await side.repair(from: upstream)
        #expect(outcome.repaired == [Self.demo] && outcome.failed.isEmpty && upstream.requests == ["demo-1.0.0.tgz"])
        let finding = try #require(try await side.findings().first)
        #expect(finding.state == .repaired && finding.attempts == 1)
        #expect(try side.quarantined() == [try #require(finding.quarantine): Self.broken])
        let history = try await side.collector.index.findings.events(of: [try #require(finding.id)])
        #expect(history.values.first?.map(\.state) == [.repairing, .repaired])
        #expect(try await side.scan(deep: true).broken.isEmpty)
        #expect(try await side.collect().folder("demo")?.findings.isEmpty == true)
        #expect(try await side.findings().map(\.state) == [.repaired])
    }

    @Test("opens a finding again when the same comes back, and numbers its attempts on")
    func relapse() async throws {
        let side = try await Self.side()
        try await side.repair(from: Self.upstream(side, .gives(Self.whole)))
        try side.write(Self.demo, Self.broken)
        #expect(try await side.scan().broken.count == 1)
        let finding = try #require(try await side.findings().first)
        #expect(finding.state == .open && finding.attempts == 1 && finding.quarantine == nil)
        try await side.repair(from: Self.upstream(side, .gives(Self.whole)))
        #expect(try await side.findings().map(\.attempts) == [2])
        #expect(try side.quarantined().count == 2)
    }

    @Test("of what upstream no longer has it keeps the bytes, says so, and goes on knowing it")
    func gone() async throws {
        let side = try await Self.side()
        let outcome = try await side.repair(from: Self.upstream(side, .gone))
        #expect(outcome.repaired.isEmpty && outcome.failed.count == 1)
        #expect(outcome.failed.first?.contains("is no longer at upstream") == true, "\(outcome.failed)")
        #expect(try side.quarantined().values.map { $0 } == [Self.broken])
        #expect(try side.storage.info(RelativePath(Self.demo)) == nil)
        for deep in [false, true] {
            let scanned = try await side.scan(deep: deep)
            #expect(scanned.broken.map(\.path) == [Self.demo])
            #expect(try await side.findings().map(\.state) == [.failed])
        }
        try side.refresh("demo")
        try await side.collect()
        #expect(try await side.findings().map(\.kind) == [NpmFinding.damaged.kind])
        // Upstream has it again.
        let again = try await side.repair(from: Self.upstream(side, .gives(Self.whole)))
        #expect(again.repaired == [Self.demo])
        #expect(try await side.findings().map(\.state) == [.repaired])
    }

    @Test("keeps what a broken file was for as long as it is told to, and for ever while it is not mended")
    func pruning() async throws {
        let side = try await Self.side()
        try side.publish("lost", "1.0.0", bytes: SampleTarball.of("lost", "1.0.0"))
        try side.write("lost/lost-1.0.0.tgz", Self.broken)
        try await side.scan()
        let upstream = StandInSupply(
            side,
            ["demo-1.0.0.tgz": .gives(Self.whole), "lost-1.0.0.tgz": .gives(Self.broken)]
        )
        try await side.repair(from: upstream)
        #expect(try side.quarantined().count == 3)
        let moved = side.collector.clock.now()
        #expect(try await side.prune(before: moved - .seconds(86_400)) == 0)
        #expect(try await side.prune(before: moved + .seconds(86_400)) == 1)
        #expect(try side.quarantined().keys.allSatisfy { $0.hasPrefix("quarantine/lost/") })
        #expect(try side.folder.directory.info(RelativePath("quarantine/demo")) == nil)
        try await side.repair(from: StandInSupply(side, ["lost-1.0.0.tgz": .gives(SampleTarball.of("lost", "1.0.0"))]))
        #expect(try await side.prune(before: moved + .seconds(86_400)) == 2)
        #expect(try side.quarantined().isEmpty)
    }

    @Test("is remembered for half a year")
    func history() async throws {
        let side = try await Self.side()
        try await side.repair(from: Self.upstream(side, .gives(Self.whole)))
        try await side.asking { $0 + .seconds(179 * 86_400) }.scan()
        #expect(try await side.findings().map(\.state) == [.repaired])
        try await side.asking { $0 + .seconds(181 * 86_400) }.scan()
        #expect(try await side.findings().isEmpty)
    }

    @Test("counts a file that somebody else mended as repaired")
    func mendedByHand() async throws {
        let side = try await Self.side()
        try await side.repair(from: Self.upstream(side, .gone))
        try side.write(Self.demo, Self.whole)
        try await side.collect()
        #expect(try await side.findings().map(\.state) == [.repaired])
    }

    @Test(
        "moves nothing away while upstream cannot be asked, or never had it",
        arguments: [
            Revalidation.local, .stale(cause: "the uplink is offline", hint: "Try again"),
        ]
    )
    func obstacle(_ revalidation: Revalidation) async throws {
        let side = try await Self.side()
        let upstream = StandInSupply(side, revalidation: revalidation)
        let outcome = try await side.repair(from: upstream)
        #expect(outcome.failed.count == 1 && upstream.requests.isEmpty)
        #expect(try side.quarantined().isEmpty && side.storage.info(RelativePath(Self.demo)) != nil)
        #expect(try await side.findings().map(\.state) == [.failed])
    }

    @Test("begins nothing where nobody answers")
    func unreachable() async throws {
        let side = try await Self.side()
        let upstream = StandInSupply(side, isUnreachable: true)
        await #expect(throws: UpstreamError.self) { try await side.repair(from: upstream) }
        #expect(try await side.findings().map(\.state) == [.open])
    }

    private static let failures: [(StandInSupply.Answer, String)] = [
        (.down, "could not be fetched"), (.loses, "is not in the storage"), (.gives(broken), "what came"),
        (.gives(SampleTarball.of("other", "1.0.0")), "holds the package other@1.0.0"),
    ]

    @Test("says what went wrong, and leaves nothing broken in place", arguments: failures)
    func failure(_ answer: StandInSupply.Answer, _ cause: String) async throws {
        let side = try await Self.side()
        let outcome = try await side.repair(from: Self.upstream(side, answer))
        #expect(outcome.failed.first?.contains(cause) == true, "\(outcome.failed)")
        #expect(try side.storage.info(RelativePath(Self.demo)) == nil)
        #expect(try side.quarantined().values.contains(Self.broken))
        #expect(try await side.findings().map(\.state) == [.failed])
    }

    @Test("leaves alone what turns out to be whole, whatever was found of it")
    func wholeFile() async throws {
        let side = try await Self.side()
        let id = try #require(try await side.findings().first?.id)
        try side.write(Self.demo, Self.whole)
        let upstream = Self.upstream(side, .gone)
        let outcome = try await side.repair([id], from: upstream)
        #expect(outcome.repaired == [Self.demo] && upstream.requests.isEmpty)
        #expect(
            try side.quarantined().isEmpty
                && side.storage.open(RelativePath(Self.demo)).readAll(limit: 9999) == Self.whole
        )
    }

    @Test("fetches what is missing")
    func missing() async throws {
        let side = try await StorageFixture("s")
        try side.publish()
        try side.remove(Self.demo)
        try await side.scan()
        #expect(try await side.repair(from: Self.upstream(side, .gives(Self.whole))).repaired == [Self.demo])
        #expect(try await side.findings().map(\.state) == [.repaired])
        #expect(try side.quarantined().isEmpty)
    }

    @Test("takes what it is asked for, leaves what was ignored, and refuses what no fetching cures")
    func choice() async throws {
        let side = try await Self.side()
        try side.write("fine/fine-1.0.0.tgz", "x")
        try side.write("fine/fine-7.0.0.tgz", SampleTarball.of("fine", "7.0.0"))
        try await side.scan()
        let findings = try await side.findings()
        let ids = try Dictionary(findings.map { ($0.path, try #require($0.id)) }) { first, _ in first }
        let (demo, orphan) = (try #require(ids[Self.demo]), try #require(ids["fine/fine-7.0.0.tgz"]))
        try await side.collector.index.findings.change(demo, to: .ignored, at: side.collector.clock.now())
        #expect(try await side.scan().broken.map(\.path) == ["fine/fine-1.0.0.tgz"])
        let upstream = StandInSupply(side, ["fine-1.0.0.tgz": .gives(SampleTarball.of("fine", "1.0.0"))])
        #expect(try await side.repair(from: upstream).repaired == ["fine/fine-1.0.0.tgz"])
        let refused = try await side.repair([orphan], from: upstream)
        #expect(refused.failed.first?.contains("belongs to no version") == true)
        let error = await #expect(throws: TransferError.self) { try await side.repair([demo], from: upstream) }
        #expect(error?.code == .notFound)
        #expect(try side.storage.open(RelativePath(Self.demo)).readAll(limit: 9999) == Self.broken)
    }

    @Test("that broke off between quarantine and fetching is known to the next scan, and goes on")
    func interrupted() async throws {
        let side = try await Self.side()
        await #expect(throws: StandInSupply.Stopped.self) { try await side.repair(from: Self.upstream(side, .stops)) }
        #expect(try side.storage.info(RelativePath(Self.demo)) == nil)
        #expect(try side.quarantined().values.map { $0 } == [Self.broken])
        let scanned = try await side.scan()
        #expect(scanned.broken.map(\.path) == [Self.demo] && scanned.broken.map(\.kind) == [NpmFinding.damaged.kind])
        #expect(try await side.repair(from: Self.upstream(side, .gives(Self.whole))).repaired == [Self.demo])
    }

    @Test("stopped anywhere, it loses no bytes, and the next one mends what is broken", .ends)
    func crashes() async throws {
        let stops = try await CrashPoints.forEachStop { point in
            let side = try await StorageFixture("stop-\(point.number)")
            try side.publish()
            try side.write(Self.demo, Self.broken)
            try await side.scan()
            _ = try await point.run { try await side.repair(from: Self.upstream(side, .gives(Self.whole))) }
            let there = try side.storage.info(RelativePath(Self.demo)) != nil
            if !there { #expect(try !side.quarantined().isEmpty) }
            let broken = try await side.scan().broken
            #expect(there || !broken.isEmpty)
            try await side.repair(from: Self.upstream(side, .gives(Self.whole)))
            #expect(try side.storage.open(RelativePath(Self.demo)).readAll(limit: 9999) == Self.whole)
            #expect(try side.quarantined().values.contains(Self.broken))
            #expect(try await side.scan(deep: true).broken.isEmpty)
        }
        #expect(stops > 4)
    }
}
