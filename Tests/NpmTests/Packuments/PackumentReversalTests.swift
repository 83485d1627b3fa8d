import JSON
import Testing

@testable import Npm

/// A packument of which an import is taken back after the site wrote into it.
@Suite struct PackumentReversalTests {
    /// What is listed, by what its tarball holds, with tags; a compact way to write packuments.
    private func document(
        _ versions: [(String, String)],
        tags: [(String, String)] = [],
        _ other: [(String, String)] = []
    ) throws -> JSONValue {
        var fixture = PackumentFixture()
        for (version, content) in versions { fixture.add(version, content: content, time: "2026-01-01T00:00:00.000Z") }
        fixture.tags = tags
        fixture.others = other
        return try JSONValue(parsing: fixture.bytes)
    }

    private func reversed(
        _ before: JSONValue?,
        _ after: JSONValue,
        _ now: JSONValue,
        removed: Set<String> = []
    ) throws -> Packument? {
        let reversal = PackumentReversal(before: before, after: after, now: now, removed: removed)
        guard let bytes = reversal.document()?.encoded() else { return nil }
        let again = PackumentReversal(
            before: before,
            after: after,
            now: try JSONValue(parsing: bytes),
            removed: removed
        )
        #expect(again.document()?.encoded() == bytes, "reversing twice gives the same bytes")
        return try Packument(scanning: bytes, expecting: PackageName("demo"))
    }

    @Test("what the site published since stays, what the import brought goes, what it replaced returns")
    func versions() throws {
        let before = try document([("1.0.0", "old")], tags: [("latest", "1.0.0")])
        let after = try document([("1.0.0", "new"), ("1.1.0", "new")], tags: [("latest", "1.1.0")])
        let now = try document(
            [("1.0.0", "new"), ("1.1.0", "new"), ("7.7.7", "ours")],
            tags: [("latest", "1.1.0"), ("local", "7.7.7")]
        )
        let result = try #require(try reversed(before, after, now, removed: ["demo-1.1.0.tgz"]))
        #expect(result.versions.map(\.version) == ["1.0.0", "7.7.7"])
        #expect(result.tag("latest") == "1.0.0" && result.tag("local") == "7.7.7")
        let text = String(decoding: result.bytes, as: UTF8.self)
        #expect(text.contains(PackumentFixture.integrity("old")) && !text.contains(PackumentFixture.integrity("new")))
        #expect(!text.contains(#""1.1.0""#), "no time of what is gone")
    }

    @Test("a version that the site changed goes with its tarball all the same")
    func deprecated() throws {
        let before = try document([("1.0.0", "a")])
        let after = try document([("1.0.0", "a"), ("1.1.0", "b")])
        let now = try document([("1.0.0", "a"), ("1.1.0", "changed")], tags: [("latest", "1.1.0")])
        let result = try #require(try reversed(before, after, now, removed: ["demo-1.1.0.tgz"]))
        #expect(result.versions.map(\.version) == ["1.0.0"] && result.tag("latest") == "1.0.0")
    }

    @Test("a package that the import brought goes, unless the site published into it")
    func newPackage() throws {
        let after = try document([("1.0.0", "a")], tags: [("latest", "1.0.0")])
        #expect(try reversed(nil, after, after, removed: ["demo-1.0.0.tgz"]) == nil)
        let now = try document([("1.0.0", "a"), ("2.0.0-local", "ours")], tags: [("latest", "1.0.0")])
        let result = try #require(try reversed(nil, after, now, removed: ["demo-1.0.0.tgz"]))
        #expect(result.versions.map(\.version) == ["2.0.0-local"])
        #expect(result.tag("latest") == "2.0.0-local")
    }

    @Test("what tar put aside is listed again, newest first, as far as its tarball is here")
    func gathering() throws {
        let live = try document([("1.0.0", "new")], tags: [("latest", "1.0.0")])
        let newer = try document([("1.0.0", "old"), ("2.0.0", "two")], tags: [("latest", "2.0.0"), ("two", "2.0.0")])
        let older = try document([("2.0.0", "else"), ("3.0.0", "three"), ("4.0.0", "gone")], tags: [("four", "4.0.0")])
        let tarballs: Set = ["demo-1.0.0.tgz", "demo-2.0.0.tgz", "demo-3.0.0.tgz"]
        let gathering = PackumentGathering(documents: [live, newer, older], tarballs: tarballs)
        let bytes = gathering.document().encoded()
        let result = try Packument(scanning: bytes, expecting: PackageName("demo"))
        #expect(result.versions.map(\.version) == ["1.0.0", "2.0.0", "3.0.0"])
        #expect(result.tag("latest") == "1.0.0" && result.tag("two") == "2.0.0" && result.tag("four") == nil)
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.contains(PackumentFixture.integrity("two")) && !text.contains(PackumentFixture.integrity("else")))
        #expect(text.contains(PackumentFixture.integrity("new")) && !text.contains(PackumentFixture.integrity("old")))
    }

    @Test("what the site took away stays away, and what it says elsewhere stays said")
    func otherMembers() throws {
        let before = try document([("1.0.0", "a"), ("1.0.1", "b")], [("readme", #""old""#), ("license", #""MIT""#)])
        let after = try document([("1.0.0", "a"), ("1.0.1", "b")], [("readme", #""new""#), ("license", #""ISC""#)])
        let now = try document([("1.0.0", "a")], [("readme", #""ours""#), ("license", #""ISC""#)])
        let result = try #require(try reversed(before, after, now))
        #expect(result.versions.map(\.version) == ["1.0.0"])
        let text = String(decoding: result.bytes, as: UTF8.self)
        #expect(text.contains(#""readme":"ours""#) && text.contains(#""license":"MIT""#))
    }
}
