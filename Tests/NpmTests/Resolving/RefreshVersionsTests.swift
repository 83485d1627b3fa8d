import Testing
import Trees

@testable import Npm

@Suite("Versions that a refresh wants")
struct RefreshVersionsTests {
    private func manifest(
        _ versions: [String],
        tags: [(String, String)] = [],
        deprecated: Set<String> = []
    ) throws -> PackageManifest {
        var package = PackumentFixture(name: "demo")
        for version in versions { package.add(version, deprecated.contains(version) ? #""deprecated":"no more""# : "") }
        package.tags = tags
        return try PackageManifest(package.packument())
    }

    @Test(
        "each policy, whatever is cached",
        arguments: [
            (RefreshVersions.latest, [], ["2.0.0"]), (.latest, ["1.0.0"], ["2.0.0"]), (.latest, ["9.0.0"], ["2.0.0"]),
            (.tags, ["1.0.0"], ["1.9.0", "2.0.0", "3.0.0-rc.1"]), (.newer, [], ["2.0.0"]),
            (.newer, ["1.1.0"], ["1.2.0", "1.9.0", "2.0.0"]), (.newer, ["2.0.0"], ["2.0.0"]),
            (.newer, ["3.0.0-rc.0"], ["2.0.0", "3.0.0-rc.1"]), (.siblings, [], ["2.0.0"]),
            (.siblings, ["1.1.0"], ["1.1.0", "1.9.0", "2.0.0"]), (.siblings, ["1.0.0"], ["1.0.1", "1.9.0", "2.0.0"]),
            (.siblings, ["3.0.0-rc.0"], ["2.0.0", "3.0.0-rc.1"]), (.siblings, ["no version"], ["2.0.0"]),
        ]
    )
    func policies(_ policy: RefreshVersions, _ cached: [String], _ expected: [String]) throws {
        let versions = ["1.0.0", "1.0.1", "1.1.0", "1.2.0", "1.9.0", "2.0.0", "3.0.0-rc.0", "3.0.0-rc.1"]
        let tags = [("latest", "2.0.0"), ("old", "1.9.0"), ("next", "3.0.0-rc.1"), ("lost", "7.7.7")]
        #expect(try policy.versions(of: manifest(versions, tags: tags), cached: Set(cached)) == expected)
    }

    @Test(
        "without a usable latest tag it is what npm would choose, or the highest prerelease",
        arguments: [
            (["1.0.0", "1.1.0"], "1.0.0"), (["1.1.0", "1.2.0-rc.1"], "1.2.0-rc.1"),
            (["1.0.0-a", "1.0.0-b"], "1.0.0-b"),
        ]
    )
    func latest(_ versions: [String], _ expected: String) throws {
        let expected = versions.contains("1.2.0-rc.1") ? "1.1.0" : expected
        let found = try manifest(versions, tags: [("latest", "9.9.9")], deprecated: ["1.1.0"])
        #expect(RefreshVersions.latest.versions(of: found, cached: []) == [expected])
    }

    @Test("a package with nothing to offer gives nothing", arguments: RefreshVersions.allCases)
    func empty(_ policy: RefreshVersions) throws {
        #expect(try policy.versions(of: manifest([]), cached: ["1.0.0"]).isEmpty)
    }

    @Test("of a line npm's pick and the highest are both wanted")
    func both() throws {
        let found = try manifest(["1.0.0", "1.5.0", "1.6.0"], tags: [("latest", "1.5.0")], deprecated: ["1.6.0"])
        #expect(RefreshVersions.siblings.versions(of: found, cached: ["1.0.0"]) == ["1.0.0", "1.5.0", "1.6.0"])
    }
}
