import Testing

@testable import Npm

@Suite("Walks among platforms")
struct PlatformWalkTests {
    /// A package whose builds are optional, two versions of each.
    private func registry() -> WalkFixture {
        var registry = WalkFixture()
        let builds = ["linux": "linux", "musl": "linux", "mac": "darwin", "win": "win32"]
        for version in ["1.0.0", "1.1.0"] {
            for (name, os) in builds {
                let libc = ["linux": #","libc":["glibc"]"#, "musl": #","libc":["musl"]"#][name] ?? ""
                registry.add("@x/\(name)", version, #""os":["\#(os)"]"# + libc)
            }
        }
        let all: KeyValuePairs = ["@x/linux": "^1", "@x/musl": "1.0.0", "@x/mac": "^1", "@x/win": "1.0.0", "gone": "*"]
        registry.add("x", "1.0.0", WalkFixture.dependencies(all, as: "optionalDependencies"))
        return registry
    }

    @Test("of other platforms only the metadata is wanted, of every version that the range allows")
    func optional() throws {
        let closure = try registry().closure(of: "x")
        #expect(closure.tarballs == ["@x/linux@1.1.0", "@x/musl@1.0.0", "x@1.0.0"])
        #expect(closure.listed == ["@x/mac@1.0.0", "@x/mac@1.1.0", "@x/win@1.0.0"])
        #expect(closure.skipped.texts == ["x@1.0.0: gone@*"])
        #expect(closure.unresolved.isEmpty)
    }

    @Test("with no platforms named, all tarballs are wanted")
    func all() throws {
        let closure = try registry().closure(of: [("x", "*")], platforms: [])
        let builds = ["@x/linux@1.1.0", "@x/mac@1.1.0", "@x/musl@1.0.0", "@x/win@1.0.0"]
        #expect(closure.tarballs == builds + ["x@1.0.0"])
        #expect(closure.listed.isEmpty)
    }

    @Test("what is listed is what an archive of the fetched versions would list")
    func plan() throws {
        let registry = registry()
        let closure = try registry.closure(of: "x")
        let facts = try registry.packages.values.map { PackageFacts(try $0.packument()) }
        let kept = closure.wanted.mapValues { Set($0.filter(\.value.isTarball).keys) }
        let platforms = ["linux-x64-glibc", "linux-x64-musl"].compactMap(Platform.init(parsing:))
        let plan = MetadataOnlyPlan(facts: facts, kept: kept, platforms: platforms)
        let listed = closure.wanted.mapValues { Set($0.filter { !$0.value.isTarball }.keys) }.filter {
            !$0.value.isEmpty
        }
        #expect(plan.versions == listed)
    }

    @Test("what is required for another platform is fetched, and told of")
    func required() throws {
        var registry = registry()
        registry.add("y", "1.0.0", WalkFixture.dependencies(["@x/win": "1.0.0"]))
        let closure = try registry.closure(of: [("x", "*"), ("y", "*")])
        #expect(closure.tarballs.contains("@x/win@1.0.0"))
        #expect(closure.otherPlatforms.texts == ["y@1.0.0: @x/win@1.0.0"])
        #expect(closure.otherPlatforms.first?.cause == .otherPlatform(version: "1.0.0"))
    }

    @Test(
        "what is asked for on purpose comes for any platform, what a refresh asks for only where it fits",
        arguments: [(Demand.always, ["@x/mac@1.1.0"], []), (.whereItFits, [], ["@x/mac@1.1.0"])]
    )
    func roots(_ demand: Demand, _ tarballs: [String], _ listed: [String]) throws {
        let closure = try registry().closure(of: [("@x/mac", "^1")], as: demand)
        #expect(closure.tarballs == tarballs)
        #expect(closure.listed == listed)
        #expect(closure.otherPlatforms.isEmpty)
    }

    @Test("through what is only listed, other platforms' packages are listed on, and what fits is fetched where it is")
    func transitive() throws {
        var registry = WalkFixture()
        let needs = WalkFixture.dependencies(["native": "*", "plain": "*", "gone": "*"])
        registry.add("x", "1.0.0", WalkFixture.dependencies(["mac": "*"], as: "optionalDependencies"))
        registry.add("mac", "1.0.0", #""os":["darwin"],"# + needs)
        registry.add("native", "1.0.0", #""cpu":["arm64"]"#)
        registry.add("plain", "1.0.0", WalkFixture.dependencies(["more": "*"]))
        registry.add("more", "1.0.0")
        let closure = try registry.closure(of: "x")
        #expect(closure.tarballs == ["more@1.0.0", "plain@1.0.0", "x@1.0.0"])
        #expect(closure.skipped.texts == ["mac@1.0.0: gone@*"] && closure.unresolved.isEmpty)
        #expect(closure.listed == ["mac@1.0.0", "native@1.0.0"])
    }

    @Test("what is listed first and required later is fetched with all that it needs")
    func upgrade() throws {
        var registry = WalkFixture()
        registry.add("x", "1.0.0", WalkFixture.dependencies(["mac": "*"], as: "optionalDependencies"))
        registry.add("mac", "1.0.0", #""os":["darwin"],"# + WalkFixture.dependencies(["plain": "*"]))
        registry.add("plain", "1.0.0")
        registry.add("y", "1.0.0", WalkFixture.dependencies(["z": "*"]))
        registry.add("z", "1.0.0", WalkFixture.dependencies(["mac": "*"]))
        let closure = try registry.closure(of: [("x", "*"), ("y", "*")])
        #expect(closure.tarballs == ["mac@1.0.0", "plain@1.0.0", "x@1.0.0", "y@1.0.0", "z@1.0.0"])
        #expect(closure.listed.isEmpty)
    }

    @Test(
        "yarn 4 wants node-gyp beside what is compiled",
        arguments: [
            (#""scripts":{"install":"node-gyp rebuild"}"#, true), (#""scripts":{"x":"prebuild-install || y"}"#, true),
            (#""scripts":{"install":"node-gyp-build"}"#, true), (#""scripts":{"install":"my_node-gyp"}"#, false),
            (#""scripts":{"install":"node-gypsy"}"#, false),
            (#""description":"node-gyp"}"#.dropLast().description, false),
            (#""scripts":{"i":"node-gyp"},"dependencies":{"node-gyp":"^1"}"#, false),
            (#""scripts":{"i":"node-gyp"},"peerDependencies":{"node-gyp":"^1"}"#, false),
            (#""os":["darwin"],"scripts":{"install":"node-gyp rebuild"}"#, true),
        ]
    )
    func nodeGyp(_ extra: String, _ isWanted: Bool) throws {
        var registry = WalkFixture()
        registry.add("x", "1.0.0", WalkFixture.dependencies(["native": "*"], as: "optionalDependencies"))
        registry.add("native", "1.0.0", extra)
        registry.add("node-gyp", "1.0.0")
        registry.add("node-gyp", "11.0.0", WalkFixture.dependencies(["tar": "*"]))
        registry.add("tar", "7.0.0")
        let closure = try registry.closure(of: "x")
        #expect(closure.tarballs.contains("node-gyp@11.0.0") == isWanted)
        #expect(closure.tarballs.contains("tar@7.0.0") == isWanted)
        registry.packages["node-gyp"] = nil
        #expect(try registry.closure(of: "x").skipped.texts == (isWanted ? ["native@1.0.0: node-gyp@latest"] : []))
    }
}
