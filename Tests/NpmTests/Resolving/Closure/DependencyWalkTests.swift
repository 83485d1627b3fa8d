import Testing

@testable import Npm

@Suite("Walks along dependencies")
struct DependencyWalkTests {
    @Test("what npm picks and what is highest are both wanted, and all that they depend on")
    func picks() throws {
        var registry = WalkFixture()
        registry.add("a", "1.0.0", WalkFixture.dependencies(["b": "^1"]))
        registry.add("b", "1.5.0", WalkFixture.dependencies(["c": "1.x"]))
        registry.add("b", "1.9.0", WalkFixture.dependencies(["d": "*"]))
        registry.tag("b", "latest", "1.5.0")
        registry.add("c", "1.0.0")
        registry.add("c", "2.0.0")
        registry.add("d", "3.0.0")
        let closure = try registry.closure(of: "a")
        #expect(closure.tarballs == ["a@1.0.0", "b@1.5.0", "b@1.9.0", "c@1.0.0", "d@3.0.0"])
        #expect(closure.listed.isEmpty)
        #expect(closure.unresolved.isEmpty)
    }

    @Test("without following, only what is asked for is wanted")
    func alone() throws {
        var registry = WalkFixture()
        registry.add("a", "1.0.0", WalkFixture.dependencies(["b": "^1"]))
        let closure = try registry.closure(of: [("a", "*")], follows: false)
        #expect(closure.tarballs == ["a@1.0.0"])
        #expect(closure.unresolved.isEmpty)
    }

