import Testing

@testable import Npm

@Suite("Versions")
struct SemverTests {
    @Test("npm's loose reading of a version", arguments: RangeFact.all + RangeFact.corners)
    func looseReading(fact: RangeFact) {
        #expect(Semver(parsing: fact.text, loose: true)?.description == fact.version)
    }

    @Test(
        "strict reading takes semver 2.0.0 with an optional v and blanks around it",
        arguments: [
            "0.0.0", "1.2.3", "10.20.30", "1.1.2-prerelease+meta", "1.0.0-alpha.beta.1", "1.0.0-0A.is.legal",
            "1.2.3----RC-SNAPSHOT.12.9.1--.12", "9007199254740991.0.0", "v1.2.3", " 1.2.3\n",
            "1.0.0+0.build.1-rc.10000aaa-kk-0.1",
        ]
    )
    func strictReading(text: String) throws {
        let version = try #require(Semver(parsing: text))
        let trimmed = text.filter { $0 != "v" && !$0.isWhitespace }
        #expect(version.description == String(trimmed.prefix { $0 != "+" }))
        #expect(Semver(parsing: text, loose: true) == version)
    }

    @Test(
        "strict reading refuses everything else",
        arguments: [
            "", "1", "1.2", "1.2.3.4", "01.2.3", "1.02.3", "1.2.03", "1.2.3-01", "1.2.3-", "1.2.3+", "1.2.3-a..b",
            "1.2.3+a..b",
            "=1.2.3", "vv1.2.3", "v 1.2.3", "1.2.3beta", "-1.2.3", "1. 2.3", "1.2.3-ä", "9007199254740992.0.0",
            "1.2.3-a_b",
            "99999999999999999999999.1.1", ".1.2", "a.b.c", "1.2.3 1.2.3", "1.2.3-+b", "1.2.3++b",
        ]
    )
    func strictRefusal(text: String) {
        #expect(Semver(parsing: text) == nil)
    }

    @Test("no version is longer than 256 bytes")
    func length() {
        let longest = "1.2.3-" + String(repeating: "a", count: 250)
        #expect(Semver(parsing: longest) != nil)
        #expect(Semver(parsing: longest + "a") == nil)
        #expect(Semver(parsing: longest + "a", loose: true) == nil)
    }

    @Test("precedence follows npm's order, each below all that come after it")
    func precedence() throws {
        let chain = [
            "0.0.0-0", "0.9.9", "1.0.0-1", "1.0.0-A", "1.0.0-a1", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta",
            "1.0.0-beta",
            "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "1.0.1", "1.1.0", "2.0.0", "10.0.0",
            "11.0.0-20190101123456789", "11.0.0-20190101123456790",
        ]
        let versions = try chain.map { try #require(Semver(parsing: $0)) }
        for (index, version) in versions.enumerated() {
            for later in versions[(index + 1)...] { #expect(version < later && !(later < version) && version != later) }
        }
        #expect(versions.shuffled().sorted() == versions)
    }

    @Test("build metadata neither orders nor tells apart")
    func build() throws {
        let left = try #require(Semver(parsing: "1.2.3-a+left"))
        let right = try #require(Semver(parsing: "1.2.3-a+right"))
        #expect(left == right && left.hashValue == right.hashValue && !(left < right) && !(right < left))
        #expect(left.description == "1.2.3-a")
    }

    @Test("only a prerelease part makes a prerelease")
    func prerelease() {
        #expect(Semver(parsing: "1.2.3-0")?.isPrerelease == true)
        #expect(Semver(parsing: "1.2.3+0-0")?.isPrerelease == false)
    }
}
