import JSON
import Testing

@Suite("Reading JSON")
struct JSONScannerTests {
    @Test("members are read in order, and what is not touched is skipped")
    func members() throws {
        var scanner = try JSONScanner(Array(#" { "a" : [1, 2,3 ] , "b\n":{"x":[{}]}, "c":-1.5e3 } "#.utf8))
        var names: [String] = []
        var numbers: [Int64] = []
        try scanner.object { key, scanner in
            names.append(key.string)
            if key == "a" { try scanner.array { numbers.append(try $0.integer()) } }
        }
        try scanner.end()
        #expect(names == ["a", "b\n", "c"])
        #expect(numbers == [1, 2, 3])
    }

    @Test("a reader may leave early and knows where it is")
    func early() throws {
        var scanner = try JSONScanner(Array(#"{"a":1,"name":"x","c":[}"#.utf8))
        try scanner.beginObject()
        while let key = try scanner.nextKey() {
            if key == "name" { break }
            _ = try scanner.skipValue()
        }
        #expect(try scanner.peek() == .string)
        #expect(scanner.position == 14)
        #expect(try scanner.string() == "x")
    }

    @Test(
        "a skipped value gives exactly its bytes",
        arguments: ["1", "-0", "1.5e+3", "\"a\\\"b\"", "{}", "[ ]", "{\"a\" :[ true,null ] }", "false", "null"]
    )
    func spans(_ value: String) throws {
        let bytes = Array("[ \(value)\t, \(value)\n]".utf8)
        var scanner = try JSONScanner(bytes)
        var spans: [String] = []
        try scanner.array { spans.append(String(decoding: bytes[try $0.skipValue()], as: UTF8.self)) }
        #expect(spans == [value, value])
    }

    @Test("only the given range is read")
    func range() throws {
        let bytes = Array(#"xx{"a":1}yy"#.utf8)
        var scanner = try JSONScanner(bytes, range: 2..<9)
        #expect(try scanner.skipValue() == 2..<9)
        try scanner.end()
        var cut = try JSONScanner(bytes, range: 2..<8)
        #expect(throws: JSONError(.unexpectedEnd, at: 8, in: bytes.span)) { try cut.skipValue() }
    }

    @Test(
        "every kind is told by its first byte",
        arguments: [
            (" {}", JSONScanner.Kind.object), ("[]", .array), ("\"\"", .string), ("-1", .number), ("7", .number),
            ("true", .bool), ("false", .bool), ("null", .null),
        ]
    )
    func kinds(_ text: String, _ kind: JSONScanner.Kind) throws {
        var scanner = try JSONScanner(Array(text.utf8))
        #expect(try scanner.peek() == kind)
        _ = try scanner.skipValue()
        try scanner.end()
    }

    @Test("names are compared after unescaping, by bytes")
    func names() throws {
        var scanner = try JSONScanner(Array(#"{"versions":0,"\u0076ersions":0,"e\u0301":0}"#.utf8))
        let first = try #require(try scanner.nextKeyOfObject())
        #expect(first == "versions")
        #expect(!(first == "version"))
        #expect(!(first == "versionz"))
        let second = try #require(try scanner.nextKeyAfterValue())
        #expect(second == "versions")
        #expect(second.isEscaped)
        let third = try #require(try scanner.nextKeyAfterValue())
        #expect(third == "e\u{301}")
        #expect(!(third == "\u{E9}"))
        switch third {
        case "e\u{301}": break
        default: Issue.record("a name can be matched in a switch")
        }
    }

    @Test("what was expected and is not there is named", arguments: Expectation.all)
    func expectations(_ expectation: Expectation) throws {
        for text in ["{}", "[]", "\"s\"", "1.5", "true", "null"] where !expectation.accepts.contains(text) {
            let bytes = Array(" \(text)".utf8)
            var scanner = try JSONScanner(bytes)
            #expect(throws: JSONError(expectation.reason, at: 1, in: bytes.span)) { try expectation.read(&scanner) }
        }
    }

    struct Expectation: Sendable, CustomTestStringConvertible {
        let reason: JSONError.Reason
        let accepts: [String]
        let read: @Sendable (inout JSONScanner) throws -> Void
        var testDescription: String { reason.rawValue }

        static let all = [
            Expectation(reason: .expectedObject, accepts: ["{}"]) { try $0.beginObject() },
            Expectation(reason: .expectedArray, accepts: ["[]"]) { try $0.beginArray() },
            Expectation(reason: .expectedString, accepts: ["\"s\""]) { _ = try $0.string() },
            Expectation(reason: .expectedString, accepts: ["\"s\""]) { _ = try $0.rawString() },
            Expectation(reason: .expectedInteger, accepts: []) { _ = try $0.integer() },
            Expectation(reason: .expectedNumber, accepts: ["1.5"]) { _ = try $0.number() },
            Expectation(reason: .expectedBool, accepts: ["true"]) { _ = try $0.bool() },
            Expectation(reason: .expectedNull, accepts: ["null"]) { try $0.null() },
        ]
    }
}

extension JSONScanner {
    fileprivate mutating func nextKeyOfObject() throws -> JSONKey? {
        try beginObject()
        return try nextKey()
    }

    fileprivate mutating func nextKeyAfterValue() throws -> JSONKey? {
        _ = try skipValue()
        return try nextKey()
    }
}
