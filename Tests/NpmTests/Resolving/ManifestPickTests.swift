import Testing

@testable import Npm

@Suite("Picks")
struct ManifestPickTests {
    @Test("npm's pick", arguments: PickFact.all + PickFact.corners)
    func pick(fact: PickFact) throws {
        let pick = ManifestPick(versions: fact.versions, tags: fact.tags, node: Semver(parsing: "20.20.2"))
        #expect(pick.pick(try RegistrySpec(fact.wanted)) == fact.picked)
    }

    @Test("engines matter only where a node version is given")
    func withoutNode() throws {
        let pick = ManifestPick(versions: ["1.0.0", .forNode(">=99", "1.9.0")], tags: [:])
        #expect(pick.pick(try RegistrySpec("^1.0.0")) == "1.9.0")
    }

    @Test("engines are read as npm reads them: prereleases of node count")
    func nodePrerelease() throws {
        let node = Semver(parsing: "21.0.0-nightly20230501")
        let pick = ManifestPick(
            versions: ["1.0.0", .forNode(">=20", "1.9.0"), .forNode("^20", "1.10.0")],
            tags: [:],
            node: node
        )
        #expect(pick.pick(try RegistrySpec("^1.0.0")) == "1.9.0")
    }

    @Test("a packument gives its versions, tags, deprecations and engines")
    func packument() throws {
        let versions = [
            #""1.0.0": {"name": "p", "version": "1.0.0"}"#,
            #""1.1.0": {"name": "p", "version": "1.1.0", "engines": {"npm": "*", "node": ">=99"}}"#,
            #""1.2.0": {"name": "p", "version": "1.2.0", "deprecated": "no more"}"#,
            #""1.0.1": {"name": "p", "version": "1.0.1", "deprecated": ""}"#,
            #""1.0.2": {"name": "p", "version": "1.0.2", "engines": ["node >= 0.2.0"]}"#,
        ]
        let document =
            #"{"name": "p", "dist-tags": {"old": "1.0.0"}, "versions": {\#(versions.joined(separator: ","))}}"#
        let packument = try Packument(scanning: Array(document.utf8))
        let range = try RegistrySpec("^1.0.0")
        #expect(ManifestPick(packument).pick(range) == "1.1.0")
        #expect(ManifestPick(packument, node: Semver(parsing: "20.0.0")).pick(range) == "1.0.2")
        #expect(ManifestPick(packument).pick(try RegistrySpec("old")) == "1.0.0")
        #expect(ManifestPick(packument).maxSatisfying(range) == "1.2.0")
    }

    @Test("the plain highest version ignores latest and deprecation")
    func maxSatisfying() throws {
        let versions: [PublishedVersion] = ["1.0.0", "1.5.0", .deprecated("1.9.0"), "2.0.0"]
        let pick = ManifestPick(versions: versions, tags: ["latest": "1.5.0", "next": "2.0.0"])
        #expect(pick.maxSatisfying(try RegistrySpec("^1.0.0")) == "1.9.0")
        #expect(pick.maxSatisfying(try RegistrySpec("next")) == "2.0.0")
        #expect(pick.maxSatisfying(try RegistrySpec("1.5.0")) == "1.5.0")
        #expect(pick.maxSatisfying(try RegistrySpec("^3")) == nil)
    }
}
