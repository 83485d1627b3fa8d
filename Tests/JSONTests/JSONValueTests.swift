import JSON
import Testing

@Suite("Documents held whole")
struct JSONValueTests {
    @Test("a document reads back as it was written, members in order")
    func roundTrip() throws {
        let text = #"{"z":1,"a":[-2.5,true,null,"x\n"],"m":{"k":9223372036854775807},"e":[],"o":{}}"#
        let value = try JSONValue(parsing: Array(text.utf8))
        #expect(String(decoding: value.encoded(), as: UTF8.self) == text)
        #expect(try JSONValue(parsing: value.encoded(layout: .indented(4))) == value)
        #expect(value.objectValue?.map(\.0) == ["z", "a", "m", "e", "o"])
    }

    @Test(
        "whole numbers that fit stay whole, all others become doubles",
        arguments: [
            ("0", JSONValue.integer(0)), ("-12", .integer(-12)), ("10", .integer(10)),
            ("9223372036854775807", .integer(.max)),
            ("-9223372036854775808", .integer(.min)), ("9223372036854775808", .number(9223372036854775808)),
            ("1.0", .number(1)), ("1e2", .number(100)), ("0.1", .number(0.1)),
            ("5e-324", .number(.leastNonzeroMagnitude)),
        ]
    )
    func numbers(_ text: String, _ expected: JSONValue) throws {
        #expect(try JSONValue(parsing: Array(text.utf8)) == expected)
        #expect(try JSONValue(parsing: expected.encoded()) == expected)
    }

    @Test("negative zero keeps its sign")
    func negativeZero() throws {
        let value = try JSONValue(parsing: Array("-0".utf8))
        #expect(value.numberValue?.sign == .minus)
        #expect(value.encoded() == Array("-0.0".utf8))
    }

    @Test("numbers that do not fit are refused where they are asked for", arguments: ["1e400", "-1e400"])
    func overflow(_ text: String) throws {
        let bytes = Array(text.utf8)
        #expect(throws: JSONError(.numberOutOfRange, at: 0, in: bytes.span)) { try JSONValue(parsing: bytes) }
        var skipping = try JSONScanner(bytes)
        #expect(try skipping.skipValue() == 0..<bytes.count)
    }

    @Test("integers refuse fractions, exponents and what does not fit")
    func integers() throws {
        for (text, reason) in [
            ("1.0", JSONError.Reason.expectedInteger), ("1e2", .expectedInteger),
            ("9223372036854775808", .numberOutOfRange),
        ] {
            let bytes = Array(text.utf8)
            var scanner = try JSONScanner(bytes)
            #expect(throws: JSONError(reason, at: 0, in: bytes.span)) { try scanner.integer() }
        }
    }

    @Test(
        "escapes are decoded",
        arguments: [(#""\u00e9\uD83D\uDE00\u0000""#, "é😀\0"), (#""a\/\"\\\b\f\n\r\t""#, "a/\"\\\u{8}\u{C}\n\r\t")]
    )
    func escapes(_ text: String, _ expected: String) throws {
        #expect(try JSONValue(parsing: Array(text.utf8)) == .string(expected))
    }

    @Test("members are found by name, and wrong kinds give nothing")
    func access() {
        let value: JSONValue = ["a": [1, 2.5, "x", true, nil], "b": ["c": "d"]]
        #expect(value["a"]?.arrayValue?[0].integerValue == 1)
        #expect(value["a"]?.arrayValue?[0].numberValue == 1)
        #expect(value["a"]?.arrayValue?[1].numberValue == 2.5)
        #expect(value["a"]?.arrayValue?[2].stringValue == "x")
        #expect(value["a"]?.arrayValue?[3].boolValue == true)
        #expect(value["a"]?.arrayValue?[4].isNull == true)
        #expect(value["b"]?["c"]?.stringValue == "d")
        #expect(value["c"] == nil)
        #expect(value["a"]?["x"] == nil)
        #expect(value.stringValue == nil && value.integerValue == nil && value.numberValue == nil)
        #expect(value.boolValue == nil && value.arrayValue == nil && !value.isNull)
        #expect(value["a"]?.objectValue == nil)
    }

    @Test("documents are equal by kind, order and bytes")
    func equality() {
        #expect(JSONValue.integer(1) != .number(1))
        #expect(["a": 1, "b": 2] as JSONValue != ["b": 2, "a": 1])
        #expect(JSONValue.string("\u{E9}") != .string("e\u{301}"))
        #expect([nil, true, [1], "x"] as JSONValue == [nil, true, [1], "x"])
    }
}
