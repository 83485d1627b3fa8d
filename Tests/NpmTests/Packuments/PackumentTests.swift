import JSON
import Npm
import Testing

@Suite("Reading packuments")
struct PackumentTests {
    @Test("what choosing and pruning need is found in one pass")
    func sections() throws {
        let bytes = Array(Self.sample.utf8)
        let packument = try Packument(scanning: bytes, expecting: PackageName("@demo/ui"))
        #expect(packument.name.string == "@demo/ui")
        #expect(packument.revision == "3-0123456789abcdef")
        #expect(packument.versionNames == ["1.0.0", "2.0.0-rc.1"])
        #expect(packument.tagTable == ["latest": "1.0.0", "next": "2.0.0-rc.1"])
        #expect(packument.times.map(\.name) == ["created", "1.0.0", "unpublished"])
        #expect(packument.attachments.map(\.file) == ["ui-1.0.0.tgz"])
        #expect(packument.attachments.map(\.shasum) == ["aa"])
        #expect(packument.members.map(\.name).last == "readme")
        #expect(packument.string(try #require(packument.member("readme"))) == "Hi\n")
        #expect(packument.tag("next") == "2.0.0-rc.1")
        #expect(packument.tag("beta") == nil)
    }

    @Test("a version gives its tarball, its digests, its platform and its dependencies")
    func version() throws {
        let packument = try Packument(scanning: Array(Self.sample.utf8))
        let version = try #require(packument.version("1.0.0"))
        #expect(version.problem == nil)
        #expect(version.semver == Semver(parsing: "1.0.0"))
        #expect(version.isDeprecated)
        #expect(version.platform == PlatformFields(os: ["linux", "!win32"], cpu: ["x64"]))
        #expect(packument.entries(version.dependencies).map(\.name) == ["a", "@s/b"])
        #expect(packument.entries(version.dependencies).map(\.text) == ["^1", "npm:c@2"])
        #expect(packument.entries(version.optionalDependencies).map(\.name) == ["d"])
        let dist = try #require(version.dist)
        #expect(dist.file.string == "ui-1.0.0.tgz")
        #expect(packument.integrity(of: dist)?.fits(PackumentFixture.digests("x")) == true)
        #expect(Array(packument.bytes[version.span]).text.hasPrefix("{ \"name\""))
        #expect(packument.member("engines", of: version).map { Array(packument.bytes[$0]).text } == #"{"node":">=1"}"#)
        #expect(packument.member("bin", of: version) == nil)
        #expect(try #require(packument.version("2.0.0-rc.1")).platform == nil)
        #expect(packument.version("1") == nil)
    }

