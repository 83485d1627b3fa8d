import Npm
import Testing

@Suite("Versions that are metadata only")
struct MetadataOnlyPlanTests {
    @Test("a kept version's optional dependencies for other platforms, every version the range allows")
    func basics() throws {
        var root = PackumentFixture(name: "esbuild")
        root.add("1.0.0", Self.optional("@esbuild/linux", "1.0.0", "@esbuild/mac", "^1.0.0", "@esbuild/win", "1.1.0"))
        root.add("0.9.0", Self.optional("@esbuild/aix", "*"))
        let plan = try Self.plan(
            [
                root, Self.native("@esbuild/linux", "linux"), Self.native("@esbuild/mac", "darwin"),
                Self.native("@esbuild/win", "win32"), Self.native("@esbuild/aix", "aix"),
            ],
            kept: ["esbuild": ["1.0.0"], "@esbuild/linux": ["1.0.0"]]
        )
        #expect(plan.table == ["@esbuild/mac": ["1.0.0", "1.1.0"], "@esbuild/win": ["1.1.0"]])
    }

    @Test("names decide nothing, fields do")
    func fields() throws {
        var root = PackumentFixture(name: "root")
        root.add("1.0.0", Self.optional("pkg-win32-x64", "*", "plain", "*"))
        let misnamed = Self.native("pkg-win32-x64", "linux")
        let plan = try Self.plan([root, misnamed, Self.native("plain", "!linux")], kept: ["root": ["1.0.0"]])
        #expect(plan.table == ["plain": ["1.0.0", "1.1.0", "2.0.0"]])
    }

    @Test("on through the dependencies of what was found, but not of what runs here")
    func transitive() throws {
        var root = PackumentFixture(name: "root")
        root.add("1.0.0", "\"dependencies\":{\"never\":\"*\"}," + Self.optional("a", "1.0.0"))
        var a = PackumentFixture(name: "a")
        a.add(
            "1.0.0",
            "\"os\":[\"darwin\"],\"dependencies\":{\"b\":\"^1\",\"here\":\"*\"}," + Self.optional("c", "2.0.0")
        )
        var b = PackumentFixture(name: "b")
        b.add("1.0.0", "\"cpu\":[\"arm64\"],\"dependencies\":{\"a\":\"*\"}")
        var here = PackumentFixture(name: "here")
        here.add("1.0.0", Self.optional("never", "*"))
        let fixtures = [root, a, b, Self.native("c", "win32"), here, Self.native("never", "darwin")]
        let plan = try Self.plan(fixtures, kept: ["root": ["1.0.0"], "here": ["1.0.0"]])
        #expect(plan.table == ["a": ["1.0.0"], "b": ["1.0.0"], "c": ["2.0.0"], "never": ["1.0.0", "1.1.0", "2.0.0"]])
        let without = try Self.plan(fixtures, kept: ["root": ["1.0.0"]])
        #expect(without.table == ["a": ["1.0.0"], "b": ["1.0.0"], "c": ["2.0.0"]])
    }

    @Test(
        "versions, ranges, tags and aliases are looked up as npm does, everything else is left alone",
        arguments: [
            ("1.0.0", ["1.0.0"]), ("=1.1.0", ["1.1.0"]), ("^1", ["1.0.0", "1.1.0"]), ("", ["1.0.0", "1.1.0", "2.0.0"]),
            ("latest", ["2.0.0"]), ("nope", []), ("npm:mac@~1.0.0", ["1.0.0"]), ("npm:mac@latest", ["2.0.0"]),
            ("github:x/mac", []), ("file:../mac", []), ("https://h/mac.tgz", []), ("workspace:*", []), ("9.x", []),
        ]
    )
    func specs(_ spec: String, _ expected: [String]) throws {
        var root = PackumentFixture(name: "root")
        root.add("1.0.0", Self.optional(spec.hasPrefix("npm:") ? "alias" : "mac", spec))
        let plan = try Self.plan([root, Self.native("mac", "darwin")], kept: ["root": ["1.0.0"]])
        #expect(plan.table["mac"] ?? [] == Set(expected))
    }

    @Test("what is here with its tarball is not metadata only")
    func present() throws {
        var root = PackumentFixture(name: "root")
        root.add("1.0.0", Self.optional("mac", "*"))
        let kept: [String: Set<String>] = ["root": ["1.0.0"], "mac": ["1.1.0"]]
        #expect(try Self.plan([root, Self.native("mac", "darwin")], kept: kept).table == ["mac": ["1.0.0", "2.0.0"]])
    }

