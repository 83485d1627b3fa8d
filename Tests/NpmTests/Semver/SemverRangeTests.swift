import Testing

@testable import Npm

@Suite("Ranges")
struct SemverRangeTests {
    @Test("npm's reading of a range, strict and loose", arguments: RangeFact.all + RangeFact.corners)
    func reading(fact: RangeFact) {
        #expect(SemverRange(parsing: fact.text, rules: .former)?.description == fact.strict)
        #expect(SemverRange(parsing: fact.text, loose: true, rules: .former)?.description == fact.loose)
    }

    @Test("what npm prints reads back as the same range", arguments: RangeFact.all + RangeFact.corners)
    func canonicalText(fact: RangeFact) throws {
        guard let text = fact.loose else { return }
        let range = try #require(SemverRange(parsing: text))
        #expect(range.description == text)
        #expect(range == SemverRange(parsing: fact.text, loose: true, rules: .former))
    }

    @Test("npm's answer to who is in a range", arguments: MembershipFact.all + MembershipFact.floors)
    func membership(fact: MembershipFact) throws {
        let version = try #require(Semver(parsing: fact.version, loose: true))
        let strict = try #require(SemverRange(parsing: fact.range, rules: .former))
        let loose = try #require(SemverRange(parsing: fact.range, loose: true, rules: .former))
        let wide = try #require(
            SemverRange(parsing: fact.range, loose: true, includingPrereleases: true, rules: .former)
        )
        #expect(strict.contains(version) == fact.isMember)
        #expect(loose.contains(version) == fact.isMember)
        #expect(wide.contains(version) == fact.isMemberWithPrereleases)
    }

    @Test("npm's newer reading of a range, strict and loose", arguments: RangeFact.current)
    func currentReading(fact: RangeFact) {
        #expect(SemverRange(parsing: fact.text)?.description == fact.strict)
        #expect(SemverRange(parsing: fact.text, loose: true)?.description == fact.loose)
    }

    @Test("npm's newer answer to who is in a range", arguments: MembershipFact.current)
    func currentMembership(fact: MembershipFact) throws {
        let version = try #require(Semver(parsing: fact.version, loose: true))
        let range = try #require(SemverRange(parsing: fact.range, loose: true))
        let wide = try #require(SemverRange(parsing: fact.range, loose: true, includingPrereleases: true))
        #expect(range.contains(version) == fact.isMember)
        #expect(wide.contains(version) == fact.isMemberWithPrereleases)
    }

    @Test("a range holds its own ends and nothing beyond them")
    func ends() throws {
        let range = try #require(SemverRange(parsing: ">1.0.0 <=1.2.0 || 3.1.4"))
        let members = ["1.0.0", "1.0.1", "1.2.0", "1.2.1", "3.1.3", "3.1.4", "3.1.5"].compactMap { Semver(parsing: $0) }
        #expect(members.filter(range.contains).map(\.description) == ["1.0.1", "1.2.0", "3.1.4"])
    }

    @Test("the highest version in a range wins, whatever the order")
    func maxSatisfying() throws {
        let versions = ["1.2.0", "1.10.0", "2.0.0", "1.9.0", "1.11.0-rc.1"].compactMap { Semver(parsing: $0) }
        let range = try #require(SemverRange(parsing: "^1"))
        #expect(range.maxSatisfying(versions)?.description == "1.10.0")
        #expect(range.maxSatisfying(versions.reversed())?.description == "1.10.0")
        #expect(SemverRange.any.maxSatisfying(versions)?.description == "2.0.0")
        #expect(SemverRange(parsing: ">3")?.maxSatisfying(versions) == nil)
        #expect(range.maxSatisfying([]) == nil)
    }

    @Test(
        "the longest text is read to its end, a longer one not at all",
        arguments: ["v", "=", " v", "||", "1 ", "^", "~>", "x.", "*", "> ", "1.2.3-", "- ", "<=v"]
    )
    func length(piece: String) throws {
        let padding = String(repeating: piece, count: SemverRange.longestText).utf8.prefix(SemverRange.longestText - 6)
        let text = String(decoding: padding, as: UTF8.self) + " ||1.2"
        let version = try #require(Semver(parsing: "1.2.0"))
        #expect(SemverRange(parsing: text, loose: true)?.contains(version) == true)
        #expect(SemverRange(parsing: text + "0", loose: true) == nil)
    }

    @Test("bytes that are no ASCII are never read", arguments: ["1.2.3-ä", "１.2.3", "^1\u{0}", "1.2.3\u{301}", "≥1"])
    func foreignBytes(text: String) {
        #expect(Semver(parsing: text, loose: true) == nil)
        #expect(SemverRange(parsing: text, loose: true) == nil)
    }
}