    @Test("absent and null sections are empty", arguments: [#"{"name":"demo"}"#, Self.nulls])
    func defaults(_ text: String) throws {
        let packument = try Packument(scanning: Array(text.utf8))
        #expect(packument.versions.isEmpty && packument.tags.isEmpty && packument.times.isEmpty)
        #expect(packument.attachments.isEmpty)
        #expect(packument.revision == nil)
    }

    @Test(
        "a document that is no packument is refused with a word for it",
        arguments: [
            ("[]", "unreadable_packument"), ("", "unreadable_packument"),
            ("{\"name\":\"demo\"} x", "unreadable_packument"),
            ("{}", "nameless_packument"), ("{\"name\":1}", "unreadable_packument"),
            ("{\"name\":\"other\"}", "foreign_packument"), ("{\"name\":\"../x\"}", "foreign_packument"),
            ("{\"name\":\"demo\",\"versions\":[]}", "unreadable_packument"),
            ("{\"name\":\"demo\",\"dist-tags\":\"x\"}", "unreadable_packument"),
            ("{\"name\":\"demo\",\"time\":1}", "unreadable_packument"),
            ("{\"name\":\"demo\",\"name\":\"demo\"}", "duplicate_member"),
            ("{\"name\":\"demo\",\"versions\":{\"1.0.0\":{},\"1.0.0\":{}}}", "duplicate_member"),
            ("{\"name\":\"demo\",\"versions\":{\"1.0.0\":{\"dist\":{\"a\":1,\"\\u0061\":2}}}}", "duplicate_member"),
        ]
    )
    func refused(_ text: String, _ code: String) throws {
        let error = #expect(throws: PackumentError.self) {
            try Packument(scanning: Array(text.utf8), expecting: PackageName("demo"))
        }
        #expect(error?.code == code)
        #expect(error?.description.contains("packument of demo") == true)
    }

    @Test(
        "what is wrong with one version stays with it",
        arguments: [
            ("1", VersionProblem.notAnObject), ("{}", .noName),
            (#"{"name":"other","version":"1.0.0"}"#, .foreignName), (#"{"name":"demo"}"#, .noVersion),
            (#"{"name":"demo","version":"1.0.1"}"#, .foreignVersion), (#"{"name":["demo"]}"#, .noName),
            (#"{"name":"demo","version":null}"#, .noVersion),
            (#"{"name":"demo","version":"1.0.0"}"#, .noDist),
            (#"{"name":"demo","version":"1.0.0","dist":null}"#, .noDist),
            (#"{"name":"demo","version":"1.0.0","dist":"x"}"#, .noDist),
            (#"{"name":"demo","version":"1.0.0","dist":{}}"#, .noTarball),
            (#"{"name":"demo","version":"1.0.0","dist":{"tarball":7}}"#, .noTarball),
            (#"{"name":"demo","version":"1.0.0","dist":{"tarball":"http://h/demo/-/"}}"#, .noTarball),
            (#"{"name":"demo","version":"1.0.0","dist":{"tarball":"http://h/..%2fx.tgz"}}"#, .noTarball),
        ]
    )
    func problems(_ object: String, _ problem: VersionProblem) throws {
        let good = PackumentFixture.object("demo", "2.0.0", content: "x")
        let text = "{\"name\":\"demo\",\"versions\":{\"1.0.0\":\(object),\"2.0.0\":\(good)}}"
        let packument = try Packument(scanning: Array(text.utf8))
        #expect(packument.versions.map(\.problem) == [problem, nil])
    }

    @Test("a version that npm cannot read is a problem, one that it reads loosely is not")
    func loose() throws {
        var fixture = PackumentFixture()
        for version in ["3.0.0alpha4", "01.2.3", "one", "__proto__"] { fixture.add(version) }
        let problems = try fixture.packument().versions.map(\.problem)
        #expect(problems == [nil, nil, .notSemver, .notSemver])
    }

    @Test("members called like parts of JavaScript objects are members like any other")
    func prototypes() throws {
        let text =
            #"{"name":"demo","__proto__":{"a":1},"constructor":2,"dist-tags":{"__proto__":"1.0.0"},"time":{"toString":"x"}}"#
        let packument = try Packument(scanning: Array(text.utf8))
        #expect(packument.tags.map(\.tag) == ["__proto__"])
        #expect(packument.times.map(\.name) == ["toString"])
        #expect(packument.members.map(\.name).contains("constructor"))
    }

    @Test("a document cut at any byte is refused")
    func truncation() throws {
        let whole = Array(Self.sample.utf8)
        for count in 0..<whole.count {
            #expect(throws: PackumentError.self, "cut at \(count)") { try Packument(scanning: Array(whole[..<count])) }
        }
    }

    @Test("any value in any place is read or refused, never trusted")
    func wrongTypes() throws {
        let values = ["null", "1", "\"x\"", "[]", "{}", "[{}]", "{\"x\":[1]}", "true", "-1e9"]
        let places = [
            "_rev", "versions", "dist-tags", "time", "_attachments", "_uplinks", "name", "versions.1.0.0", "v.name",
            "v.version", "v.dist", "v.os", "v.cpu", "v.libc", "v.dependencies", "v.optionalDependencies", "v.scripts",
            "v.deprecated", "d.tarball", "d.integrity", "d.shasum", "time.created", "time.1.0.0", "_attachments.f",
            "dist-tags.latest",
        ]
        for place in places {
            for value in values {
                let document = Self.document(place, value)
                if let packument = try? Packument(scanning: document) { exercise(packument) }
                if let packument = try? Packument(reading: document, of: PackageName("demo")) { exercise(packument) }
            }
        }
    }

    @Test("nesting beyond the limit is refused, wherever it is")
    func nesting() throws {
        let deep = String(repeating: "[", count: 70) + String(repeating: "]", count: 70)
        for place in ["readme", "v.x", "d.x", "time.created", "dist-tags.latest"] {
            let error = #expect(throws: PackumentError.self) { try Packument(scanning: Self.document(place, deep)) }
            guard case .unreadable(let json)? = error?.cause else { return }
            #expect(json.reason == .tooDeep)
        }
    }

    private func exercise(_ packument: Packument) {
        let (bytes, _) = OfflineReady.render(packument, tarballs: [:], metadataOnly: ["1.0.0"])
        if let bytes { #expect((try? Packument(scanning: bytes)) != nil) }
        let facts = PackageFacts(packument)
        #expect(PackageFacts(decoding: facts.encoded()) == facts)
        let base = "http://h:1/npm"
        #expect((try? JSONValue(parsing: TarballURLs.rewrite(packument, base: base), duplicateKeys: .reject)) != nil)
        #expect((try? JSONValue(parsing: AbbreviatedPackument.render(packument, base: base))) != nil)
        if let again = try? Packument(reading: packument.bytes, of: packument.name) {
            let (bytes, _) = OfflineReady.render(again, tarballs: [:], metadataOnly: ["1.0.0"])
            if let bytes { #expect((try? Packument(scanning: bytes)) != nil) }
        }
        let incoming = IncomingPackument(packument, scope: .partial, sequence: 1)
        _ = PackumentMerge.merge(
            packument.name,
            local: packument,
            incoming: incoming,
            record: PackumentRecord(),
            tarballs: [:]
        )
    }

    /// A whole document in which one place holds `value`.
    private static func document(_ place: String, _ value: String) -> [UInt8] {
        func member(_ name: String, _ usual: String) -> String {
            let key = name.hasPrefix("v.") || name.hasPrefix("d.") ? String(name.dropFirst(2)) : name
            let short = key.split(separator: ".", maxSplits: 1).last.map(String.init) ?? key
            return "\"\(key.contains(".") ? short : key)\":\(name == place ? value : usual)"
        }
        let dist = [
            member("d.tarball", "\"http://h/demo-1.0.0.tgz\""), member("d.integrity", "\"sha1-x\""),
            member("d.shasum", "\"x\""), member("d.x", "1"),
        ]
        let version = [
            member("v.name", "\"demo\""), member("v.version", "\"1.0.0\""),
            member("v.dist", "{\(dist.joined(separator: ","))}"), member("v.os", "[\"linux\"]"),
            member("v.cpu", "[\"x64\"]"), member("v.libc", "\"glibc\""), member("v.dependencies", "{\"a\":\"1\"}"),
            member("v.optionalDependencies", "{\"b\":\"1\"}"), member("v.scripts", "{\"install\":\"x\"}"),
            member("v.deprecated", "\"no\""), member("v.x", "1"),
        ]
        let root = [
            member("name", "\"demo\""), member("_rev", "\"1-x\""), member("readme", "\"\""), member("_uplinks", "{}"),
            member("versions", "{\(member("versions.1.0.0", "{\(version.joined(separator: ","))}"))}"),
            member("dist-tags", "{\(member("dist-tags.latest", "\"1.0.0\""))}"),
            member("time", "{\(member("time.created", "\"x\"")),\(member("time.1.0.0", "\"y\""))}"),
            member("_attachments", "{\(member("_attachments.f", "{\"shasum\":\"x\"}"))}"),
        ]
        return Array("{\(root.joined(separator: ","))}".utf8)
    }

    private static let nulls = """
        {"name":"demo","_rev":null,"versions":null,"dist-tags":null,"time":null,"_attachments":null}
        """

    private static let sample = """
        {"_id":"@demo/ui","name":"@demo\\/ui","_rev":"3-0123456789abcdef",
        "versions":{"1.0.0": { "name":"@demo/ui","version":"1.0.0","deprecated":"old","os":["linux","!win32"],"cpu":"x64",
        "dependencies":{"a":"^1","bad":7,"@s/b":"npm:c@2"},"optionalDependencies":{"d":"*"},"engines":{"node":">=1"},
        "dist":{"integrity":"\(PackumentFixture.integrity("x"))","shasum":"11","tarball":"https://h/@demo%2fui/-/ui-1.0.0.tgz?x=/y#z"}},
        "2.0.0-rc.1":{"name":"@demo/ui","version":"2.0.0-rc.1","deprecated":"","dist":{"tarball":"https://h/ui-2.0.0-rc.1.tgz"}}},
        "dist-tags":{"latest":"1.0.0","next":"2.0.0-rc.1","odd":3},
        "time":{"created":"2020-01-01T00:00:00.000Z","1.0.0":"2020-01-01T00:00:00.000Z","unpublished":{"name":"x"}},
        "_attachments":{"ui-1.0.0.tgz":{"shasum":"aa"}},"readme":"Hi\\n"}
        """
}
