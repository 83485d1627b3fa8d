import JSON
import Testing

@Suite("The grammar of RFC 8259")
struct JSONGrammarTests {
    @Test(
        "what the grammar allows is accepted",
        arguments: [
            "0", "-0", "10", "-1", "1.0", "0.5e1", "1E-9", "1e+300", "123456789012345678901234567890", "\"\"",
            "\"\\u0000\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\uD83D\\uDE00 \\u00e9\"", "\"\u{7F}\u{2028}é€😀\"", "[]", "{}",
            "[[],{},[{}]]", " \t\r\n[ 1 , 2 ] \n", "{\"\":{\"\":null}}", "true", "false", "null",
        ]
    )
    func accepted(_ text: String) throws {
        var scanner = try JSONScanner(Array(text.utf8))
        _ = try scanner.skipValue()
        try scanner.end()
        _ = try JSONValue(parsing: Array(text.utf8))
    }

    @Test(
        "what it does not allow is refused at its byte, by both readers",
        arguments: [
            ("", 0, JSONError.Reason.unexpectedEnd), ("  ", 2, .unexpectedEnd), ("01", 0, .invalidNumber),
            ("-01", 0, .invalidNumber), ("-", 1, .unexpectedEnd), ("-a", 1, .invalidNumber), ("1.", 2, .unexpectedEnd),
            ("1.x", 2, .invalidNumber), ("1e", 2, .unexpectedEnd), ("1e+", 3, .unexpectedEnd),
            ("+1", 0, .unexpectedByte),
            (".5", 0, .unexpectedByte), ("1 2", 2, .trailingBytes), ("1a", 1, .trailingBytes),
            ("NaN", 0, .unexpectedByte),
            ("Infinity", 0, .unexpectedByte), ("tru", 3, .unexpectedEnd), ("trux", 3, .unexpectedByte),
            ("nul", 3, .unexpectedEnd), ("True", 0, .unexpectedByte), ("'a'", 0, .unexpectedByte),
            ("[1,]", 3, .unexpectedByte), ("[,1]", 1, .unexpectedByte), ("[1 2]", 3, .unexpectedByte),
            ("[1,,2]", 3, .unexpectedByte), ("[", 1, .unexpectedEnd), ("[1", 2, .unexpectedEnd),
            ("[1}", 2, .unexpectedByte), ("]", 0, .unexpectedByte), ("{,}", 1, .unexpectedByte),
            ("{\"a\":1,}", 7, .unexpectedByte), ("{\"a\" 1}", 5, .unexpectedByte), ("{\"a\":}", 5, .unexpectedByte),
            ("{a:1}", 1, .unexpectedByte), ("{1:1}", 1, .unexpectedByte), ("{\"a\":1]", 6, .unexpectedByte),
            ("{\"a\":1 \"b\":2}", 7, .unexpectedByte), ("[]]", 2, .trailingBytes), ("\"a", 2, .unexpectedEnd),
            ("\"\\", 2, .unexpectedEnd), ("\"\\x\"", 1, .invalidEscape), ("\"\\u12\"", 1, .invalidEscape),
            ("\"\\u12g4\"", 1, .invalidEscape), ("\"a\nb\"", 2, .controlCharacter), ("\"\0\"", 1, .controlCharacter),
            ("/* */1", 0, .unexpectedByte), ("\u{FEFF}1", 0, .unexpectedByte), ("\u{A0}1", 0, .unexpectedByte),
            ("\u{C}1", 0, .unexpectedByte), ("1\u{B}", 1, .trailingBytes),
        ]
    )
    func refused(_ text: String, _ offset: Int, _ reason: JSONError.Reason) {
        let bytes = Array(text.utf8)
        let expected = JSONError(reason, at: offset, in: bytes.span)
        #expect(throws: expected) { try skipWhole(bytes) }
        #expect(throws: expected) { try JSONValue(parsing: bytes) }
    }

