import JSON
import Npm
import Testing

@Suite("What a registry answers")
struct RegistryAnswerTests {
    @Test("tarballs lead to the registry, bookkeeping is left out, and the rest is untouched")
    func rewriting() throws {
        let bytes = Array(Self.document.utf8)
        let answer = TarballURLs.rewrite(try Packument(scanning: bytes), base: "http://host:4873/npm")
        let expected = Self.document
            .replacing("https://r.example/@p/ui/-/@p/ui-1.0.0.tgz?x", with: "http://host:4873/npm/@p/ui/-/ui-1.0.0.tgz")
            .replacing("https:\\/\\/r.example\\/a%20b.tgz", with: "http://host:4873/npm/@p/ui/-/a%20b.tgz")
            .replacing("\"1.0.0\" :", with: "\"1.0.0\":").replacing("\"1.0.0\": {", with: "\"1.0.0\":{").replacing(
                #","4.0.0":7"#,
                with: ""
            )
            .replacing(#","_attachments":{"ui-1.0.0.tgz":{}},"_uplinks":{"u":{}},"_distfiles":{}"#, with: "")
        #expect(answer.text == expected)
    }

    @Test("the short form has what clients read and no more")
    func abbreviated() throws {
        let packument = try Packument(scanning: Array(Self.document.utf8))
        let answer = AbbreviatedPackument.render(packument, base: "http://h")
        let expected = """
            {"name":"@p/ui","modified":"2020-01-01T00:00:00.000Z","dist-tags":{"latest":"1.0.0"},"versions":{\
            "1.0.0":{"name":"@p/ui","version":"1.0.0","os":["linux"],"libc":["glibc"],"peerDependenciesMeta":{"x":{"optional": true}},\
            "_hasShrinkwrap":false,"dist":{ "tarball" : "http://h/@p/ui/-/ui-1.0.0.tgz", "x":1},"hasInstallScript":true},\
            "2.0.0":{"name":"@p/ui","version":"2.0.0","dist":{"tarball":"http://h/@p/ui/-/a%20b.tgz"}},\
            "3.0.0":{"dist":{"tarball":"https://r.example/%2e%2e"}}}}
            """
        #expect(answer.text == expected)
    }

    @Test(
        "an install script is what the registry says, else what the scripts say",
        arguments: [
            (#""scripts":{"install":"x"}"#, true), (#""scripts":{"preinstall":"x"}"#, true),
            (#""scripts":{"postinstall":"x"}"#, true),
            (#""scripts":{"test":"x"}"#, false), (#""scripts":{"install":""}"#, false),
            (#""scripts":["install"]"#, false),
            (#""hasInstallScript":true"#, true), (#""hasInstallScript":false,"scripts":{"install":"x"}"#, false),
            (#""x":1"#, false),
        ]
    )
    func installScripts(_ members: String, _ expected: Bool) throws {
        var fixture = PackumentFixture()
        fixture.add("1.0.0", members)
        let answer = try JSONValue(parsing: AbbreviatedPackument.render(try fixture.packument(), base: "http://h"))
        #expect(answer["versions"]?["1.0.0"]?["hasInstallScript"] == (expected ? true : nil))
    }

    @Test("neither a hostile file name nor a hostile base breaks out of its string")
    func hostile() throws {
        let text = #"{"name":"demo","versions":{"1.0.0":{"dist":{"tarball":"http://h/a%22,%27é%20.tgz"}}}}"#
        let packument = try Packument(scanning: Array(text.utf8))
        let answer = try JSONValue(parsing: TarballURLs.rewrite(packument, base: "http://h\"\\\u{0}:1"))
        let address = answer["versions"]?["1.0.0"]?["dist"]?["tarball"]?.stringValue
        #expect(address == "http://h:1/demo/-/a%22%2C'%C3%A9%20.tgz")
    }

    private static let document = """
        {"name":"@p/ui","dist-tags":{"latest":"1.0.0"},"versions":{"1.0.0" : {"name":"@p/ui","version":"1.0.0","os":["linux"],\
        "libc":["glibc"],"peerDependenciesMeta":{"x":{"optional": true}},"_hasShrinkwrap":false,"scripts":{"install":"make"},\
        "funding":"x","dist":{ "tarball" : "https://r.example/@p/ui/-/@p/ui-1.0.0.tgz?x", "x":1},"readme":"no"},\
        "2.0.0":{"name":"@p/ui","version":"2.0.0","dist":{"tarball":"https:\\/\\/r.example\\/a%20b.tgz"}},\
        "3.0.0":{"dist":{"tarball":"https://r.example/%2e%2e"}},"4.0.0":7},\
        "time":{"modified":"2020-01-01T00:00:00.000Z"},"_attachments":{"ui-1.0.0.tgz":{}},"_uplinks":{"u":{}},"_distfiles":{},\
        "_rev":"1-x","readme":"A\\u0042"}
        """
}
