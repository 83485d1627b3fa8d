import JSON
import Npm
import Testing

@Suite("Merging packuments")
struct PackumentMergeTests {
    @Test("the first document arrives as it was sent")
    func first() throws {
        var site = try FarSide()
        try site.place("1.0.0", "2.0.0")
        let document = try sent("1.0.0", "2.0.0", latest: "2.0.0", tags: ["next": "1.0.0"])
        let merged = try site.merge(document, .regular, 5)
        #expect(merged.bytes == document)
        #expect(merged.isChanged)
        #expect(merged.conflicts.isEmpty && merged.dropped.isEmpty)
        #expect(merged.record.versions == ["1.0.0": 5, "2.0.0": 5])
        #expect(merged.record.regular?.sequence == 5)
    }

    @Test(
        "merging a document again changes nothing, partial or not",
        arguments: [IncomingPackument.Scope.regular, .partial]
    )
    func idempotent(_ scope: IncomingPackument.Scope) throws {
        var site = try FarSide()
        try site.place("1.0.0")
        try site.publish("3.0.0", content: "ours", tag: "mine")
        let document = try sent("1.0.0", "2.0.0", latest: "2.0.0", metadata: ["1.5.0"])
        let once = try site.merge(document, scope, 5)
        let twice = try site.merge(document, scope, 5)
        #expect(once.isChanged && !twice.isChanged)
        #expect(twice.bytes == once.bytes)
        #expect(twice.record == once.record)
        #expect(twice.dropped == once.dropped)
    }

