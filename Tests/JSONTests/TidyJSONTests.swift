import JSON
import Testing

@Suite("Strict JSON out of what JavaScript takes")
struct TidyJSONTests {
    private static let limits = JSONLimits(depth: 4, bytes: 1 << 20)

    private static func tidied(_ bytes: [UInt8], _ limits: JSONLimits = limits) throws -> String {
        let tidied = try TidyJSON.tidied(bytes, limits: limits)
        // Whatever comes out is strict, and stays what it is.
        var scanner = try JSONScanner(tidied, limits: limits, duplicateKeys: .reject)
        _ = try scanner.skipValue()
        try scanner.end()
        #expect(try TidyJSON.tidied(tidied, limits: limits) == tidied)
        return String(decoding: tidied, as: UTF8.self)
    }

    @Test(
        "what is strict already stays but for white space",
        arguments: [
            ("null", "null"), (" { \"a\" : [ 1 , -0.5e+9 , true ] } ", "{\"a\":[1,-0.5e+9,true]}"), ("[]", "[]"),
            ("\"\\u00e9\\\"\\uD83D\\uDE00é😀\"", "\"\\u00e9\\\"\\uD83D\\uDE00é😀\""), ("1e999", "1e999"),
            ("{\"\":{\"\":{}}}", "{\"\":{\"\":{}}}"), ("\"a  b\"", "\"a  b\""),
        ]
    )
    func kept(_ text: String, _ expected: String) throws {
        #expect(try Self.tidied(Array(text.utf8)) == expected)
    }

    @Test(
        "half a surrogate pair is replaced",
        arguments: [
            ("\"\\ud83d\"", "\"\\ufffd\""), ("\"\\udc00x\"", "\"\\ufffdx\""),
            ("\"\\ud83d\\u0041\"", "\"\\ufffd\\u0041\""),
            ("\"\\ud83d\\ud83d\\ude00\"", "\"\\ufffd\\ud83d\\ude00\""), ("\"\\ud83d\\n\"", "\"\\ufffd\\n\""),
            ("{\"\\ud83d\":1,\"\\ud83e\":2}", "{\"\\ufffd\":2}"),
        ]
    )
    func surrogates(_ text: String, _ expected: String) throws {
        #expect(try Self.tidied(Array(text.utf8)) == expected)
    }

    @Test(
        "bytes that are not UTF-8 are replaced one by one, as Node does where it reads text",
        arguments: [[0xFF], [0xC3], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xC0, 0xAF], [0xF5, 0x80, 0x80, 0x80]]
            as [[UInt8]]
    )
    func invalid(_ bytes: [UInt8]) throws {
        let quote = UInt8(ascii: "\"")
        let expected = String(repeating: "\u{FFFD}", count: bytes.count)
        #expect(try Self.tidied([quote] + bytes + [quote]) == "\"\(expected)\"")
        #expect(try Self.tidied(Array("{\"".utf8) + bytes + Array("a\":1}".utf8)) == "{\"\(expected)a\":1}")
    }

    @Test(
        "of a member named twice the last counts, however its name is written",
        arguments: [
            ("{\"a\":1,\"a\":2}", "{\"a\":2}"),
            ("{\"a\":1,\"b\":0,\"\\u0061\":2,\"c\":3}", "{\"b\":0,\"\\u0061\":2,\"c\":3}"),
            ("{\"a\":{\"x\":1,\"x\":[2,{\"y\":1,\"y\":2}]},\"b\":1,\"b\":2}", "{\"a\":{\"x\":[2,{\"y\":2}]},\"b\":2}"),
            ("{\"a\":1,\"a\":2,\"a\":3}", "{\"a\":3}"), ("{\"__proto__\":1,\"__proto__\":{}}", "{\"__proto__\":{}}"),
            ("{\"é\":1,\"e\u{301}\":2}", "{\"é\":1,\"e\u{301}\":2}"),
            ("[{\"a\":1},{\"a\":2}]", "[{\"a\":1},{\"a\":2}]"),
        ]
    )
    func repeated(_ text: String, _ expected: String) throws {
        #expect(try Self.tidied(Array(text.utf8)) == expected)
    }

    @Test("what lies deeper than the limit is null, what lies at it stays")
    func deep() throws {
        #expect(try Self.tidied(Array("[[[[1]]]]".utf8)) == "[[[[1]]]]")
        #expect(
            try Self.tidied(Array("{\"a\":[[[[1],2]]],\"b\":{\"c\":{\"d\":{\"e\":{},\"f\":3}}}}".utf8))
                == "{\"a\":[[[null,2]]],\"b\":{\"c\":{\"d\":{\"e\":null,\"f\":3}}}}"
        )
        func nested(_ levels: Int) -> [UInt8] {
            [UInt8](repeating: UInt8(ascii: "["), count: levels) + [UInt8](repeating: UInt8(ascii: "]"), count: levels)
        }
        #expect(try Self.tidied(nested(TidyJSON.deepest)) == "[[[[null]]]]")
        let error = #expect(throws: JSONError.self) { try Self.tidied(nested(TidyJSON.deepest + 1)) }
        #expect(error?.reason == .tooDeep)
    }

    @Test("a byte order mark is passed over, once")
    func mark() throws {
        #expect(try Self.tidied([0xEF, 0xBB, 0xBF] + Array("{}".utf8)) == "{}")
        #expect(throws: JSONError.self) { try Self.tidied([0xEF, 0xBB, 0xBF, 0xEF, 0xBB, 0xBF] + Array("{}".utf8)) }
    }

    @Test(
        "what JSON.parse refuses is refused, whatever else there is to tidy",
        arguments: [
            "", " ", "{", "[", "[1,]", "{\"a\":1,}", "{\"a\"}", "{a:1}", "{,}", "[,1]", "[1 2]", "01", "+1", ".5", "1.",
            "NaN",
            "'a'", "tru", "nulL", "\"a", "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"", "\"\t\"", "[1}", "{\"a\":1]", "1 2",
            "{} x",
            "/**/1", "{\"a\":1 \"b\":2}", "\"\\ud83d", "\"\\ud83d\\u12\"", "{\"a\":1,\"a\":", "\u{A0}1",
        ]
    )
    func refused(_ text: String) {
        #expect(throws: JSONError.self) { try TidyJSON.tidied(Array(text.utf8), limits: Self.limits) }
    }

    @Test("the length is bounded, that of what comes out too")
    func length() {
        let limits = JSONLimits(depth: 4, bytes: 10)
        let long = #expect(throws: JSONError.self) { try TidyJSON.tidied(Array("[1,2,3,4,5]".utf8), limits: limits) }
        #expect(long?.reason == .tooLong)
        let bytes = [UInt8(ascii: "\"")] + [UInt8](repeating: 0xFF, count: 8) + [UInt8(ascii: "\"")]
        let swollen = #expect(throws: JSONError.self) { try TidyJSON.tidied(bytes, limits: limits) }
        #expect(swollen?.reason == .tooLong)
    }

    @Test("names that repeat by the ten thousand, at every level, take no time that grows faster than they do")
    func hostile() throws {
        let members = String(repeating: "\"a\":1,", count: 10_000)
        var text = "{\(members)\"a\":0}"
        for _ in 0..<3 { text = "{\"a\":1,\"a\":\(text)}" }
        #expect(try Self.tidied(Array(text.utf8)) == "{\"a\":{\"a\":{\"a\":{\"a\":0}}}}")
    }
}
