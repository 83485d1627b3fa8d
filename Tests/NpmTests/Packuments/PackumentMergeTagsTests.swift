import Npm
import Testing

@Suite("Tags and members across merges")
struct PackumentMergeTagsTests {
    @Test(
        "the newest document's latest decides, downwards too",
        arguments: [
            (["1.0.0", "2.0.0"], "2.0.0", ["1.0.0", "2.0.0"], "1.0.0", "1.0.0"),
            (["1.0.0", "2.0.0"], "2.0.0", ["1.0.0"], "1.0.0", "1.0.0"),
            (["1.0.0"], "1.0.0", ["1.0.0", "2.0.0"], "2.0.0", "2.0.0"),
            (["1.0.0", "2.0.0"], "1.0.0", ["1.0.0", "2.0.0"], "1.0.0", "1.0.0"),
            (["1.0.0", "2.0.0-rc.1"], "2.0.0-rc.1", ["1.0.0", "2.0.0-rc.1"], "1.0.0", "1.0.0"),
            // What stands in for a version that is not there does not step back from one that is.
            (["1.0.0", "2.0.0"], "2.0.0", ["1.0.0"], "2.0.0", "2.0.0"),
            (["1.0.0", "2.0.0"], "2.0.0", ["1.0.0"], "3.0.0", "2.0.0"),
            // But it follows the source while nothing else was ever meant.
            (["1.0.0"], "3.0.0", ["1.0.0", "2.0.0"], "3.0.0", "2.0.0"),
            (["1.0.0", "2.0.0"], "3.0.0", ["1.0.0"], "1.5.0", "1.0.0"),
            (["1.0.0"], "3.0.0", ["1.0.0", "2.0.0"], "1.0.0", "1.0.0"),
        ]
    )
    func latest(_ before: [String], _ old: String, _ after: [String], _ new: String, _ expected: String) throws {
        var site = try FarSide()
        try site.place("1.0.0", "2.0.0", "2.0.0-rc.1")
        try site.merge(try render(before, latest: old), .regular, 5)
        try site.merge(try render(after, latest: new), .regular, 6)
        #expect(try site.tags["latest"] == expected)
        try site.merge(try render(before, latest: old), .regular, 5)
        #expect(try site.tags["latest"] == expected)
        var other = try FarSide()
        try other.place("1.0.0", "2.0.0", "2.0.0-rc.1")
        try other.merge(try render(after, latest: new), .regular, 6)
        try other.merge(try render(before, latest: old), .regular, 5)
        #expect(try other.tags["latest"] == expected && other.record == site.record)
    }

    @Test("a tag that no document of the source ever had stays, one that it had goes with it")
    func ownTags() throws {
        var site = try FarSide()
        try site.place("1.0.0", "2.0.0")
        try site.merge(try sent("1.0.0", latest: "1.0.0", tags: ["beta": "1.0.0"]), .regular, 5)
        try site.tag("approved", "1.0.0")
        try site.merge(try sent("1.0.0", "2.0.0", latest: "2.0.0"), .regular, 6)
        #expect(try site.tags == ["latest": "2.0.0", "approved": "1.0.0"])
        try site.merge(try sent("2.0.0", latest: "2.0.0"), .partial, 7)
        try site.merge(try sent("1.0.0", latest: "1.0.0"), .regular, 8)
        #expect(try site.tags == ["latest": "1.0.0", "approved": "1.0.0"])
        try site.merge(try sent("1.0.0", latest: "1.0.0", tags: ["approved": "1.0.0"]), .regular, 9)
        try site.merge(try sent("1.0.0", latest: "1.0.0"), .regular, 10)
        #expect(try site.tags == ["latest": "1.0.0"])
    }

    @Test("a latest that was moved here stays where only a stand-in speaks against it")
    func movedLatest() throws {
        var site = try FarSide()
        try site.place("1.0.0", "2.0.0")
        try site.merge(try sent("1.0.0", "2.0.0", latest: "2.0.0"), .regular, 5)
        try site.tag("latest", "1.0.0")
        try site.merge(try sent("1.0.0", "2.0.0", latest: "3.0.0"), .regular, 6)
        #expect(try site.tags["latest"] == "1.0.0")
        try site.merge(try sent("1.0.0", "2.0.0", latest: "2.0.0"), .regular, 7)
        #expect(try site.tags["latest"] == "2.0.0")
    }