    @Test("a document that Verdaccio has laid out anew and touched counts as unchanged")
    func rewritten() throws {
        var site = try FarSide()
        try site.place("1.0.0", "2.0.0")
        let document = try sent("1.0.0", "2.0.0", latest: "2.0.0")
        try site.merge(document, .regular, 5)
        var value = try JSONValue(parsing: try #require(site.bytes))
        value.set("time", "modified", "2031-01-01T00:00:00.000Z")
        value = .object((value.objectValue ?? []).reversed().map { $0.0 == "_rev" ? ("_rev", "77-ffff") : $0 })
        let written = value.encoded(layout: .indented(1))
        site.bytes = written
        let merged = try site.merge(document, .regular, 5)
        #expect(!merged.isChanged)
        #expect(merged.bytes == written)
    }

    @Test("what is rewritten counts on from the local revision")
    func revision() throws {
        var site = try FarSide()
        try site.place("1.0.0", "2.0.0")
        try site.merge(try sent("1.0.0"), .regular, 5)
        site.bytes = Array(try #require(site.bytes).text.replacing("\"_rev\":\"1-", with: "\"_rev\":\"41-").utf8)
        try site.merge(try sent("1.0.0", "2.0.0"), .regular, 6)
        #expect(try site.packument?.revision?.hasPrefix("42-") == true)
    }

    @Test("a deprecation that vanished upstream vanishes here, and an older document does not bring it back")
    func deprecation() throws {
        var site = try FarSide()
        try site.place("1.0.0")
        let old = try sent("1.0.0", deprecated: ["1.0.0": "bad"])
        try site.merge(old, .regular, 5)
        #expect(try site.member("deprecated", of: "1.0.0") == "bad")
        try site.merge(try sent("1.0.0"), .regular, 6)
        #expect(try site.member("deprecated", of: "1.0.0") == nil)
        let merged = try site.merge(old, .regular, 5)
        #expect(!merged.isChanged)
        #expect(merged.record.versions == ["1.0.0": 6])
    }

    @Test("versions published here stay whatever arrives, with their tags")
    func siteVersions() throws {
        var site = try FarSide()
        try site.publish("9.0.0", content: "ours", tag: "latest")
        try site.publish("9.1.0", content: "ours too", tag: "beta")
        try site.place("1.0.0")
        let merged = try site.merge(try sent("1.0.0", latest: "1.0.0", tags: ["beta": "1.0.0"]), .regular, 5)
        #expect(try site.versions == ["1.0.0", "9.0.0", "9.1.0"])
        #expect(try site.tags == ["latest": "9.0.0", "beta": "9.1.0"])
        #expect(merged.conflicts.isEmpty)
        #expect(merged.record.versions == ["1.0.0": 5])
        try site.merge(try sent("1.0.0"), .partial, 9)
        #expect(try site.versions == ["1.0.0", "9.0.0", "9.1.0"])
    }

    @Test("a version published here with other bytes stays and is a conflict, every time")
    func conflict() throws {
        var site = try FarSide()
        try site.publish("1.0.0", content: "ours", tag: "latest", #""description":"ours""#)
        for sequence in 5...7 {
            let merged = try site.merge(try sent("1.0.0", latest: "1.0.0"), .regular, Int64(sequence))
            #expect(merged.conflicts == [VersionConflict("1.0.0", .siteVersion)])
            #expect(merged.record.versions.isEmpty)
            #expect(try site.member("description", of: "1.0.0") == "ours")
        }
    }

    @Test("a version published here with the same bytes becomes the source's once its file does")
    func equalBytes() throws {
        var site = try FarSide()
        try site.publish("1.0.0", content: "demo@1.0.0", tag: "latest", #""description":"ours""#)
        let document = try sent("1.0.0", latest: "1.0.0", deprecated: ["1.0.0": "old"])
        #expect(try site.merge(document, .regular, 5).conflicts.isEmpty)
        #expect(try site.member("description", of: "1.0.0") == "ours")
        try site.place("1.0.0")
        try site.merge(document, .regular, 5)
        #expect(try site.member("deprecated", of: "1.0.0") == "old")
    }

    @Test("a version whose tarball here is not the one it means leaves what is present, and says so")
    func otherTarball() throws {
        var site = try FarSide()
        try site.place("1.0.0")
        try site.merge(try sent("1.0.0"), .regular, 5)
        let republished = try sent("1.0.0", contents: ["1.0.0": "new bytes"])
        let merged = try site.merge(republished, .regular, 6)
        #expect(merged.conflicts == [VersionConflict("1.0.0", .otherTarball)])
        #expect(merged.record.versions == ["1.0.0": 5])
        try site.put("1.0.0", content: "new bytes", owner: .source)
        #expect(try site.merge(republished, .regular, 6).conflicts.isEmpty)
        #expect(site.record.versions == ["1.0.0": 6])
    }

    @Test("versions without a tarball are not listed, held ones are")
    func missing() throws {
        var site = try FarSide()
        try site.place("1.0.0")
        site.held = [try PackumentFixture.file("demo-2.0.0.tgz")]
        let merged = try site.merge(try sent("1.0.0", "2.0.0", "3.0.0", latest: "3.0.0"), .regular, 5)
        #expect(try site.versions == ["1.0.0", "2.0.0"])
        #expect(merged.dropped == [DroppedVersion("3.0.0", .noTarball)])
        #expect(try site.tags == ["latest": "2.0.0"])
    }

    @Test("a version published here stays the site's while its file is held", arguments: [true, false])
    func heldOfSite(_ isOnDisk: Bool) throws {
        var site = try FarSide()
        try site.publish("1.0.0", content: "ours", tag: "latest", #""description":"ours""#)
        let file = try PackumentFixture.file("demo-1.0.0.tgz")
        site.held = [file]
        site.tarballs[file] =
            isOnDisk ? LocalTarball(PackumentFixture.digests("damaged"), owner: .site) : nil
        let merged = try site.merge(try sent("1.0.0", latest: "1.0.0"), .regular, 5)
        #expect(try site.member("description", of: "1.0.0") == "ours")
        #expect(merged.record.versions.isEmpty)
    }

    @Test("source versions that are gone upstream stay while their tarballs do")
    func gone() throws {
        var site = try FarSide()
        try site.place("1.0.0", "2.0.0")
        try site.merge(try sent("1.0.0", "2.0.0", latest: "2.0.0"), .regular, 5)
        try site.merge(try sent("1.0.0", latest: "1.0.0"), .regular, 6)
        #expect(try site.versions == ["1.0.0", "2.0.0"])
        #expect(try site.tags == ["latest": "1.0.0"])
        site.tarballs[try PackumentFixture.file("demo-2.0.0.tgz")] = nil
        let pruned = try site.merge(nil)
        #expect(try site.versions == ["1.0.0"])
        #expect(pruned.dropped == [DroppedVersion("2.0.0", .noTarball)])
        #expect(pruned.record.versions == ["1.0.0": 6])
    }

    @Test("a package of which nothing is left has no document, and comes back")
    func nothingLeft() throws {
        var site = try FarSide()
        try site.place("1.0.0")
        try site.merge(try sent("1.0.0"), .regular, 5)
        site.tarballs = [:]
        let merged = try site.merge(nil)
        #expect(merged.bytes == nil && merged.isChanged)
        #expect(!(try site.merge(nil).isChanged))
        try site.place("1.0.0")
        #expect(try site.merge(try sent("1.0.0"), .regular, 5).bytes == sent("1.0.0"))
    }

    @Test("whatever would lead a client or Verdaccio upstream is gone after a merge")
    func unpruned() throws {
        var site = try FarSide()
        var fixture = PackumentFixture()
        for version in ["1.0.0", "2.0.0", "3.0.0"] { fixture.add(version, "\"x\":1") }
        fixture.tags = [("latest", "3.0.0")]
        let text = fixture.bytes.text.replacing(
            #""_distfiles":{}"#,
            with: #""_distfiles":{"demo-3.0.0.tgz":{"url":"u"}}"#
        )
        site.bytes = Array(text.utf8)
        try site.put("1.0.0", content: "demo@1.0.0", owner: .site)
        try site.place("2.0.0")
        let merged = try site.merge(try sent("2.0.0", latest: "2.0.0"), .regular, 5)
        #expect(try site.versions == ["1.0.0", "2.0.0"])
        #expect(try #require(site.bytes).text.contains(#""_distfiles":{},"_uplinks":{}"#))
        #expect(merged.dropped == [DroppedVersion("3.0.0", .noTarball)])
    }

    @Test("times are united, the earlier creation counts")
    func times() throws {
        var site = try FarSide()
        site.bytes = Array(#"{"name":"demo","time":{"created":"2019-05-05T00:00:00.000Z"}}"#.utf8)
        try site.publish("9.0.0", content: "ours", tag: "latest")
        try site.place("1.0.0")
        var document = try JSONValue(parsing: sent("1.0.0"))
        document.set("time", "created", "2020-01-01T00:00:00.000Z")
        try site.merge(document.encoded(), .regular, 5)
        let packument = try #require(try site.packument)
        #expect(
            packument.times.map { "\($0.name) \(packument.string($0.value) ?? "")" } == [
                "created 2019-05-05T00:00:00.000Z", "modified 2022-02-02T00:00:00.000Z",
                "1.0.0 2021-01-01T00:00:00.000Z",
                "9.0.0 2022-02-02T00:00:00.000Z",
            ]
        )
    }

    @Test("damaged versions arrive no further")
    func damaged() throws {
        var site = try FarSide()
        try site.place("1.0.0", "2.0.0")
        let good = PackumentFixture.object("demo", "1.0.0", content: "demo@1.0.0")
        let text = #"{"name":"demo","versions":{"1.0.0":\#(good),"2.0.0":{"name":"demo","version":"2.0.0"}}}"#
        let merged = try site.merge(Array(text.utf8), .regular, 5)
        #expect(try site.versions == ["1.0.0"])
        #expect(merged.dropped == [DroppedVersion("2.0.0", .unusable(.noDist))])
    }
}
