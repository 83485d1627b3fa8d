import JSON
import Testing

@Suite("Writing JSON")
struct JSONWriterTests {
    @Test("members and elements are separated, compactly")
    func compact() {
        #expect(String(decoding: sample(.compact), as: UTF8.self) == #"{"a":[1,"x",null],"b":{},"c":true}"#)
    }

    @Test("indented documents have one entry a line and nothing in empty containers")
    func indented() {
        let expected = """
            {
              "a": [
                1,
                "x",
                null
              ],
              "b": {},
              "c": true
            }
            """
        #expect(String(decoding: sample(.indented(2)), as: UTF8.self) == expected)
    }

    @Test(
        "only what must be escaped is escaped",
        arguments: [
            ("plain", #""plain""#), ("a\"b\\c", #""a\"b\\c""#), ("/é\u{2028}😀\u{7F}", "\"/é\u{2028}😀\u{7F}\""),
            ("\u{0}\u{1F}\n\r\t\u{8}\u{C}", #""\u0000\u001f\n\r\t\b\f""#), ("", "\"\""),
        ]
    )
    func escaping(_ text: String, _ expected: String) {
        #expect(JSONValue.string(text).encoded() == Array(expected.utf8))
    }

    @Test("spans of another document are copied byte for byte")
    func raw() {
        let source = Array(#"{"k" : [ 1 , 2.50 ]}"#.utf8)
        var writer = JSONWriter(appendingTo: Array("> ".utf8))
        writer.beginObject()
        writer.rawKey(source, 1..<4)
        writer.raw(source, 7..<19)
        writer.key("again")
        writer.raw(source[7..<19])
        writer.key("pieces")
        writer.raw { $0 += source[7..<8] + source[18..<19] }
        writer.endObject()
        let expected = #"> {"k":[ 1 , 2.50 ],"again":[ 1 , 2.50 ],"pieces":[]}"#
        #expect(String(decoding: writer.finish(), as: UTF8.self) == expected)
    }

    @Test("numbers that JSON cannot express become null", arguments: [Double.nan, .infinity, -.infinity])
    func notFinite(_ value: Double) {
        #expect(JSONValue.number(value).encoded() == Array("null".utf8))
    }

    private func sample(_ layout: JSONWriter.Layout) -> [UInt8] {
        var writer = JSONWriter(layout: layout, capacity: 64)
        writer.beginObject()
        writer.key("a")
        writer.beginArray()
        writer.integer(1)
        writer.string("x")
        writer.null()
        writer.endArray()
        writer.key("b")
        writer.beginObject()
        writer.endObject()
        writer.key("c")
        writer.bool(true)
        writer.endObject()
        return writer.finish()
    }
}