    @Test("a version that fits one of several platforms needs its tarball; without platforms all do")
    func severalPlatforms() throws {
        var root = PackumentFixture(name: "root")
        root.add("1.0.0", Self.optional("mac", "1.0.0", "win", "1.0.0"))
        let fixtures = [root, Self.native("mac", "darwin"), Self.native("win", "win32")]
        let both = try Self.plan(fixtures, kept: ["root": ["1.0.0"]], platforms: ["linux-x64-glibc", "darwin-x64"])
        #expect(both.table == ["win": ["1.0.0"]])
        #expect(try Self.plan(fixtures, kept: ["root": ["1.0.0"]], platforms: []).table.isEmpty)
    }

    @Test("packages of which there is no packument are passed over")
    func unknown() throws {
        var root = PackumentFixture(name: "root")
        root.add("1.0.0", Self.optional("z", "1", "@s/a", "npm:y@1"))
        #expect(try Self.plan([root], kept: ["root": ["1.0.0"]]).table.isEmpty)
    }

    @Test("versions that depend on each other in a circle come once")
    func circle() throws {
        var a = PackumentFixture(name: "a")
        a.add("1.0.0", Self.optional("b", "*"))
        var b = PackumentFixture(name: "b")
        b.add("1.0.0", "\"os\":\"darwin\"," + Self.optional("b", "*", "a", "*"))
        #expect(try Self.plan([a, b], kept: ["a": ["1.0.0"]]).table == ["b": ["1.0.0"]])
    }

    @Test("facts hold what matters, shortly, and read back as they were")
    func facts() throws {
        var fixture = Self.native("mac", "darwin")
        fixture.add("3.0.0")
        fixture.add("4.0.0", Self.optional("x", "1", "y", "npm:z@1", "g", "user/repo"))
        fixture.tags.append(("plain", "3.0.0"))
        let facts = PackageFacts(try fixture.packument())
        #expect(
            facts.encoded().text == """
                {"facts":2,"name":"mac","strings":["x","1","z"],"tags":{"latest":"2.0.0"},"versions":[\
                {"version":"1.0.0","os":["darwin"]},{"version":"1.1.0","os":["darwin"]},{"version":"2.0.0","os":["darwin"]},\
                {"version":"4.0.0","optionalDependencies":[0,1,2,1]}]}
                """
        )
        #expect(PackageFacts(decoding: facts.encoded()) == facts)
        #expect(PackageFacts(try PackumentFixture(name: "p").packument()).encoded().text == #"{"facts":2,"name":"p"}"#)
    }

    @Test(
        "facts of another form, damaged or pointing nowhere, are not read",
        arguments: [
            "", "{}", #"{"facts":1,"name":"a"}"#, #"{"facts":2}"#, #"{"facts":2,"name":"../a"}"#,
            #"{"facts":2,"name":"a","versions":[1]}"#,
            #"{"facts":2,"name":"a","strings":["x"],"versions":[{"version":"1.0.0","dependencies":[0,1]}]}"#,
            #"{"facts":2,"name":"a","strings":["x"],"versions":[{"version":"1.0.0","dependencies":[0]}]}"#,
        ]
    )
    func damagedFacts(_ text: String) {
        #expect(PackageFacts(decoding: Array(text.utf8)) == nil)
    }

    private static func optional(_ pairs: String...) -> String {
        let members = stride(from: 0, to: pairs.count, by: 2).map { "\"\(pairs[$0])\":\"\(pairs[$0 + 1])\"" }
        return "\"optionalDependencies\":{\(members.joined(separator: ","))}"
    }

    /// A package of three versions for one operating system, the last of them `latest`.
    private static func native(_ name: String, _ os: String) -> PackumentFixture {
        var fixture = PackumentFixture(name: name)
        for version in ["1.0.0", "1.1.0", "2.0.0"] { fixture.add(version, "\"os\":[\"\(os)\"]") }
        fixture.tags = [("latest", "2.0.0")]
        return fixture
    }

    private static func plan(
        _ fixtures: [PackumentFixture],
        kept: [String: Set<String>],
        platforms: [String] = ["linux-x64-glibc"]
    ) throws -> MetadataOnlyPlan {
        var names: [PackageName: Set<String>] = [:]
        for (name, versions) in kept { names[try PackageName(name)] = versions }
        let facts = try fixtures.map { PackageFacts(try $0.packument()) }
        let read = facts.compactMap { PackageFacts(decoding: $0.encoded()) }
        return MetadataOnlyPlan(facts: read, kept: names, platforms: platforms.compactMap(Platform.init))
    }
}

extension MetadataOnlyPlan {
    fileprivate var table: [String: Set<String>] {
        Dictionary(versions.map { ($0.key.string, $0.value) }) { first, _ in first }
    }
}
