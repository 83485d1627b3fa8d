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
        let bytes = site.record.encoded()
        let value = try JSONValue(parsing: bytes, duplicateKeys: .reject)
        #expect(value.objectValue?.map(\.0) == ["regular", "members", "versions", "metadata_only", "tags", "awaited"])
        #expect(value["regular"]?["sequence"] == 5)
        #expect(value["versions"] == ["1.0.0": 5, "1.1.0": 5, "1.2.0": 6])
        #expect(value["tags"]?["x"] == ["version": "1.2.0", "sequence": 6, "partial": true])
        #expect(value["awaited"]?["2.0.0"]?["object"]?["version"] == "2.0.0")
        #expect(try PackumentRecord(decoding: bytes).encoded() == bytes)
    }

    @Test("an empty record is an empty object, and members of later minors are passed over")
    func empty() throws {
        #expect(PackumentRecord().encoded().text == "{}")
        #expect(try PackumentRecord(decoding: Array(#"{"later":[1]}"#.utf8)) == PackumentRecord())
    }

    @Test(
        "a damaged record is refused",
        arguments: [
            "", "[]", #"{"versions":{"1.0.0":"x"}}"#, #"{"regular":{"sequence":1}}"#,
            #"{"regular":{"sequence":1,"sha512":"00"}}"#,
            #"{"tags":{"a":{"version":"1"}}}"#, #"{"awaited":{"1.0.0":{"sequence":1}}}"#, #"{} {}"#,
            #"{"awaited":{"1.0.0":{"sequence":"1","object":{}}}}"#,
        ]
    )
    func damaged(_ text: String) {
        #expect(throws: JSONError.self) { try PackumentRecord(decoding: Array(text.utf8)) }
    }

    @Test("an awaited object that is none of the package is never listed")
    func foreignAwaited() throws {
        var site = try FarSide()
        try site.place("1.0.0")
        let object = PackumentFixture.object("other", "1.0.0", content: "demo@1.0.0")
        let record = #"{"awaited":{"1.0.0":{"sequence":1,"object":\#(object)},"2.0.0":{"sequence":1,"object":[]}}}"#
        site.record = try PackumentRecord(decoding: Array(record.utf8))
        #expect(try site.merge(nil).bytes == nil)
    }
}
