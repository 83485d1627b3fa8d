import TestSupport
import Testing
import Transfer
import Trees

@testable import Npm

/// Tarballs that are not what they should be, and what a scan says of them.
enum ScanFacts {
    private static let whole = SampleTarball.of("demo", "1.0.0")
    private static let other = SampleTarball.of("other", "2.0.0")
    private static let bare = SampleTarball.bytes([("index.js", Array("1".utf8))])
    /// The right package, packed otherwise.
    private static let repacked = SampleTarball.bytes([
        ("package.json", Array(#"{"name":"demo","version":"1.0.0"}"#.utf8)), ("more.js", []),
    ])

    static let all = [
        FindingFacts("an emptied file", .empty, StorageFixture.demo, saying: "has no bytes") {
            try $0.publish()
            try $0.write(StorageFixture.demo, "")
        },
        FindingFacts("half a file", .damaged, StorageFixture.demo, saying: "cannot be inflated") {
            try $0.publish()
            try $0.write(StorageFixture.demo, Array(whole.prefix(whole.count / 2)))
        },
        FindingFacts("a web page", .damaged, StorageFixture.demo, saying: "is a web page") {
            try $0.publish()
            try $0.write(StorageFixture.demo, "<html>Sign in</html>")
        },
        FindingFacts(
            "another package",
            .wrongPackage,
            StorageFixture.demo,
            saying: "holds the package other@2.0.0, and not demo@1.0.0"
        ) {
            try $0.publish()
            try $0.write(StorageFixture.demo, other)
        },
        FindingFacts(
            "an archive without package.json",
            .wrongPackage,
            StorageFixture.demo,
            saying: "holds no package.json"
        ) {
            try $0.publish()
            try $0.write(StorageFixture.demo, bare)
        },
        FindingFacts(
            "the right version, packed otherwise",
            .digestDrift,
            StorageFixture.demo,
            saying: "is a whole archive of that version"
        ) {
            try $0.publish()
            try $0.write(StorageFixture.demo, repacked)
        },
        FindingFacts(
            "the same by SHA-1 alone",
            .digestDrift,
            StorageFixture.demo,
            saying: "is a whole archive of that version"
        ) {
            try $0.publish(states: .shasum)
            try $0.write(StorageFixture.demo, repacked)
        },
        FindingFacts(
            "published under another name",
            .nameDrift,
            StorageFixture.demo,
            saying: "holds the package other@2.0.0; its digest fits"
        ) {
            try $0.publish(bytes: other)
        },
        FindingFacts("published without package.json", .nameDrift, StorageFixture.demo, saying: "holds no package.json")
        {
            try $0.publish(bytes: bare)
        },
        FindingFacts(
            "published broken",
            .defective,
            StorageFixture.demo,
            saying: "its digest fits, so it was published like this"
        ) {
            try $0.publish(bytes: Array(whole.dropLast(20)))
        },
        FindingFacts(
            "broken, and nothing says what it should be",
            .damaged,
            StorageFixture.demo,
            saying: "has zeros for its last"
        ) {
            try $0.publish(bytes: Array(whole.dropLast(20)), states: .nothing)
        },
        FindingFacts(
            "another package, and nothing says what it should be",
            .wrongPackage,
            StorageFixture.demo,
            saying: "holds the package other"
        ) {
            try $0.publish(bytes: other, states: .nothing)
        },
        FindingFacts("right, and nothing proves it", .unverifiable, StorageFixture.demo, saying: "states no digest") {
            try $0.publish(states: .nothing)
        },
    ]
}

@Suite("What a scan says of a tarball", .memoryDirectory)
struct JudgementTests {
    @Test("names it by its kind", arguments: ScanFacts.all)
    func kinds(_ facts: FindingFacts) async throws {
        let side = try await StorageFixture("s")
        try facts.damage(side)
        let scanned = try await side.scan()
        let findings = try await side.findings()
        #expect(findings.map(\.kind) == [facts.kind.kind] && findings.map(\.path) == [StorageFixture.demo])
        #expect(findings.first?.detail.contains(facts.detail) == true, "\(findings.first?.detail ?? "")")
        #expect(scanned.broken.map(\.kind) == (facts.kind.isBroken ? [facts.kind.kind] : []))
        #expect(scanned.drifted.map(\.kind) == (facts.kind.isDrift ? [facts.kind.kind] : []))
        let file = try await side.collect().folder("demo")?.files.first
        #expect(file?.state == (facts.kind.isBroken ? .broken : .whole))
    }

    @Test(
        "stays after a collect, also one that reads the package again, and goes with the damage",
        arguments: ScanFacts.all
    )
    func lasting(_ facts: FindingFacts) async throws {
        let side = try await StorageFixture("s")
        try facts.damage(side)
        try await side.scan()
        let before = try await side.findings()
        try side.refresh("demo")
        try await side.collect()
        try await side.collect(deep: true)
        let after = try await side.findings()
        #expect(after.map(\.kind) == before.map(\.kind) && after.map(\.detail) == before.map(\.detail))
        try side.publish()
        try await side.scan()
        #expect(try await side.findings().isEmpty)
    }

    @Test("what is as it should be is not mentioned, in scopes and with versions as npm reads them")
    func whole() async throws {
        let side = try await StorageFixture("s")
        try side.publish()
        try side.publish("@plant/ui", "2.0.0-rc.1")
        try side.publish("old", "1.0.0", bytes: SampleTarball.of("old", "v1.0.0"))
        try side.publish("built", "1.0.0", bytes: SampleTarball.of(" built", "1.0.0+build.7"))
        let scanned = try await side.scan()
        #expect(scanned.scanned == 4 && scanned.files == 4 && scanned.broken.isEmpty && scanned.drifted.isEmpty)
        #expect(try await side.findings().isEmpty)
    }

    @Test("a tarball that no version names is an orphan, and a broken one is both")
    func orphans() async throws {
        let side = try await StorageFixture("s")
        try side.publish()
        try side.write("demo/demo-9.0.0.tgz", SampleTarball.of("demo", "9.0.0"))
        try side.write("demo/demo-9.1.0.tgz", "no archive")
        let scanned = try await side.scan()
        #expect(scanned.broken.map(\.path) == ["demo/demo-9.1.0.tgz"])
        let kinds = try await side.findings().map { "\($0.path) \($0.kind)" }
        #expect(kinds == ["demo/demo-9.0.0.tgz orphan", "demo/demo-9.1.0.tgz damaged", "demo/demo-9.1.0.tgz orphan"])
    }
}
