import FoundationEssentials
import JSON
import Testing

@Suite("Writing JSON")
struct JSONEncoderTests {
    @Test("every value is written as Foundation writes it", arguments: Sample.all)
    func likeFoundation(sample: Sample) throws {
        let encoder = FoundationEssentials.JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let expected = String(decoding: try encoder.encode(sample), as: UTF8.self)
        #expect(String(decoding: try JSON.JSONEncoder(.sorted).encode(sample), as: UTF8.self) == expected)
    }

    @Test("numbers of every width are written whole")
    func widths() throws {
        let numbers = Widths()
        let text = String(decoding: try JSON.JSONEncoder(.sorted).encode(numbers), as: UTF8.self)
        #expect(
            text == """
                {"a":-128,"b":-32768,"c":-2147483648,"d":255,"e":65535,"f":4294967295,"g":18446744073709551615,"h":0.5}
                """
        )
    }

    @Test("what describes itself by hand, in nested containers, is written as Foundation writes it")
    func nested() throws {
        let encoder = FoundationEssentials.JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let expected = String(decoding: try encoder.encode(Nested()), as: UTF8.self)
        #expect(String(decoding: try JSON.JSONEncoder(.sorted).encode(Nested()), as: UTF8.self) == expected)
    }

    @Test("members stand as they were told, or sorted at every depth")
    func order() throws {
        struct Sample: Encodable {
            var b: JSONValue = ["d": [["y": 1, "x": 2.5]], "c": nil]
            var a = 1.0
        }
        #expect(try JSON.JSONEncoder().encode(Sample()) == Array(#"{"b":{"d":[{"y":1,"x":2.5}],"c":null},"a":1}"#.utf8))
        #expect(
            try JSON.JSONEncoder(.sorted).encode(Sample())
                == Array(#"{"a":1,"b":{"c":null,"d":[{"x":2.5,"y":1}]}}"#.utf8)
        )
        #expect(try JSON.JSONEncoder().value(of: Sample()) == ["b": ["d": [["y": 1, "x": 2.5]], "c": nil], "a": 1])
        #expect(
            try JSON.JSONEncoder(.sorted).value(of: Sample()) == ["a": 1, "b": ["c": nil, "d": [["x": 2.5, "y": 1]]]]
        )
    }

    @Test("a value without the detour over bytes is what reading the bytes gives", arguments: Sample.all)
    func value(sample: Sample) throws {
        let encoder = JSON.JSONEncoder(.sorted)
        #expect(try encoder.value(of: sample) == JSONValue(parsing: encoder.encode(sample)))
        #expect(try JSON.JSONDecoder().decode(Sample.self, from: encoder.value(of: sample)).texts == sample.texts)
    }

    @Test("what JSON cannot write is refused", arguments: [Double.nan, .infinity, -.infinity])
    func refusal(number: Double) {
        #expect(throws: EncodingError.self) { try JSON.JSONEncoder(.sorted).encode([number]) }
    }

    @Test("a value that says nothing is refused alone and an empty object as a member")
    func silence() throws {
        #expect(throws: EncodingError.self) { try JSON.JSONEncoder(.sorted).encode(Silent()) }
        #expect(try JSON.JSONEncoder(.sorted).encode(["a": Silent()]) == Array(#"{"a":{}}"#.utf8))
    }
}

extension JSONEncoderTests {
    struct Sample: Codable, Sendable {
        enum Word: String, Codable { case plain, quoted = "a\"b" }

        var text = ""
        var word = Word.plain
        var flag = true
        var count = 0
        var size: Int64 = 0
        var ratio = 0.0
        var absent: String?
        var texts: [String] = []
        var grid: [[Int]] = []
        var byName: [String: [String: Double?]] = [:]

        static let all = [
            Sample(),
            Sample(text: "\u{0}\u{1}\u{8}\t\n\u{B}\u{C}\r\u{1F} \"\\/\u{7F}"),
            Sample(text: "é\u{2028}😀e\u{301}", word: .quoted, texts: ["", "a/b", "\\"]),
            Sample(flag: false, count: .min, size: .max, ratio: -0.0),
            Sample(ratio: 1e100, absent: "there"),
            Sample(ratio: 1e-7, grid: [[], [1], [2, 3]]),
            Sample(ratio: 123_456_789.125),
            Sample(byName: ["b": ["x": 0.5, "": nil], "a": [:], "B": ["é": 1, "a/b\n": -2], "aa": ["z": 1, "y": 2]]),
        ]
    }

    fileprivate struct Widths: Encodable {
        var h: Float = 0.5
        var a = Int8.min
        var b = Int16.min
        var c = Int32.min
        var d = UInt8.max
        var e = UInt16.max
        var f = UInt32.max
        var g = UInt64.max
    }

    fileprivate struct Silent: Encodable {
        func encode(to encoder: any Encoder) {}
    }

    fileprivate struct Nested: Encodable {
        enum Key: String, CodingKey { case outer, list, parent, bare }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            var inner = container.nestedContainer(keyedBy: Key.self, forKey: .outer)
            var list = container.nestedUnkeyedContainer(forKey: .list)
            try inner.encode(1, forKey: .parent)
            try list.encodeNil()
            var row = list.nestedUnkeyedContainer()
            try row.encode(true)
            var member = list.nestedContainer(keyedBy: Key.self)
            try member.encodeNil(forKey: .bare)
            try list.encode(list.count)
            try [2].encode(to: container.superEncoder(forKey: .parent))
            try "x".encode(to: container.superEncoder())
            try [UInt(3)].encode(to: list.superEncoder())
        }
    }
}
