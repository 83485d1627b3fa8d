import Crypto
import JSON
import Npm
import Testing
import Time

@Suite("Offline-ready packuments")
struct OfflineReadyTests {
    @Test("the golden document")
    func golden() throws {
        let (bytes, dropped) = OfflineReady.render(try Self.demo(), tarballs: try Self.present, metadataOnly: ["1.1.0"])
        #expect(try #require(bytes).text == Self.golden)
        #expect(dropped == [DroppedVersion("1.2.0", .otherTarball), DroppedVersion("1.3.0", .unusable(.noDist))])
    }

    @Test("the golden document, rendered again, is itself")
    func again() throws {
        let golden = try Packument(scanning: Array(Self.golden.utf8))
        let (bytes, dropped) = OfflineReady.render(golden, tarballs: try Self.present, metadataOnly: ["1.1.0"])
        #expect(bytes?.text == Self.golden)
        #expect(dropped.isEmpty)
    }

    @Test("order, layout and bookkeeping of the storage's document do not show")
    func canonical() throws {
        let shuffled = try Self.demo { fixture in
            fixture.versions.reverse()
            fixture.tags.reverse()
            fixture.times.reverse()
            fixture.others.reverse()
            fixture.attachments = []
        }
        let spaced = Array(shuffled.bytes.text.replacing("\"time\":", with: "\n\t\"time\" :\t").utf8)
        let packument = try Packument(scanning: spaced)
        let (bytes, _) = OfflineReady.render(packument, tarballs: try Self.present, metadataOnly: ["1.1.0"])
        #expect(bytes?.text == Self.golden)
    }

    @Test("version objects are copied byte for byte")
    func verbatim() throws {
        var fixture = PackumentFixture()
        let odd = PackumentFixture.object(
            "demo",
            "1.0.0",
            content: "demo@1.0.0",
            " \"x\" :\t[ 1.50 , \"\\u0041\\/\" ]\n"
        )
        fixture.versions = [("1.0.0", odd)]
        let (bytes, _) = OfflineReady.render(try fixture.packument(), tarballs: try fixture.tarballs("1.0.0"))
        #expect(try #require(bytes).text.contains("\"versions\":{\"1.0.0\":\(odd)}"))
    }

    @Test(
        "latest is upstream's if it is here, else chosen",
        arguments: [
            (["1.0.0", "2.0.0"], "1.0.0", "1.0.0"), (["1.0.0", "2.0.0"], "3.0.0", "2.0.0"),
            (["1.0.0", "3.0.0"], "2.0.0", "1.0.0"), (["3.0.0", "4.0.0"], "2.0.0", "4.0.0"),
            (["1.0.0!", "3.0.0"], "2.0.0", "3.0.0"), (["1.0.0", "3.0.0"], "2.0.0-rc.1", "1.0.0"),
            (["1.0.0", "2.0.0"], "no version", "2.0.0"),
            (["1.0.0", "1.10.0", "1.9.0"], nil, "1.10.0"), (["1.0.0", "2.0.0!"], "3.0.0", "1.0.0"),
            (["1.0.0!", "1.1.0-rc.1", "1.1.0-rc.2"], nil, "1.1.0-rc.2"), (["1.0.0!", "2.0.0!"], nil, "2.0.0"),
            (["2.0.0-a", "1.0.0"], nil, "1.0.0"), (["1.0.0-a!", "1.0.0-b!"], nil, "1.0.0-b"),
            (["1.0.0", "2.0.0-rc.1"], "2.0.0-rc.1", "2.0.0-rc.1"), (["1.0.0!"], "1.0.0", "1.0.0"),
        ] as [([String], String?, String)]
    )
    func latest(_ versions: [String], _ upstream: String?, _ expected: String) throws {
        var fixture = PackumentFixture()
        var tarballs: [TarballFileName: TarballDigests] = [:]
        for version in versions {
            let number = version.filter { $0 != "!" }
            fixture.add(number, version.hasSuffix("!") ? "\"deprecated\":\"no\"" : "\"deprecated\":false")
            tarballs.merge(try fixture.tarballs(number)) { $1 }
        }
        fixture.tags = upstream.map { [("latest", $0)] } ?? []
        let (bytes, _) = OfflineReady.render(try fixture.packument(), tarballs: tarballs)
        #expect(try Packument(scanning: #require(bytes)).tagTable == ["latest": expected])
    }

