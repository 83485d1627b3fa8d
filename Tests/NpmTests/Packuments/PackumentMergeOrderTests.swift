import Npm
import Testing

@Suite("Archives in any order")
struct PackumentMergeOrderTests {
    /// A document with its place in the source's order.
    struct Sent: Sendable {
        let bytes: [UInt8]
        let scope: IncomingPackument.Scope
        let sequence: Int64
    }

    @Test("documents of one source give the same content in whatever order they come", arguments: 0..<5)
    func everyOrder(_ row: Int) throws {
        let documents = try Self.chains[row]()
        var contents: Set<String> = []
        var records: Set<PackumentRecord> = []
        for order in Self.permutations(documents) {
            var site = try FarSide()
            try site.place("1.0.0", "2.0.0", "3.0.0", "4.0.0")
            for document in order { try site.merge(document.bytes, document.scope, document.sequence) }
            contents.insert(try site.content)
            records.insert(site.record)
        }
        #expect(contents.count == 1)
        #expect(records.count == 1)
    }

    @Test("so do documents made at random, whatever is missing, republished or published here", arguments: 0..<40)
    func randomOrder(_ seed: UInt64) throws {
        var random = Generator(state: seed)
        let documents = try (1...3).map { try Self.randomDocument($0, &random) }
        let start = try Self.randomSite(&random)
        var contents: Set<String> = []
        var records: Set<PackumentRecord> = []
        for order in Self.permutations(documents) {
            var site = start
            for document in order + order { try site.merge(document.bytes, document.scope, document.sequence) }
            #expect(Set(try site.tags.values).isSubset(of: try site.versions))
            contents.insert(try site.content)
            records.insert(site.record)
        }
        #expect(contents.count == 1)
        #expect(records.count == 1)
    }

    @Test("the newer metadata wins for a tarball that only an older archive brings")
    func newerMetadata() throws {
        let old = try sent("1.0.0", "2.0.0", latest: "2.0.0")
        let new = try sent("1.0.0", "2.0.0", latest: "2.0.0", deprecated: ["2.0.0": "late news"])
        var site = try FarSide()
        try site.place("1.0.0")
        try site.merge(new, .regular, 6)
        #expect(try site.versions == ["1.0.0"])
        try site.place("2.0.0")
        try site.merge(old, .regular, 5)
        #expect(try site.member("deprecated", of: "2.0.0") == "late news")
        #expect(site.record.versions == ["1.0.0": 6, "2.0.0": 6])
        var straight = try FarSide()
        try straight.place("1.0.0", "2.0.0")
        try straight.merge(old, .regular, 5)
        try straight.merge(new, .regular, 6)
        #expect(try straight.content == site.content)
        #expect(straight.record == site.record)
    }

    @Test("a version that is awaited comes with the files alone")
    func awaitedWithoutDocument() throws {
        var site = try FarSide()
        try site.place("1.0.0")
        try site.merge(try sent("1.0.0", "2.0.0", latest: "2.0.0"), .regular, 6)
        try site.place("2.0.0")
        let merged = try site.merge(nil)
        #expect(merged.bytes == Array(try #require(merged.bytes)))
        #expect(try site.versions == ["1.0.0", "2.0.0"])
        #expect(try site.tags == ["latest": "2.0.0"])
    }

    @Test("metadata-only versions: the newest regular document replaces the set, a later partial adds")
    func metadataOnly() throws {
        var site = try FarSide()
        try site.place("1.0.0")
        try site.merge(try sent("1.0.0", metadata: ["1.1.0", "1.2.0"]), .regular, 5)
        #expect(try site.versions == ["1.0.0", "1.1.0", "1.2.0"])
        try site.merge(try sent("1.0.0", metadata: ["1.3.0"]), .partial, 6)
        #expect(try site.versions == ["1.0.0", "1.1.0", "1.2.0", "1.3.0"])
        try site.merge(try sent("1.0.0", metadata: ["1.4.0"]), .partial, 4)
        #expect(try site.versions == ["1.0.0", "1.1.0", "1.2.0", "1.3.0"])
        let merged = try site.merge(try sent("1.0.0", metadata: ["1.2.0"]), .regular, 7)
        #expect(try site.versions == ["1.0.0", "1.2.0"])
        #expect(merged.record.metadataOnly == ["1.2.0": 7])
        #expect(merged.dropped.map(\.version) == ["1.1.0", "1.3.0"])
    }

    @Test("a metadata-only version whose tarball is here after all is a version like any other")
    func metadataWithTarball() throws {
        var site = try FarSide()
        try site.place("1.0.0", "1.1.0")
        try site.merge(try sent("1.0.0", metadata: ["1.1.0"]), .regular, 5)
        #expect(try site.packument?.attachments.map(\.file) == ["demo-1.0.0.tgz", "demo-1.1.0.tgz"])
    }