    @Test("a regular document replaces tags, a partial adds those that are absent")
    func scopes() throws {
        var site = try FarSide()
        try site.place("1.0.0", "2.0.0", "3.0.0")
        try site.merge(try sent("1.0.0", "2.0.0", latest: "2.0.0", tags: ["old": "1.0.0"]), .regular, 5)
        try site.merge(
            try sent("2.0.0", "3.0.0", latest: "3.0.0", tags: ["next": "3.0.0", "old": "2.0.0"]),
            .partial,
            6
        )
        #expect(try site.tags == ["latest": "2.0.0", "old": "1.0.0", "next": "3.0.0"])
        #expect(try site.versions == ["1.0.0", "2.0.0", "3.0.0"])
        try site.merge(try sent("1.0.0", "2.0.0", latest: "2.0.0", tags: ["lts": "1.0.0"]), .regular, 7)
        #expect(try site.tags == ["latest": "2.0.0", "lts": "1.0.0"])
    }

    @Test("a tag whose version is not here yet comes with it")
    func awaitedTag() throws {
        var site = try FarSide()
        try site.place("1.0.0")
        try site.merge(try sent("1.0.0", "2.0.0", latest: "2.0.0", tags: ["next": "2.0.0"]), .regular, 5)
        #expect(try site.tags == ["latest": "1.0.0"])
        try site.place("2.0.0")
        try site.merge(try sent("2.0.0"), .partial, 4)
        #expect(try site.tags == ["latest": "2.0.0", "next": "2.0.0"])
    }

    @Test("a tag moved here stays until the next regular document")
    func movedHere() throws {
        var site = try FarSide()
        try site.place("1.0.0", "2.0.0", "3.0.0")
        try site.merge(try sent("1.0.0", "2.0.0", latest: "2.0.0", tags: ["stable": "2.0.0"]), .regular, 5)
        site.bytes = Array(
            try #require(site.bytes).text.replacing(#""stable":"2.0.0""#, with: #""stable":"1.0.0""#).utf8
        )
        try site.merge(try sent("3.0.0"), .partial, 6)
        #expect(try site.tags["stable"] == "1.0.0")
        try site.merge(try sent("1.0.0", "2.0.0", latest: "2.0.0", tags: ["stable": "2.0.0"]), .regular, 7)
        #expect(try site.tags["stable"] == "2.0.0")
    }

    @Test("readme and the like come from the newest regular document")
    func members() throws {
        var site = try FarSide()
        try site.place("1.0.0", "2.0.0")
        func readme() throws -> String? {
            try site.packument?.member("readme").flatMap { try site.packument?.string($0) }
        }
        try site.merge(try sent("1.0.0", readme: "partial"), .partial, 4)
        #expect(try readme() == "partial")
        try site.merge(try sent("1.0.0", readme: "later partial"), .partial, 6)
        #expect(try readme() == "later partial")
        try site.merge(try sent("1.0.0", readme: "regular"), .regular, 5)
        #expect(try readme() == "regular")
        try site.merge(try sent("2.0.0", readme: "another partial"), .partial, 7)
        #expect(try readme() == "regular")
        try site.merge(try sent("1.0.0", readme: "older"), .regular, 3)
        #expect(try readme() == "regular")
    }

    @Test("a partial does not touch the members of a package that was published here")
    func siteMembers() throws {
        var site = try FarSide()
        site.bytes = Array(#"{"name":"demo","readme":"ours"}"#.utf8)
        try site.publish("9.0.0", content: "ours", tag: "latest")
        try site.place("1.0.0")
        try site.merge(try sent("1.0.0", latest: "1.0.0", readme: "theirs"), .partial, 5)
        #expect(try #require(site.bytes).text.contains(#""readme":"ours""#))
        #expect(try site.tags == ["latest": "9.0.0"])
    }

    private func render(_ versions: [String], latest: String) throws -> [UInt8] {
        var fixture = PackumentFixture()
        var tarballs: [TarballFileName: TarballDigests] = [:]
        for version in versions {
            fixture.add(version)
            tarballs.merge(try fixture.tarballs(version)) { $1 }
        }
        fixture.tags = [("latest", latest)]
        return try #require(OfflineReady.render(try fixture.packument(), tarballs: tarballs).bytes)
    }
}