    @Test(
        "surrogates come in pairs or not at all",
        arguments: [
            "\\uD800", "\\uDC00", "\\uD800\\uD800", "\\uDC00\\uD800", "\\uD83Dx", "\\uD83D\\n", "\\ud83d\\u0041",
        ]
    )
    func surrogates(_ escape: String) {
        let bytes = Array("[\"ab\(escape)\"]".utf8)
        #expect(throws: JSONError(.loneSurrogate, at: 4, in: bytes.span)) { try skipWhole(bytes) }
        #expect(throws: JSONError(.loneSurrogate, at: 4, in: bytes.span)) { try JSONValue(parsing: bytes) }
    }

    @Test(
        "bytes that are not UTF-8 are refused",
        arguments: [
            [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC3, 0x28], [0xE0, 0x9F, 0xBF], [0xE2, 0x82, 0x28],
            [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xF0, 0x8F, 0xBF, 0xBF], [0xF4, 0x90, 0x80, 0x80],
            [0xF5, 0x80, 0x80, 0x80],
            [0xFF], [0xFE], [0xF0, 0x9F, 0x98, 0x22], [0xE2, 0x22, 0x22],
        ] as [[UInt8]]
    )
    func invalidUTF8(_ sequence: [UInt8]) {
        let bytes = [0x22, 0x61] + sequence + [0x22]
        #expect(throws: JSONError(.invalidUTF8, at: 2, in: bytes.span)) { try skipWhole(bytes) }
    }

    @Test("a byte of a string that is not plain is seen wherever it stands", arguments: 0..<20)
    func special(_ place: Int) throws {
        let plain = [UInt8](repeating: 0x21, count: place)
        let table: [(UInt8, JSONError.Reason)] = [
            (0x00, .controlCharacter), (0x1F, .controlCharacter), (0x5C, .invalidEscape), (0x80, .invalidUTF8),
            (0xFF, .invalidUTF8),
        ]
        for (byte, reason) in table {
            let bytes = [0x22] + plain + [byte] + [0x21, 0x80, 0x00, 0x22, 0x5C, 0x7F, 0x20, 0x23, 0x5B, 0x5D, 0x22]
            #expect(throws: JSONError(reason, at: 1 + place, in: bytes.span)) { try skipWhole(bytes) }
        }
        let closed = [0x22] + plain + [0x20, 0x23, 0x5B, 0x5D, 0x7E, 0x7F, 0x22]
        try skipWhole(closed)
        #expect(throws: JSONError(.trailingBytes, at: closed.count, in: closed.span)) { try skipWhole(closed + [0x5C]) }
    }

    @Test("the first and last scalars of every UTF-8 length pass")
    func validUTF8() throws {
        let text = "\u{80}\u{7FF}\u{800}\u{D7FF}\u{E000}\u{FFFF}\u{10000}\u{3FFFF}\u{40000}\u{10FFFF}"
        #expect(try JSONValue(parsing: Array("\"\(text)\"".utf8)) == .string(text))
    }

    @Test("a document cut at any byte is refused, or is a shorter number")
    func truncation() throws {
        let whole = Array(#" {"a":[1,-2.5e3,true,null,"\uD83D\uDE00\n€😀"],"b":{"c":false,"d":[]},"e":""}"#.utf8)
        try skipWhole(whole)
        for count in 0..<whole.count {
            let cut = Array(whole[..<count])
            #expect(throws: JSONError(.unexpectedEnd, at: count, in: cut.span), "cut at \(count)") {
                try skipWhole(cut)
            }
            #expect(throws: JSONError.self) { try JSONValue(parsing: cut) }
        }
    }

    @Test("no single damaged byte crashes a reader")
    func damage() {
        let whole = Array(#"{"a":[1,-2.5e3,true,null,"\uD83D\uDE00\n€"],"b":{"c":false}}"#.utf8)
        for index in whole.indices {
            for byte in [0x00, 0x22, 0x5C, 0x7B, 0x5D, 0x75, 0x80, 0xFF] as [UInt8] {
                var damaged = whole
                damaged[index] = byte
                let skipped = (try? skipWhole(damaged)) != nil
                let parsed = (try? JSONValue(parsing: damaged)) != nil
                #expect(skipped == parsed, "both readers agree about byte \(byte) at \(index)")
            }
        }
    }

    private func skipWhole(_ bytes: [UInt8]) throws {
        var scanner = try JSONScanner(bytes)
        _ = try scanner.skipValue()
        try scanner.end()
    }
}
