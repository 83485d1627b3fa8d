import API
import JSON
import Testing

@Suite("Free JSON")
struct FreeJSONTests {
    @Test("every kind of value is read and written again", arguments: values)
    func roundTrip(text: String, value: FreeJSON) throws {
        #expect(try FreeJSON(parsing: Array(text.utf8)) == value)
        #expect(try FreeJSON(parsing: value.encoded()) == value)
    }

    private static let values: [(String, FreeJSON)] = [
        ("null", .null), ("true", true), ("0", 0), ("-1", -1), ("9223372036854775807", .integer(.max)),
        ("-9223372036854775808", .integer(.min)), ("0.5", .number(0.5)), (#""a/\"b\" é""#, #"a/"b" é"#),
        ("[]", []), ("{}", [:]), (#"[1,[false],{"a":null}]"#, [1, [false], ["a": nil]]),
        (#"{"b":1,"a_b":{"cD":"x"}}"#, ["b": 1, "a_b": ["cD": "x"]]),
    ]

    @Test("what is written is JSON to a strict reader, with sorted members")
    func strictness() throws {
        let value: FreeJSON = ["b": [1, .number(1e-7), "\u{1}\u{2028}"], "a": .number(2.5)]
        let bytes = try value.encoded()
        #expect(String(decoding: bytes, as: UTF8.self).hasPrefix(#"{"a":2.5,"b":[1,"#))
        _ = try JSONValue(parsing: bytes)
    }

    @Test("a number beyond 64 bits is read as near as can be")
    func largeNumbers() throws {
        #expect(try FreeJSON(parsing: Array("99999999999999999999".utf8)) == .number(1e20))
    }

    @Test(
        "what is no JSON is refused",
        arguments: ["", " ", "{", "nul", "{]", "\"", "1 2", "{\"a\"}", "\u{0}", "01", "'a'", "NaN", "[1e999]"]
    )
    func malformed(text: String) {
        #expect(throws: RequestRefusal.self) { try FreeJSON(parsing: Array(text.utf8)) }
    }

    @Test("very deep nesting is refused, not followed to the end")
    func depth() {
        let bytes = [UInt8](repeating: UInt8(ascii: "["), count: 100_000)
        #expect(throws: RequestRefusal.self) { try FreeJSON(parsing: bytes) }
    }

    @Test("members are looked up by name")
    func members() {
        let value: FreeJSON = ["a": 1]
        #expect(value["a"] == 1)
        #expect(value["b"] == nil)
        #expect(FreeJSON.integer(1)["a"] == nil)
    }

    @Test("a number that JSON cannot write is refused")
    func notANumber() {
        #expect(throws: (any Error).self) { try FreeJSON.number(.nan).encoded() }
    }
}