    private static let chains: [@Sendable () throws -> [Sent]] = [
        {
            [
                Sent(
                    bytes: try sent("1.0.0", latest: "1.0.0", deprecated: ["1.0.0": "a"]),
                    scope: .regular,
                    sequence: 1
                ),
                Sent(bytes: try sent("1.0.0", "2.0.0", latest: "2.0.0"), scope: .regular, sequence: 2),
                Sent(bytes: try sent("2.0.0", "3.0.0", latest: "3.0.0", readme: "z"), scope: .regular, sequence: 3),
            ]
        },
        {
            [
                Sent(bytes: try sent("1.0.0", latest: "1.0.0", tags: ["a": "1.0.0"]), scope: .regular, sequence: 1),
                Sent(bytes: try sent("2.0.0", latest: "2.0.0", tags: ["b": "2.0.0"]), scope: .partial, sequence: 2),
                Sent(bytes: try sent("1.0.0", "3.0.0", latest: "3.0.0"), scope: .regular, sequence: 3),
            ]
        },
        {
            [
                Sent(bytes: try sent("1.0.0", latest: "1.0.0", tags: ["a": "1.0.0"]), scope: .regular, sequence: 1),
                Sent(bytes: try sent("2.0.0", latest: "2.0.0", tags: ["b": "2.0.0"]), scope: .partial, sequence: 2),
                Sent(
                    bytes: try sent(
                        "2.0.0",
                        "3.0.0",
                        latest: "3.0.0",
                        tags: ["b": "3.0.0"],
                        deprecated: ["2.0.0": "x"]
                    ),
                    scope: .partial,
                    sequence: 3
                ),
            ]
        },
        {
            [
                Sent(bytes: try sent("1.0.0", metadata: ["1.1.0"]), scope: .regular, sequence: 1),
                Sent(bytes: try sent("2.0.0", metadata: ["1.2.0"]), scope: .partial, sequence: 2),
                Sent(bytes: try sent("1.0.0", "2.0.0", metadata: ["1.2.0", "1.3.0"]), scope: .regular, sequence: 3),
                Sent(bytes: try sent("3.0.0", metadata: ["1.1.0"]), scope: .partial, sequence: 4),
            ]
        },
        {
            [
                Sent(bytes: try sent("1.0.0", "9.0.0", latest: "9.0.0"), scope: .regular, sequence: 1),
                Sent(bytes: try sent("1.0.0", "4.0.0", "9.1.0", latest: "9.1.0"), scope: .regular, sequence: 2),
                Sent(
                    bytes: try sent("2.0.0", "9.1.0", latest: "9.1.0", deprecated: ["9.1.0": "x"]),
                    scope: .partial,
                    sequence: 3
                ),
            ]
        },
    ]

    /// A document of some versions, one of which is published with other bytes now and then.
    private static func randomDocument(_ sequence: Int64, _ random: inout Generator) throws -> Sent {
        var fixture = PackumentFixture()
        var tarballs: [TarballFileName: TarballDigests] = [:]
        var metadata: Set<String> = []
        for version in ["1.0.0", "1.1.0", "1.2.0", "1.3.0", "1.4.0"] where version == "1.0.0" || random.chance(2, of: 3)
        {
            let content = version == "1.2.0" && random.chance(1, of: 3) ? "republished" : "demo@\(version)"
            fixture.add(version, content: content, time: "2021-01-01T00:00:00.000Z", "\"deprecated\":\"\(sequence)\"")
            if version != "1.0.0", random.chance(1, of: 4) {
                metadata.insert(version)
            } else {
                tarballs[try PackumentFixture.file("demo-\(version).tgz")] = PackumentFixture.digests(content)
            }
            if random.chance(1, of: 3) { fixture.tags.append((["a", "b", "c", "d"][Int(sequence)], version)) }
        }
        fixture.tags = [("latest", "1.0.0")] + fixture.tags.prefix(1)
        fixture.others = [("readme", "\"\(sequence)\"")]
        let rendered = OfflineReady.render(try fixture.packument(), tarballs: tarballs, metadataOnly: metadata)
        let scope: IncomingPackument.Scope = random.chance(1, of: 2) ? .regular : .partial
        return Sent(bytes: try #require(rendered.bytes), scope: scope, sequence: sequence)
    }

    /// A site that has most tarballs, and now and then a publication of its own.
    private static func randomSite(_ random: inout Generator) throws -> FarSide {
        var site = try FarSide()
        if random.chance(1, of: 2) { try site.publish("1.3.0", content: "ours", tag: "ours") }
        for version in ["1.0.0", "1.1.0", "1.2.0", "1.4.0"] where random.chance(3, of: 4) {
            try site.put(version, content: "demo@\(version)", owner: .source)
        }
        return site
    }

    private static func permutations(_ documents: [Sent]) -> [[Sent]] {
        guard documents.count > 1 else { return [documents] }
        return documents.indices.flatMap { index in
            var rest = documents
            let first = rest.remove(at: index)
            return permutations(rest).map { [first] + $0 }
        }
    }
}

/// A small generator, so that every run tries the same documents (Vigna's SplitMix64).
private struct Generator {
    var state: UInt64

    mutating func chance(_ part: UInt64, of whole: UInt64) -> Bool {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return (mixed ^ (mixed >> 31)) % whole < part
    }
}