    @Test(
        "which members of a version are followed",
        arguments: [
            (#""dependencies":{"b":"1.0.0"}"#, true), (#""peerDependencies":{"b":"1.0.0"}"#, true),
            (#""optionalDependencies":{"b":"1.0.0"}"#, true), (#""devDependencies":{"b":"1.0.0"}"#, false),
            (#""peerDependencies":{"b":"1.0.0"},"peerDependenciesMeta":{"b":{"optional":true}}"#, false),
            (#""peerDependencies":{"b":"1.0.0"},"peerDependenciesMeta":{"b":{"optional":false}}"#, true),
            (#""peerDependenciesMeta":{"b":{"optional":false}}"#, false),
            (#""dependencies":{"b":"1.0.0"},"bundleDependencies":["b"]"#, false),
            (#""dependencies":{"b":"1.0.0"},"bundledDependencies":["b"]"#, false),
            (#""dependencies":{"b":"1.0.0"},"bundleDependencies":true"#, false),
            (#""optionalDependencies":{"b":"1.0.0"},"bundleDependencies":true"#, false),
            (#""dependencies":{"b":"1.0.0"},"bundleDependencies":false"#, true),
            (#""dependencies":{"b":"1.0.0"},"bundleDependencies":["c"]"#, true),
            (#""dependencies":["b"]"#, false), (#""dependencies":{"b":1}"#, false),
        ]
    )
    func members(_ extra: String, _ isFollowed: Bool) throws {
        var registry = WalkFixture()
        registry.add("a", "1.0.0", extra)
        registry.add("b", "1.0.0")
        #expect(try registry.closure(of: "a").tarballs == (isFollowed ? ["a@1.0.0", "b@1.0.0"] : ["a@1.0.0"]))
    }

    @Test("an alias fetches the package that it stands for, a tag what it names")
    func aliases() throws {
        var registry = WalkFixture()
        registry.add("a", "1.0.0", WalkFixture.dependencies(["old": "npm:b@^1", "c": "cjs", "d": ""]))
        registry.add("b", "1.0.0")
        registry.add("old", "1.0.0")
        registry.add("c", "2.0.0")
        registry.add("c", "3.0.0")
        registry.tag("c", "cjs", "2.0.0")
        registry.add("d", "1.0.0")
        #expect(try registry.closure(of: "a").tarballs == ["a@1.0.0", "b@1.0.0", "c@2.0.0", "d@1.0.0"])
    }

    @Test(
        "what comes from elsewhere is recorded, and its name is never looked up",
        arguments: [
            ("github:u/b", Closure.Origin.git), ("git+ssh://git@h/b.git", .git), ("https://h/b.tgz", .web),
            ("file:../b", .folder), ("./b.tgz", .file), ("workspace:*", .other), ("link:../b", .other),
            ("catalog:", .other), ("patch:b", .other), ("jsr:@s/b@1", .other), ("portal:../b", .other),
        ]
    )
    func elsewhere(_ spec: String, _ origin: Closure.Origin) throws {
        var registry = WalkFixture()
        registry.add("a", "1.0.0", WalkFixture.dependencies(["b": spec]))
        registry.add("b", "1.0.0")
        let closure = try registry.closure(of: "a")
        #expect(closure.tarballs == ["a@1.0.0"])
        #expect(closure.elsewhere.texts == ["a@1.0.0: b@\(spec)"])
        #expect(closure.elsewhere.first?.cause == .elsewhere(origin))
        #expect(closure.unresolved.isEmpty)
    }

    @Test("what is required and not to be had is unresolved, what is optional is skipped")
    func gaps() throws {
        var registry = WalkFixture()
        let required = WalkFixture.dependencies(["b": "^2", "gone": "*", "../x": "1", "t": "a b"])
        let optional = WalkFixture.dependencies(["c": "9", "lost": "*", "gone": "*"], as: "optionalDependencies")
        registry.add("a", "1.0.0", required)
        registry.add("o", "1.0.0", optional)
        registry.add("b", "1.0.0")
        registry.add("c", "1.0.0")
        let closure = try registry.closure(of: [("a", "*"), ("o", "*")])
        #expect(closure.tarballs == ["a@1.0.0", "o@1.0.0"])
        let unresolved = ["a@1.0.0: ../x@1", "a@1.0.0: b@^2", "a@1.0.0: gone@*", "a@1.0.0: t@a b"]
        #expect(closure.unresolved.texts == unresolved)
        #expect(closure.unresolved.dropFirst().prefix(2).map(\.cause) == [.noVersion, .noPackage])
        #expect(closure.skipped.texts == ["o@1.0.0: c@9", "o@1.0.0: lost@*"])
    }

    @Test("a dependency that is also optional is optional")
    func override() throws {
        var registry = WalkFixture()
        let optional = WalkFixture.dependencies(["b": "^1"], as: "optionalDependencies")
        registry.add("a", "1.0.0", WalkFixture.dependencies(["b": "^2"]) + "," + optional)
        registry.add("b", "1.0.0")
        let closure = try registry.closure(of: "a")
        #expect(closure.tarballs == ["a@1.0.0", "b@1.0.0"])
        #expect(closure.unresolved.isEmpty)
    }

    @Test("circles end")
    func circles() throws {
        var registry = WalkFixture()
        registry.add("a", "1.0.0", WalkFixture.dependencies(["b": "*"]))
        registry.add("b", "1.0.0", WalkFixture.dependencies(["a": "*", "b": "*"]))
        #expect(try registry.closure(of: "a").tarballs == ["a@1.0.0", "b@1.0.0"])
    }

    @Test("where the rules of ranges changed, both answers are wanted")
    func rules() throws {
        var registry = WalkFixture()
        registry.add("a", "1.0.0", WalkFixture.dependencies(["b": "1.x.5", "c": "^1.x+build", "d": "x.1"]))
        for name in ["b", "c", "d"] {
            registry.add(name, "1.0.0")
            registry.add(name, "2.0.0")
        }
        let closure = try registry.closure(of: "a")
        #expect(closure.tarballs == ["a@1.0.0", "b@1.0.0", "c@1.0.0", "d@2.0.0"])
        #expect(closure.unresolved.isEmpty)
    }

    @Test("who asked is named, whoever asked on purpose before all others")
    func askers() throws {
        var registry = WalkFixture()
        registry.add("z", "1.0.0", WalkFixture.dependencies(["c": "^1"]))
        registry.add("a", "1.0.0", WalkFixture.dependencies(["c": "1.x", "b": "*"]))
        registry.add("b", "1.0.0")
        registry.add("c", "1.0.0")
        let closure = try registry.closure(of: [("z", "*"), ("a", "*"), ("b", "^1")])
        let wants = closure.wanted
        #expect(wants[try PackageName("c")]?["1.0.0"]?.asker == .version(try PackageName("a"), "1.0.0"))
        #expect(wants[try PackageName("c")]?["1.0.0"]?.spec == "1.x")
        #expect(wants[try PackageName("b")]?["1.0.0"]?.asker == .root("test"))
    }

    @Test("a shrinkwrap in a tarball is told of")
    func shrinkwrap() throws {
        var registry = WalkFixture()
        registry.add("a", "1.0.0", #""_hasShrinkwrap":true"#)
        registry.add("b", "1.0.0", #""_hasShrinkwrap":false"#)
        let closure = try registry.closure(of: [("a", "*"), ("b", "*")])
        #expect(closure.shrinkwrapped == [try PackageName("a"): ["1.0.0"]])
    }

    @Test("a version is asked for by its key, whatever npm makes of that")
    func keys() throws {
        var registry = WalkFixture()
        registry.add("a", "1.0.0")
        registry.add("a", "01.2.3")
        var walk = DependencyWalk(platforms: [])
        let name = try PackageName("a")
        for key in ["01.2.3", "9.9.9"] { try walk.want(name, exactly: key, because: .root("policy")) }
        #expect(walk.nextNeeded() == [name])
        #expect(!walk.isFinished)
        try walk.supply(name, registry.manifest("a"))
        #expect(walk.isFinished)
        #expect(walk.result().tarballs == ["a@01.2.3"])
        #expect(walk.result().unresolved.map(\.cause) == [.noVersion])
    }

    @Test("the result does not depend on the order in which manifests arrive")
    func order() throws {
        var registry = WalkFixture()
        for number in 0..<30 {
            let (next, other) = ((number + 1) % 30, (number * 7 + 3) % 30)
            registry.add(
                "p\(number)",
                "1.0.0",
                WalkFixture.dependencies(["p\(next)": "*", "p\(other)": "^1", "gone": "*"])
            )
        }
        let roots = [("p3", "*"), ("p20", "*")]
        let forwards = try registry.closure(of: roots)
        let backwards = try registry.closure(of: roots) { $0 > $1 }
        #expect(forwards.wanted == backwards.wanted)
        #expect(forwards.unresolved == backwards.unresolved)
        #expect(forwards.tarballs.count == 30)
    }

    @Test("a manifest that comes before anybody asks, or twice, is no harm")
    func unasked() throws {
        var registry = WalkFixture()
        registry.add("a", "1.0.0", WalkFixture.dependencies(["b": "*"]))
        registry.add("b", "1.0.0")
        var walk = DependencyWalk(platforms: [])
        for name in ["b", "a", "b"] { try walk.supply(PackageName(name), registry.manifest(name)) }
        try walk.want(PackageName("a"), "*", because: .root("test"))
        #expect(walk.nextNeeded().isEmpty)
        while try walk.advance(atMost: 1) {}
        #expect(walk.isFinished)
        #expect(walk.result().tarballs == ["a@1.0.0", "b@1.0.0"])
    }
}
