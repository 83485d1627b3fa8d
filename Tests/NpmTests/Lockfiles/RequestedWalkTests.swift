import Testing

@testable import Npm

@Suite("Walks from lockfiles")
struct RequestedWalkTests {
    private func closure(_ text: String) throws -> Closure {
        var registry = WalkFixture()
        registry.add("a", "1.0.0", WalkFixture.dependencies(["b": "^1"]))
        registry.add("a", "2.0.0")
        registry.add("b", "1.0.0")
        registry.add("b", "1.1.0")
        registry.add("mac", "1.0.0", #""os":["darwin"]"#)
        var walk = DependencyWalk(platforms: ["linux-x64-glibc"].compactMap(Platform.init(parsing:)))
        try walk.want(RequestedSet(reading: Array(text.utf8)))
        while !walk.isFinished {
            for name in walk.nextNeeded() { try walk.supply(name, registry.manifest(name.string)) }
        }
        return walk.result()
    }

    @Test("npm's lockfile wants other platforms' packages listed, with the closure of all that it names")
    func packageLock() throws {
        let names = [("a", "1.0.0"), ("mac", "1.0.0"), ("gone", "1.0.0")]
        let entries = names.map { "\"node_modules/\($0.0)\":{\"version\":\"\($0.1)\"}" }.joined(separator: ",")
        let closure = try closure("{\"lockfileVersion\":3,\"packages\":{\(entries)}}")
        #expect(closure.tarballs == ["a@1.0.0", "b@1.1.0"])
        #expect(closure.listed == ["mac@1.0.0"])
        #expect(closure.unresolved.texts == ["package-lock.json: gone@1.0.0"])
    }

    @Test("yarn 1's wants their tarballs")
    func yarn() throws {
        let closure = try closure("# yarn lockfile v1\na@^1:\n  version \"1.0.0\"\n\nmac@*:\n  version \"1.0.0\"\n")
        #expect(closure.tarballs == ["a@1.0.0", "b@1.1.0", "mac@1.0.0"])
    }

    @Test("a package.json wants what it asks for, and passes over what is optional and not to be had")
    func project() throws {
        let closure = try closure(#"{"dependencies":{"a":"*"},"optionalDependencies":{"mac":"*","gone":"*"}}"#)
        #expect(closure.tarballs == ["a@2.0.0"])
        #expect(closure.listed == ["mac@1.0.0"])
        #expect(closure.unresolved.isEmpty)
    }
}
