import Archives
import Globs
import MirrorAPT
import Testing

@Suite("Packages that are picked")
struct PackagePickTests {
    private func package(_ name: String, _ fields: String..., version: String = "1", architecture: String = "amd64")
        -> String
    {
        let lines = ["Package: \(name)", "Version: \(version)", "Architecture: \(architecture)"] + fields
        return lines.joined(separator: "\n") + "\n\n"
    }

    private func universe(_ texts: String...) throws -> PackageUniverse {
        var universe = PackageUniverse()
        for (number, text) in texts.enumerated() {
            try universe.read(DripSource(text, step: .max), index: number, subject: "Packages")
        }
        return universe
    }

    private func pick(_ text: String, _ names: [String], _ closure: PackageFilter.Closure = .dependencies) throws
        -> PackagePick
    {
        try PackagePick(from: universe(text), by: PackageFilter(names: names.map { try Glob($0) }, closure: closure))
    }

    @Test("bring what they need, on and on, and what is recommended where that is wanted")
    func closure() throws {
        let text =
            package("a", "Depends: b (>= 1), c", "Recommends: e") + package("b", "Pre-Depends: d") + package("c")
            + package("d", "Depends: a") + package("e", "Depends: f") + package("f") + package("g")
        #expect(try pick(text, ["a"], .none).names == ["a"])
        #expect(try pick(text, ["a"]).names == ["a", "b", "c", "d"])
        let more = try pick(text, ["a"], .recommendations)
        #expect(more.names == ["a", "b", "c", "d", "e", "f"] && more.unmet == [] && more.count == 6)
    }

    @Test("take the first alternative that can be met, and none where one is there anyway")
    func alternatives() throws {
        let text = package("a", "Depends: x | b | c") + package("b") + package("c") + package("d", "Depends: b | c")
        #expect(try pick(text, ["a"]).names == ["a", "b"])
        #expect(try pick(text, ["c", "d"]).names == ["c", "d"])
    }

    @Test(
        "need versions that fit",
        arguments: [
            ("b (>= 2)", true), ("b (>= 2.1)", false), ("b (<< 2)", false), ("b (<= 2)", true), ("b (= 2)", true),
            ("b (>> 2)", false), ("b (> 2)", true), ("b(>=2~rc1)", true), ("b:any (>= 2)", true), ("b:amd64", true),
            ("b:arm64", false), ("b [amd64] <!nocheck>", true), ("b (~ 2)", false), ("b (= )", false),
        ]
    )
    func versions(relation: String, isMet: Bool) throws {
        let picked = try pick(package("a", "Depends: \(relation)") + package("b", version: "2"), ["a"])
        #expect(picked.names.contains("b") == isMet)
        #expect(picked.unmet == (isMet || relation == "b (~ 2)" ? [] : ["a: b"]))
    }

    @Test("find what others provide, with its version where one is asked for")
    func provides() throws {
        let text =
            package("a", "Depends: mail, api (>= 2), bare (>= 1)")
            + package("exim", "Provides: mail", "Priority: optional")
            + package("postfix", "Provides: mail", "Priority: standard") + package("old", "Provides: api (= 1)")
            + package("new", "Provides: other, api (= 2.5)") + package("x", "Provides: bare")
        let picked = try pick(text, ["a"])
        #expect(picked.names == ["a", "postfix", "new"])
        #expect(picked.unmet == ["a: bare"])
    }

    @Test("bring the newest of several versions that will do")
    func newest() throws {
        let text =
            package("a", "Depends: b (<< 3)") + package("b", version: "1.9") + package("b", version: "1.10")
            + package("b", version: "3")
        let picked = try pick(text, ["a"])
        #expect(picked.count == 2 && picked.contains(index: 0, ordinal: 2))
    }

    @Test("bring for each architecture what is of it")
    func architectures() throws {
        let text =
            package("a", "Depends: b", architecture: "all") + package("b") + package("b", architecture: "arm64")
            + package("c", "Depends: d") + package("d", architecture: "arm64")
        let picked = try pick(text, ["a", "c"])
        #expect([0, 1, 2, 3].allSatisfy { picked.contains(index: 0, ordinal: $0) } && picked.count == 4)
        #expect(picked.unmet == ["c: d"])
        #expect(
            try pick(package("a", "Depends: b", architecture: "all") + package("b", architecture: "all"), ["a"]).count
                == 2
        )
    }

    @Test("come from all indexes together")
    func indexes() throws {
        let universe = try universe(package("a", "Depends: b"), package("c") + package("b"))
        #expect(universe.count == 3)
        let picked = PackagePick(from: universe, by: PackageFilter(names: [try Glob("a")]))
        #expect(picked.contains(index: 0, ordinal: 0) && picked.contains(index: 1, ordinal: 1) && picked.count == 2)
    }

    @Test("are found by patterns, sections and priorities, all of which must fit")
    func filters() throws {
        let text =
            package("lib-a", "Section: libs", "Priority: optional")
            + package("lib-b", "Section: contrib/libs", "Priority: required")
            + package("tool", "Section: utils", "Priority: required", "Source: tools (1.2)")
        let universe = try universe(text)
        func names(_ filter: PackageFilter) -> Set<String> { PackagePick(from: universe, by: filter).names }
        #expect(names(PackageFilter()).count == 3)
        #expect(names(PackageFilter(names: [try Glob("lib-*")])) == ["lib-a", "lib-b"])
        #expect(names(PackageFilter(excludedNames: [try Glob("lib-?")])) == ["tool"])
        #expect(names(PackageFilter(sections: ["libs"])) == ["lib-a", "lib-b"])
        #expect(names(PackageFilter(sections: ["contrib/libs"])) == ["lib-b"])
        #expect(names(PackageFilter(sections: ["libs"], priorities: ["required"])) == ["lib-b"])
        #expect(PackagePick(from: universe, by: PackageFilter(sections: ["utils"])).sources == ["tools"])
    }

    @Test("do not go round for ever where dependencies do")
    func circle() throws {
        let text = (0..<200).map { package("p\($0)", "Depends: p\(($0 + 1) % 200)") }.joined()
        #expect(try pick(text, ["p7"]).count == 200)
    }
}

@Suite("A cut of an index")
struct StanzaSliceTests {
    private static let stanza =
        "Package: a\nX-Unknown:  kept \n\twith its tab\nMulti-Arch: same\n# and comment\nSource: s (1)\n"

    @Test("has stanzas byte for byte, whatever fields they have")
    func bytes() throws {
        let sink = TextSink()
        let text = "Package: x\n\n\n\n\(Self.stanza)\n\nPackage: z"
        let kept = try StanzaSlice.copy(DripSource(text, step: 3), subject: "Packages", to: sink) { _, ordinal in
            ordinal > 0
        }
        #expect(sink.text == "\(Self.stanza)\nPackage: z\n\n" && kept == 2)
    }

    @Test("has the descriptions of packages by their names")
    func names() throws {
        let sink = TextSink()
        let text = "Package: a\nDescription-en: x\n\nPackage: b\n"
        try StanzaSlice.copy(DripSource(text, step: .max), subject: "Translation-en", to: sink, packages: ["b"])
        #expect(sink.text == "Package: b\n\n")
    }
}
