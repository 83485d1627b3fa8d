import JSON
import Testing

@Suite("Bounds and repeated names")
struct JSONLimitsTests {
    @Test("as many levels as allowed, and not one more", arguments: ["[", "{\"k\":"])
    func depth(_ opening: String) throws {
        let closing = opening == "[" ? "]" : "}"
        func nested(_ levels: Int) -> [UInt8] {
            let inner = opening == "[" ? "" : "0"
            let text = String(repeating: opening, count: levels) + inner + String(repeating: closing, count: levels)
            return Array(text.utf8)
        }
        _ = try JSONValue(parsing: nested(5), limits: JSONLimits(depth: 5))
        let deep = nested(6)
        let expected = JSONError(.tooDeep, at: opening.utf8.count * 5, in: deep.span)
        #expect(throws: expected) { try JSONValue(parsing: deep, limits: JSONLimits(depth: 5)) }
        #expect(throws: expected) {
            var scanner = try JSONScanner(deep, limits: JSONLimits(depth: 5))
            _ = try scanner.skipValue()
        }
    }

    @Test("siblings do not count as depth")
    func siblings() throws {
        let bytes = Array("[[1],[2],[3],{\"a\":[4]}]".utf8)
        _ = try JSONValue(parsing: bytes, limits: JSONLimits(depth: 3))
    }

    @Test("a million brackets are refused, not followed")
    func bomb() throws {
        let bomb = [UInt8](repeating: UInt8(ascii: "["), count: 1_000_000)
        #expect(throws: JSONError(.tooDeep, at: 64, in: bomb.span)) { try JSONValue(parsing: bomb) }
    }

    @Test("longer documents than allowed are not begun")
    func length() throws {
        let bytes = Array("[1,2,3]".utf8)
        _ = try JSONValue(parsing: bytes, limits: JSONLimits(bytes: 7))
        #expect(throws: JSONError(.tooLong, at: 6, in: bytes.span)) {
            try JSONValue(parsing: bytes, limits: JSONLimits(bytes: 6))
        }
    }

    @Test("as many names in open objects as allowed, and not one more, where repeats are looked for")
    func names() throws {
        let limits = JSONLimits(names: 5)
        func parse(_ text: String, _ duplicates: DuplicateKeys = .reject) throws {
            _ = try JSONValue(parsing: Array(text.utf8), limits: limits, duplicateKeys: duplicates)
        }
        for text in [#"{"a":{"b":1,"c":2,"d":3,"e":4}}"#, #"[{"a":1,"b":2,"c":3},{"a":1,"b":2,"c":3}]"#] {
            try parse(text)
        }
        for (text, offset) in [
            (#"{"a":1,"b":2,"c":3,"d":4,"e":5,"f":6}"#, 32), (#"{"a":{"b":1,"c":{"d":{"e":{"f":2}}}}}"#, 28),
        ] {
            let expected = JSONError(.tooManyNames, at: offset, in: Array(text.utf8).span)
            #expect(throws: expected) { try parse(text) }
            try parse(text, .allow)
        }
    }

    @Test(
        "a repeated name is found at its second place, however it is spelled",
        arguments: [
            (#"{"a":1,"a":2}"#, 8), (#"{"a":1,"b":{"x":1,"y":2,"x":3}}"#, 25), (#"{"a":1,"\u0061":2}"#, 8),
            (#"{"é":1,"\u00e9":2}"#, 9), (#"[{"":1,"":2}]"#, 8), (#"{"a/b":{},"a\/b":{}}"#, 11),
        ]
    )
    func repeats(_ text: String, _ offset: Int) throws {
        let bytes = Array(text.utf8)
        let expected = JSONError(.duplicateKey, at: offset, in: bytes.span)
        #expect(throws: expected) { try JSONValue(parsing: bytes, duplicateKeys: .reject) }
        #expect(throws: expected) {
            var scanner = try JSONScanner(bytes, duplicateKeys: .reject)
            _ = try scanner.skipValue()
        }
        _ = try JSONValue(parsing: bytes, duplicateKeys: .allow)
    }

    @Test(
        "one name in different objects, and names that only look alike, are fine",
        arguments: [
            #"{"a":{"a":{"a":1}},"b":{"a":2}}"#, #"[{"a":1},{"a":1}]"#, #"{"é":1,"e\u0301":2}"#,
            #"{"a":1,"A":2,"aa":3}"#,
            #"{"ab":1,"ba":2}"#,
        ]
    )
    func alike(_ text: String) throws {
        _ = try JSONValue(parsing: Array(text.utf8), duplicateKeys: .reject)
    }

    @Test("the first of several repeats is found among thousands of names")
    func large() throws {
        let names = (0..<5000).map { "\"1.\($0).0\":0" }
        _ = try JSONValue(parsing: Array("{\(names.joined(separator: ","))}".utf8), duplicateKeys: .reject)
        let repeated = names.joined(separator: ",") + ",\"1.77.0\":0,\"1.3.0\":0"
        let bytes = Array("{\(repeated)}".utf8)
        let offset = bytes.count - #"1.77.0":0,"1.3.0":0}"#.utf8.count
        #expect(throws: JSONError(.duplicateKey, at: offset, in: bytes.span)) {
            try JSONValue(parsing: bytes, duplicateKeys: .reject)
        }
    }

    @Test("a repeat is found among any number of names, wherever the first of the two stands", arguments: 1...40)
    func places(_ count: Int) throws {
        let names = (0..<count).map { "\"\(String(repeating: "name", count: $0 % 5))\($0)\":0" }
        let unique = Array("{\(names.joined(separator: ","))}".utf8)
        _ = try JSONValue(parsing: unique, duplicateKeys: .reject)
        for name in names {
            let bytes = Array("{\(names.joined(separator: ",")),\(name)}".utf8)
            #expect(throws: JSONError(.duplicateKey, at: unique.count + 1, in: bytes.span)) {
                try JSONValue(parsing: bytes, duplicateKeys: .reject)
            }
        }
    }

    @Test("an error knows line and column")
    func place() {
        let bytes = Array("{\n  \"a\": 1,\n  \"é\": x\n}".utf8)
        let error = JSONError(.unexpectedByte, at: 20, in: bytes.span)
        #expect(throws: error) { try JSONValue(parsing: bytes) }
        #expect(error.line == 3)
        #expect(error.column == 9)
        #expect(error.description == "line 3, column 9 (byte 20): a byte that no value can contain here")
    }
}
