import Crypto
import Posix
import Testing
import Time

@testable import Transfer

/// What may go, decided from what is known alone.
@Suite("What may go of what was built") struct RetentionChoiceTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        /// `id<base`, newest last; a `~` in front stands for a part.
        let artifacts: String
        var count = 1
        /// `site=target`, behind `!` what a rollback says, behind `?` one that misses something, behind `-` a retired one.
        var sites = ""
        /// `artifact:site`.
        var deliveries = ""
        var takesUndelivered = false
        let going: String
        let kept: String
        var testDescription: String { name }
    }

    private static let cases = [
        Case(name: "nothing goes while no site is known", artifacts: "a b<a c<b", going: "", kept: "a b"),
        Case(name: "unless that is asked for", artifacts: "a b c", takesUndelivered: true, going: "b a", kept: ""),
        Case(
            name: "what got everywhere goes",
            artifacts: "a b c",
            sites: "x=b",
            deliveries: "a:x b:x",
            going: "b a",
            kept: ""
        ),
        Case(
            name: "what one of two lacks stays",
            artifacts: "a b c",
            sites: "x=b y=a",
            deliveries: "a:x a:y b:x",
            going: "a",
            kept: "b"
        ),
        Case(
            name: "what a site has more than is of no use to it",
            artifacts: "a ~b c d",
            sites: "x=c",
            deliveries: "c:x",
            going: "c b a",
            kept: ""
        ),
        Case(
            name: "but not where something of that is missing",
            artifacts: "a b c",
            sites: "?x=b",
            deliveries: "b:x",
            going: "b",
            kept: "a"
        ),
        Case(
            name: "what was taken back may be wanted again",
            artifacts: "a b c",
            sites: "!x=a",
            deliveries: "a:x b:x",
            going: "a",
            kept: "b"
        ),
        Case(
            name: "what an archive on its way builds upon stays",
            artifacts: "a b<a c<b",
            sites: "x=b",
            deliveries: "a:x b:x",
            going: "a",
            kept: "b"
        ),
        Case(
            name: "also where others are taken that did not arrive",
            artifacts: "a b<a c<b",
            takesUndelivered: true,
            going: "",
            kept: "a b"
        ),
        Case(
            name: "what is built upon one that goes keeps nothing",
            artifacts: "a b<a c",
            takesUndelivered: true,
            going: "b a",
            kept: ""
        ),
        Case(
            name: "the newest are kept whatever became of them",
            artifacts: "a b c",
            count: 3,
            sites: "x=c",
            deliveries: "a:x b:x c:x",
            going: "",
            kept: ""
        ),
    ]

    @Test("of artifacts", arguments: cases)
    func artifacts(_ item: Case) throws {
        let artifacts = try item.artifacts.split(separator: " ").enumerated().map { try artifact("\($1)", $0 + 1) }
        let sites = try item.sites.split(separator: " ").map { try site("\($0)") }
        let deliveries = item.deliveries.split(separator: " ").map { pair in
            let parts = pair.split(separator: ":").map(String.init)
            return Delivery(artifact: parts[0], site: parts[1], state: .proven, at: Side.moment)
        }
        let choice = ArtifactRetention(
            count: item.count,
            takesUndelivered: item.takesUndelivered,
            sites: sites.filter(\.isActive),
            deliveries: Dictionary(grouping: deliveries, by: \.artifact)
        ).choose(from: artifacts)
        #expect(choice.going.map(\.id).joined(separator: " ") == item.going)
        #expect(choice.kept.map(\.id).sorted().joined(separator: " ") == item.kept)
        #expect(choice.kept.allSatisfy { $0.reason.hasPrefix("is ") })
    }

    @Test("of snapshots: none that has a name, that a site holds, or that an artifact leads to or starts from")
    func snapshots() throws {
        let all = try "a b c d e f".split(separator: " ").map { id in
            SnapshotSummary(try Snapshot("\(id)/1=x"))
        }
        func id(_ number: Int) -> String { all[number].id }
        let kept = SnapshotRetention(
            count: 1,
            names: [id(1): ["2026-11"]],
            artifacts: [try artifact("x", 1, base: id(3), target: id(2))],
            sites: [try site("plant-7=\(id(4))", isWhole: true)]
        ).choose(from: all)
        #expect(kept.going.map(\.id) == [id(5)])
        #expect(
            kept.kept == [
                .init(id: id(1), reason: "has the name 2026-11"), .init(id: id(2), reason: "is what x leads to"),
                .init(id: id(3), reason: "is what x starts from"), .init(id: id(4), reason: "is what plant-7 holds"),
            ]
        )
    }

    private func artifact(_ text: String, _ sequence: Int) throws -> Artifact {
        let parts = text.split(separator: "<").map(String.init)
        let isPart = text.hasPrefix("~")
        let id = isPart ? String(parts[0].dropFirst()) : parts[0]
        return try artifact(id, sequence, base: parts.count > 1 ? "to-\(parts[1])" : nil, isPart: isPart)
    }

    private func artifact(
        _ id: String,
        _ sequence: Int,
        base: String?,
        target: String? = nil,
        isPart: Bool = false
    ) throws -> Artifact {
        Artifact(
            id: id,
            repository: RepositoryIdentity(name: "texts", type: "text", uuid: Golden.uuid),
            archiveID: Golden.archiveID,
            sequence: Int64(sequence),
            scope: isPart ? .partial : base == nil ? .full : .delta,
            base: base,
            baseName: nil,
            target: target ?? "to-\(id)",
            created: Side.moment,
            size: 1,
            sha512: .init(of: "x"),
            counts: SnapshotCounts(files: 1, bytes: 1, packages: 1, versions: 1),
            deletes: 0,
            note: "",
            state: .built,
            warnings: [],
            signer: nil
        )
    }

    private func site(_ text: String, isWhole: Bool = false) throws -> Site {
        let mark = text.first.flatMap { "!?-".contains($0) ? $0 : nil }
        let parts = text.drop { $0 == mark }.split(separator: "=").map(String.init)
        return Site(
            statement: SiteStatement(
                repositoryUUID: Golden.uuid,
                site: parts[0],
                counter: 1,
                evidence: mark == "!" ? .rolledBack : .applied,
                archiveID: Golden.archiveID,
                snapshot: isWhole ? parts[1] : "to-\(parts[1])",
                missing: mark == "?" ? [try .init("a")] : []
            ),
            heardAt: Side.moment,
            retiredAt: mark == "-" ? Side.moment : nil,
            listedFiles: 0
        )
    }
}