    @Test(
        "that it only stands in is said where upstream's own is unknown, or others are above it",
        arguments: [
            (["1.0.0", "2.0.0"], "1.0.0", nil), (["1.0.0", "2.0.0", "3.0.0?"], "3.0.0", nil),
            (["1.0.0", "2.0.0"], "3.0.0", "2.0.0"), (["1.0.0", "2.0.0?", "3.0.0"], "2.0.0", "1.0.0"),
            (["1.0.0", "2.0.0"], nil, nil), (["1.0.0?", "2.0.0"], "1.0.0", nil),
        ] as [([String], String?, String?)]
    )
    func standIn(_ versions: [String], _ upstream: String?, _ instead: String?) throws {
        var fixture = PackumentFixture()
        var tarballs: [TarballFileName: TarballDigests] = [:]
        for version in versions {
            fixture.add(version.filter { $0 != "?" })
            if !version.hasSuffix("?") { tarballs.merge(try fixture.tarballs(version)) { $1 } }
        }
        fixture.tags = upstream.map { [("latest", $0)] } ?? []
        let bytes = try #require(OfflineReady.render(try fixture.packument(), tarballs: tarballs).bytes)
        let said = try JSONValue(parsing: bytes)["_packferry_latest"]
        #expect(
            said?["instead"]?.stringValue == instead
                && said?["upstream"]?.stringValue == instead.flatMap { _ in upstream }
        )
        #expect(OfflineReady.render(try Packument(scanning: bytes), tarballs: tarballs).bytes == bytes)
    }

    @Test("latest prefers what can be installed, and names metadata only where there is nothing else")
    func latestOfMetadata() throws {
        var fixture = PackumentFixture()
        fixture.add("1.0.0")
        fixture.add("2.0.0")
        let metadata: Set = ["2.0.0"]
        let mixed = OfflineReady.render(
            try fixture.packument(),
            tarballs: try fixture.tarballs("1.0.0"),
            metadataOnly: metadata
        )
        #expect(try Packument(scanning: #require(mixed.bytes)).tagTable == ["latest": "1.0.0"])
        let alone = OfflineReady.render(try fixture.packument(), tarballs: [:], metadataOnly: metadata)
        #expect(try Packument(scanning: #require(alone.bytes)).tagTable == ["latest": "2.0.0"])
        #expect(try Packument(scanning: #require(alone.bytes)).attachments.isEmpty)
    }

    @Test(
        "modified is the newest time of what is kept, whatever its form",
        arguments: [
            (["2020-01-01T00:00:00.000Z", "2021-01-01T00:00:00.000Z"], 1),
            (["2021-01-01T00:00:00Z", "2020-12-31T23:59:59.9Z"], 0),
            (["2021-01-01T00:00:00+02:00", "2020-12-31T23:00:00.000Z"], 1), (["2020-06-01T00:00:00.000Z", "never"], 0),
            (["2020-02-29T10:00:00.1Z", "2020-02-29T10:00:00.10001Z"], 1),
            (["9999-99-99T00:00:00Z", "2020-01-01T00:00:00Z"], 1),
            (["2019-12-31T23:30:00-01:00", "2020-01-01T00:00:00Z"], 0),
            (["2019-12-31T23:30:00Z", "2020-01-01T00:00:00\\u005A"], 1), (["2020-01-01T00:00:00Z", ""], 0),
        ]
    )
    func modified(_ times: [String], _ newest: Int) throws {
        var fixture = PackumentFixture()
        fixture.times = [("modified", "2030-01-01T00:00:00.000Z"), ("9.0.0", "2031-01-01T00:00:00.000Z")]
        fixture.add("1.0.0", time: times[0])
        fixture.add("2.0.0", time: times[1])
        let (bytes, _) = OfflineReady.render(try fixture.packument(), tarballs: try fixture.tarballs("1.0.0", "2.0.0"))
        let packument = try Packument(scanning: #require(bytes))
        let modified = try #require(packument.times.first { $0.name == "modified" })
        #expect(Array(packument.bytes[modified.value]).text == "\"\(times[newest])\"")
        let moments = zip(["1.0.0", "2.0.0"], times).filter { Moment($0.1.replacing("\\u005A", with: "Z")) != nil }
        #expect(packument.times.map(\.name) == ["modified"] + moments.map(\.0))
    }

    @Test("a package of which nothing is here has no document")
    func nothing() throws {
        let (bytes, dropped) = OfflineReady.render(try Self.demo(), tarballs: [:])
        #expect(bytes == nil && dropped == [DroppedVersion("1.3.0", .unusable(.noDist))])
    }

    @Test("a held file, known by its SHA-512 alone, keeps its version")
    func held() throws {
        var fixture = PackumentFixture()
        fixture.add("1.0.0")
        let held = TarballDigests(sha512: PackumentFixture.digests("demo@1.0.0").sha512, sha1: nil)
        let tarballs = [try PackumentFixture.file("demo-1.0.0.tgz"): held]
        let (bytes, _) = OfflineReady.render(try fixture.packument(), tarballs: tarballs)
        #expect(try #require(bytes).text.contains(#""_attachments":{"demo-1.0.0.tgz":{"version":"1.0.0"}}"#))
    }

    @Test("a version that says nothing to check its tarball by is offered: the archive's own digest vouches for it")
    func noDigest() throws {
        let object = #"{"name":"demo","version":"1.0.0","dist":{"tarball":"http://h/demo-1.0.0.tgz"}}"#
        var fixture = PackumentFixture()
        fixture.versions = [("1.0.0", object)]
        let (bytes, dropped) = OfflineReady.render(try fixture.packument(), tarballs: try fixture.tarballs("1.0.0"))
        #expect(dropped.isEmpty)
        #expect(try Packument(scanning: #require(bytes)).attachments.map(\.file) == ["demo-1.0.0.tgz"])
    }

    @Test(
        "one SHA-512 that fits suffices, however integrity is written",
        arguments: [
            ("sha512-*", true), (" sha512-* ", true), ("sha512-*?x=1", true), ("sha512-# sha512-*", true),
            ("sha1-AAAA sha512-*", true), ("sha512\\u002d*", true), ("sha512-#", false),
            ("sha512-**", true), ("xsha512-*", true), ("md5-# sha512-*", true),
        ]
    )
    func integrity(_ form: String, _ fits: Bool) throws {
        var fixture = PackumentFixture()
        fixture.add("1.0.0")
        let (own, other) = (PackumentFixture.digests("demo@1.0.0").sha512, PackumentFixture.digests("other").sha512)
        let written = form.replacing("*", with: own.base64).replacing("#", with: other.base64)
        let object = fixture.versions[0].object.replacing("sha512-\(own.base64)", with: written)
        fixture.versions[0].object = object.replacing("\"shasum\"", with: "\"sum\"")
        let (bytes, dropped) = OfflineReady.render(try fixture.packument(), tarballs: try fixture.tarballs("1.0.0"))
        #expect((bytes != nil) == fits && dropped.isEmpty == fits)
    }

    @Test("_rev names the content and moves with it")
    func revision() throws {
        let first = OfflineReady.render(try Self.demo(), tarballs: try Self.present).bytes
        let changed = try Self.demo { $0.others = [("readme", "\"other\"")] }
        let second = OfflineReady.render(changed, tarballs: try Self.present).bytes
        let revisions = try [first, second].map { try Packument(scanning: #require($0)).revision ?? "" }
        #expect(revisions[0] != revisions[1])
        for revision in revisions { #expect(revision.wholeMatch(of: /1-[0-9a-f]{16}/) != nil) }
    }

    private static func demo(_ change: (inout PackumentFixture) -> Void = { _ in }) throws -> Packument {
        var fixture = PackumentFixture()
        fixture.tags = [
            ("next", "2.0.0-rc.1"), ("gone", "1.0.1"), ("latest", "1.0.1"), ("beta", "1.2.0"), ("edge", "1.1.0"),
        ]
        fixture.times = [
            ("modified", "2031-01-01T00:00:00.000Z"), ("created", "2020-01-01T00:00:00.000Z"),
            ("0.9.0", "2020-01-01T00:00:00.000Z"),
        ]
        fixture.add("1.0.0", time: "2020-01-02T00:00:00.000Z")
        fixture.add("1.0.1", time: "2020-01-03T00:00:00.000Z")
        fixture.add("1.2.0", time: "2020-01-05T00:00:00.000Z")
        fixture.versions.append(("1.3.0", #"{"name":"demo","version":"1.3.0"}"#))
        fixture.add("2.0.0-rc.1", time: "2020-01-06T00:00:00.000Z")
        fixture.add("1.1.0", time: "2020-01-04T00:00:00.000Z", #""os":["darwin"]"#)
        fixture.others = [("readme", "\"# Demo\""), ("maintainers", #"[ {"name":"x"} ]"#)]
        fixture.attachments = ["demo-1.0.1.tgz"]
        change(&fixture)
        return try fixture.packument()
    }

    /// The tarballs of two versions, one that is not what 1.2.0 means, and one that nobody names.
    private static var present: [TarballFileName: TarballDigests] {
        get throws {
            var tarballs = try PackumentFixture().tarballs("1.0.0", "2.0.0-rc.1", "9.9.9")
            tarballs[try PackumentFixture.file("demo-1.2.0.tgz")] = PackumentFixture.digests("something else")
            return tarballs
        }
    }

    private static let golden = """
        {"name":"demo","dist-tags":{"latest":"1.0.0","edge":"1.1.0","next":"2.0.0-rc.1"},\
        "time":{"created":"2020-01-01T00:00:00.000Z","modified":"2020-01-06T00:00:00.000Z",\
        "1.0.0":"2020-01-02T00:00:00.000Z","1.1.0":"2020-01-04T00:00:00.000Z",\
        "2.0.0-rc.1":"2020-01-06T00:00:00.000Z"},\
        "versions":{"1.0.0":{"name":"demo","version":"1.0.0",\
        "dist":{"integrity":"sha512-wnP0x98O8Zz748Q6WgOFbYLjdEV/d9MAIDrfUKUJcc/j8npz4rfyLyUw2TPtixB26SjhVp43\
        ZQHmCk8hTcjevg==","shasum":"7066bf769f0b0ef20faba7a7d4b0dca051c8ea19",\
        "tarball":"https://registry.example/demo/-/demo-1.0.0.tgz"}},\
        "1.1.0":{"name":"demo","version":"1.1.0","os":["darwin"],\
        "dist":{"integrity":"sha512-WLIj9/xyaTCloWY0DbHiEvOxu5rFLNVn6Gvcwc4v76KOW7kZEEnvJbIDaoBBPPdFWJ2IYBC0\
        tXDgeHgETyNtcg==","shasum":"c283b1880694c651dbd544df682fd8659736cbe0",\
        "tarball":"https://registry.example/demo/-/demo-1.1.0.tgz"}},\
        "2.0.0-rc.1":{"name":"demo","version":"2.0.0-rc.1",\
        "dist":{"integrity":"sha512-gAekuVCGYsiyGqq+qnlpW8CWlsXOx1teA1gqbs8GhE+RMVx9Gv39R1zwdAFJyXIVxU1lOCXr\
        xkyIrHAehzOFnQ==","shasum":"a753ee0d9f5a4262cadce0af3083cfbf37074f3c",\
        "tarball":"https://registry.example/demo/-/demo-2.0.0-rc.1.tgz"}}},\
        "_id":"demo","maintainers":[ {"name":"x"} ],"readme":"# Demo",\
        "_attachments":{"demo-1.0.0.tgz":{"shasum":"7066bf769f0b0ef20faba7a7d4b0dca051c8ea19",\
        "version":"1.0.0"},"demo-2.0.0-rc.1.tgz":{"shasum":"a753ee0d9f5a4262cadce0af3083cfbf37074f3c",\
        "version":"2.0.0-rc.1"}},\
        "_distfiles":{},"_uplinks":{},"_rev":"1-26a8c004ecfd5b47"}
        """
}
