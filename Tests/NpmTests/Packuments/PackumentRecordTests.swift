import JSON
import Npm
import Testing

@Suite("What merges remember")
struct PackumentRecordTests {
    @Test("a record is one stable JSON object and reads back as it was")
    func roundTrip() throws {
        var site = try FarSide()
        try site.place("1.0.0", "1.2.0")
        try site.merge(try sent("1.0.0", "2.0.0", latest: "2.0.0", metadata: ["1.1.0"]), .regular, 5)
        try site.merge(try sent("1.2.0", latest: "1.2.0", tags: ["x": "1.2.0"]), .partial, 6)
        let bytes = site.record.json.encoded()
        let value = try JSONValue(parsing: bytes, duplicateKeys: .reject)
        #expect(
            value.objectValue?.map(\.0) == [
                "regular", "members", "versions", "metadata_only", "tags", "known_tags", "latest", "awaited",
            ]
        )
        #expect(value["known_tags"] == ["latest", "x"] && value["latest"] == ["version": "2.0.0", "sequence": 5])
        #expect(value["regular"]?["sequence"] == 5)
        #expect(value["versions"] == ["1.0.0": 5, "1.1.0": 5, "1.2.0": 6])
        #expect(value["tags"]?["x"] == ["version": "1.2.0", "sequence": 6, "partial": true])
        let object = try #require(value["awaited"]?["2.0.0"]?["object"]?.stringValue)
        #expect(try JSONValue(parsing: Array(object.utf8))["version"] == "2.0.0")
        #expect(PackumentRecord(value)?.json.encoded() == bytes)
    }

    @Test("an empty record is an empty object, and members of later minors are passed over")
    func empty() throws {
        #expect(PackumentRecord().json.encoded().text == "{}")
        #expect(PackumentRecord(["later": [1]]) == PackumentRecord())
    }

    @Test(
        "a damaged record is refused",
        arguments: [
            "[]", #"{"versions":{"1.0.0":"x"}}"#, #"{"versions":[]}"#, #"{"regular":{"sequence":1}}"#,
            #"{"regular":{"sequence":1,"sha512":"00"}}"#,
            #"{"tags":{"a":{"version":"1"}}}"#, #"{"awaited":{"1.0.0":{"sequence":1}}}"#, #"{"members":"1"}"#,
            #"{"known_tags":{}}"#, #"{"latest":{"version":"1"}}"#,
            #"{"awaited":{"1.0.0":{"sequence":"1","object":"{}"}}}"#,
            #"{"awaited":{"1.0.0":{"sequence":1,"object":{}}}}"#,
        ]
    )
    func damaged(_ text: String) throws {
        #expect(PackumentRecord(try JSONValue(parsing: Array(text.utf8))) == nil)
    }

    @Test(
        "an awaited object comes back byte for byte, whatever numbers, depth and layout it has",
        arguments: [
            #""x":1e999"#, #""x":123456789012345678901234567890.50"#, "\"x\" :\t\"\\u0041\\/\u{e9}\" ",
            "\"x\":\(String(repeating: "[", count: 61))\(String(repeating: "]", count: 61))",
        ]
    )
    func verbatim(_ member: String) throws {
        var fixture = PackumentFixture()
        fixture.add("1.0.0", member)
        fixture.attach("1.0.0")
        var site = try FarSide()
        try site.merge(fixture.bytes, .regular, 5)
        #expect(site.bytes == nil)
        let object = site.record.json["awaited"]?["1.0.0"]?["object"]
        #expect(object?.stringValue == fixture.versions[0].object)
        try site.place("1.0.0")
        try site.merge(nil)
        #expect(site.bytes?.text.contains(member) == true)
    }

    @Test("an awaited object that is none of the package is never listed")
    func foreignAwaited() throws {
        var site = try FarSide()
        try site.place("1.0.0")
        let object = PackumentFixture.object("other", "1.0.0", content: "demo@1.0.0")
        let record: JSONValue = [
            "awaited": [
                "1.0.0": ["sequence": 1, "object": .string(object)], "2.0.0": ["sequence": 1, "object": "[]"],
                "3.0.0": ["sequence": 1, "object": "no JSON"],
            ]
        ]
        site.record = try #require(PackumentRecord(record))
        #expect(try site.merge(nil).bytes == nil)
    }
}
