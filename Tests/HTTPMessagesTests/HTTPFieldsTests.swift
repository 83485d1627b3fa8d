import HTTPMessages
import Testing

@Suite("HTTP fields")
struct HTTPFieldsTests {
    @Test("names are compared without regard to case")
    func names() {
        #expect(HTTPFieldName("Content-Type") == HTTPFieldName("CONTENT-TYPE"))
        #expect(HTTPFieldName("Content-Type").hashValue == HTTPFieldName("content-type").hashValue)
        #expect(HTTPFieldName("Content-Type") != HTTPFieldName("Content-Typ"))
        #expect(HTTPFieldName("X-A").display == "X-A")
    }

    @Test("a name from outside must be a token", arguments: ["", "a b", "a:", "é", "a\r\n", "(", "a\u{0}"])
    func refusedNames(name: String) {
        #expect(HTTPFieldName(validating: name) == nil)
    }

    @Test("lines of one name are joined in their order")
    func joined() {
        var fields: HTTPFields = [.accept: "a/b", .host: "x"]
        fields.append(.accept, "c/d")
        #expect(fields[.accept] == "a/b, c/d")
        #expect(fields[.host] == "x")
        #expect(fields[.date] == nil)
        #expect(fields.count == 3)
    }

    @Test("setting replaces every line, nil removes them")
    func setting() {
        var fields: HTTPFields = [.accept: "a/b", .host: "x", .accept: "c/d"]
        fields[.accept] = "e/f"
        #expect(fields.elements(of: .accept) == ["e/f"])
        fields[.accept] = nil
        #expect(!fields.contains(.accept))
        #expect(fields.count == 1)
    }

    @Test("filling adds only names that are missing")
    func filling() {
        var fields: HTTPFields = [.host: "x"]
        fields.fill(from: [.host: "y", .allow: "GET", .allow: "HEAD"])
        #expect(fields[.host] == "x")
        #expect(fields[.allow] == "GET, HEAD")
    }

    @Test(
        "lists are cut at commas outside quotes, over all lines",
        arguments: [
            ("a, b,c", ["a", "b", "c"]),
            (" , ,a,, ", ["a"]),
            ("\"a,b\", c", ["\"a,b\"", "c"]),
            ("\"a\\\",b\", c", ["\"a\\\",b\"", "c"]),
            ("", []),
            ("\"open, still", ["\"open, still"]),
        ]
    )
    func lists(value: String, expected: [String]) {
        var fields: HTTPFields = [.accept: value]
        fields.append(.accept, "last")
        #expect(fields.elements(of: .accept) == expected + ["last"])
    }

    @Test("a parameter's quotes and escapes are taken away")
    func parameters() {
        let pair = FieldList.pair("Name=\"a\\\"b\"")
        #expect(pair?.name == "name")
        #expect(pair?.value == "a\"b")
        #expect(FieldList.pair("name") == nil)
    }

    @Test("a value cannot split the message")
    func splitting() {
        let fields: HTTPFields = [.location: "/a\r\nSet-Cookie: x=1\u{0}\u{7F}", .allow: "GET"]
        var bytes: [UInt8] = []
        fields.serialize(into: &bytes, except: { $0 == .allow })
        #expect(String(decoding: bytes, as: UTF8.self) == "Location: /a  Set-Cookie: x=1  \r\n")
    }
}
