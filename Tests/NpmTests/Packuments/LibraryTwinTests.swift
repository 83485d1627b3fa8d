import JSON
import Npm
import Testing

/// Versions that nothing but their C library keeps off a platform: clients that do not know `libc` would fetch them.
@Suite("Twins for another C library")
struct LibraryTwinTests {
    private func render(_ fields: String, _ platforms: [String], fetched: Bool = false) throws -> JSONValue? {
        var fixture = PackumentFixture()
        fixture.add("1.0.0")
        fixture.add("2.0.0", fields)
        fixture.tags = [("latest", "1.0.0")]
        var tarballs = try fixture.tarballs("1.0.0")
        if fetched { tarballs.merge(try fixture.tarballs("2.0.0")) { $1 } }
        let rendered = OfflineReady.render(
            try fixture.packument(),
            tarballs: tarballs,
            metadataOnly: ["2.0.0"],
            platforms: platforms.compactMap(Platform.init(parsing:))
        )
        let bytes = try #require(rendered.bytes)
        let again = OfflineReady.render(
            try Packument(scanning: bytes),
            tarballs: tarballs,
            metadataOnly: ["2.0.0"],
            platforms: platforms.compactMap(Platform.init(parsing:))
        )
        #expect(again.bytes == bytes)
        return try JSONValue(parsing: bytes)["versions"]?["2.0.0"]
    }

    @Test(
        "what only libc keeps off is kept off by os, with the true one beside it",
        arguments: [
            (#""os":["linux"],"cpu":["x64"],"libc":["musl"]"#, ["linux-x64-glibc"], ["!linux"], #"["linux"]"#),
            (#""cpu":["x64"],"libc":["musl"]"#, ["linux-x64-glibc"], ["!linux"], "null"),
            (#""os":"linux","libc":"musl""#, ["linux-x64-glibc"], ["!linux"], #""linux""#),
            (#""os":["linux"],"cpu":["x64"],"libc":["glibc"]"#, ["linux-x64-musl"], ["!linux"], #"["linux"]"#),
            (
                #""os":["linux"],"cpu":["x64"],"libc":["musl"]"#, ["linux-x64-glibc", "darwin-arm64"], ["!linux"],
                #"["linux"]"#
            ),
            (
                #""os":["linux"],"cpu":["x64"],"libc":["musl"]"#, ["linux-x64-glibc", "win32-x64"],
                ["!linux", "!win32"], #"["linux"]"#
            ),
        ]
    )
    func narrowed(_ fields: String, _ platforms: [String], _ os: [String], _ trueOS: String) throws {
        let object = try #require(try render(fields, platforms))
        #expect(object["os"] == .array(os.map(JSONValue.string)))
        #expect(object["_packferry_os"] == (try JSONValue(parsing: Array(trueOS.utf8))))
        #expect(object["libc"] != nil && object["dist"] != nil && object["name"] == "demo")
    }

    @Test(
        "what something else keeps off stays byte for byte",
        arguments: [#""os":["darwin"],"cpu":["x64"]"#, #""os":["linux"],"cpu":["arm64"],"libc":["musl"]"#]
    )
    func untouched(_ fields: String) throws {
        let object = try #require(try render(fields, ["linux-x64-glibc"]))
        #expect(object["_packferry_os"] == nil)
        let expected = PackumentFixture.object("demo", "2.0.0", content: "demo@2.0.0", fields)
        #expect(object == (try JSONValue(parsing: Array(expected.utf8))))
    }

    @Test("so does what is here itself")
    func fetched() throws {
        let fields = #""os":["linux"],"cpu":["x64"],"libc":["musl"]"#
        let object = try #require(try render(fields, ["linux-x64-glibc"], fetched: true))
        #expect(object["os"] == ["linux"] && object["_packferry_os"] == nil)
    }

    @Test("a site that gets the tarball after all lists the version for its true systems again")
    func widened() throws {
        var fixture = PackumentFixture()
        fixture.add("1.0.0")
        fixture.add("2.0.0", #""os":["linux"],"libc":["musl"]"#)
        fixture.tags = [("latest", "1.0.0")]
        let rendered = OfflineReady.render(
            try fixture.packument(),
            tarballs: try fixture.tarballs("1.0.0"),
            metadataOnly: ["2.0.0"],
            platforms: [try #require(Platform(parsing: "linux-x64-glibc"))]
        )
        var site = try FarSide()
        try site.place("1.0.0")
        try site.merge(rendered.bytes, .regular, 5)
        func object() throws -> JSONValue? { try JSONValue(parsing: #require(site.bytes))["versions"]?["2.0.0"] }
        #expect(try object()?["os"] == ["!linux"])
        try site.place("2.0.0")
        try site.merge(rendered.bytes, .regular, 5)
        #expect(try object()?["os"] == ["linux"] && object()?["_packferry_os"] == nil)
        #expect(!(try site.merge(rendered.bytes, .regular, 5).isChanged))
    }
}
