import JSON
import Testing

@Suite("Reading values from JSON")
struct JSONDecoderTests {
    struct Sample: Codable, Equatable {
        enum Word: String, Codable { case plain }
        struct Inner: Codable, Equatable {
            var sizes: [Int8]
            var rest: JSONValue
        }

        var text: String
        var word: Word
        var flag: Bool
        var ratio: Double
        var absent: Int?
        var inner: [String: Inner]
        var pair: [[UInt64?]]
    }

    static let document = """
        {"text": "a", "word": "plain", "flag": true, "ratio": 2, "absent": null, "more": [1],
         "inner": {"x": {"sizes": [1, -2], "rest": {"b": [1.5], "a": null}}},
         "pair": [[1, null], []]}
        """

    private func decode<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> Value {
        try JSONDecoder().decode(type, from: Array(text.utf8))
    }

    @Test("every kind of value is taken, and members that nobody asks for are skipped")
    func whole() throws {
        let expected = Sample(
            text: "a",
            word: .plain,
            flag: true,
            ratio: 2,
            absent: nil,
            inner: ["x": .init(sizes: [1, -2], rest: ["b": [1.5], "a": nil])],
            pair: [[1, nil], []]
        )
        #expect(try decode(Sample.self, Self.document) == expected)
        #expect(try JSONDecoder().decode(Sample.self, from: JSONEncoder().encode(expected)) == expected)
    }

    @Test(
        "a value of the wrong shape is refused with its line and the way to it",
        arguments: [
            (#""a""#, "7", "line 1, column 10 (byte 9): text: a string was expected"),
            (#""plain""#, #""odd""#, "line 1, column 23 (byte 22): word: a value that cannot stand here: "),
            ("true", "1", "line 1, column 40 (byte 39): flag: true or false was expected"),
            (#""ratio": 2"#, #""ratio": "2""#, "ratio: a number was expected"),
            ("-2", "200", "line 2, column 31 (byte 116): inner.x.sizes.1: a number that does not fit"),
            ("-2", "1.0", "inner.x.sizes.1: a whole number was expected"),
            ("[1, -2]", "{}", "inner.x.sizes: an array was expected"),
            (#""sizes": [1, -2], "#, "", "line 2, column 17 (byte 102): inner.x.sizes: a member is missing"),
            ("[[1, null], []]", "[[1, null], 5]", "line 3, column 22 (byte 177): pair.1: an array was expected"),
            (#""flag": true, "#, "", "line 1, column 1 (byte 0): flag: a member is missing"),
        ]
    )
    func wrong(part: String, replacement: String, message: String) throws {
        let damaged = Self.document.replacing(part, with: replacement, maxReplacements: 1)
        let error = #expect(throws: JSONError.self) { try decode(Sample.self, damaged) }
        #expect(error?.description.contains(message) == true, "\(String(describing: error))")
    }

    @Test("from a document that was read before, an error has a path alone")
    func withoutBytes() throws {
        let document = try JSONValue(parsing: Array(Self.document.replacing("-2", with: "true").utf8))
        let error = #expect(throws: JSONError.self) { try JSONDecoder().decode(Sample.self, from: document) }
        #expect(error?.description == "inner.x.sizes.1: a whole number was expected")
        #expect(error?.line == 0)
    }

    @Test(
        "a member that is there twice is refused, at any depth",
        arguments: [#"{"a":1,"a":2}"#, #"{"b":[{"a":1,"\u0061":1}]}"#]
    )
    func twice(text: String) {
        let error = #expect(throws: JSONError.self) { try decode(JSONValue.self, text) }
        #expect(error?.reason == .duplicateKey)
    }

    @Test(
        "what is no JSON, too deep or too long is refused",
        arguments: ["", "{", "[1] 2", "01", "[[[]]]", "[1,2,3,4,5]"]
    )
    func refused(text: String) {
        let decoder = JSONDecoder(limits: JSONLimits(depth: 2, bytes: 10))
        #expect(throws: JSONError.self) { try decoder.decode(JSONValue.self, from: Array(text.utf8)) }
    }

    @Test("a type with a rule of its own is heard as it is")
    func ownRule() {
        struct Refusal: Error {}
        struct Picky: Decodable {
            init(from decoder: any Decoder) throws { throw Refusal() }
        }
        #expect(throws: Refusal.self) { try decode([Picky].self, "[1]") }
    }

    @Test("many members are all found, and read as fast as few")
    func many() throws {
        let numbers = Dictionary(uniqueKeysWithValues: (0..<20_000).map { ("member \($0)", $0) })
        #expect(try JSONDecoder().decode([String: Int].self, from: JSONEncoder().encode(numbers)) == numbers)
    }

    @Test("nested containers, keys and ends are what they say")
    func containers() throws {
        struct Walk: Decodable {
            enum Key: String, CodingKey { case list, object, missing }
            init(from decoder: any Decoder) throws {
                let root = try decoder.container(keyedBy: Key.self)
                #expect(root.contains(.list) && !root.contains(.missing))
                #expect(root.allKeys == [.list, .object])
                var list = try root.nestedUnkeyedContainer(forKey: .list)
                #expect(list.count == 4)
                #expect(try list.decode(Int.self) == 1)
                #expect(throws: JSONError.self) { try list.decode(String.self) }
                #expect(list.currentIndex == 1)
                #expect(try list.decodeNil())
                #expect(try list.nestedContainer(keyedBy: Key.self).decode(Bool.self, forKey: .list))
                var inner = try list.nestedUnkeyedContainer()
                #expect(inner.isAtEnd && list.isAtEnd)
                #expect(throws: JSONError.self) { try inner.decode(Int.self) }
                #expect(try root.nestedContainer(keyedBy: Key.self, forKey: .object).decodeNil(forKey: .list))
                #expect(
                    try String(
                        from: root.superDecoder(forKey: .object).container(keyedBy: Key.self)
                            .superDecoder(forKey: .object)
                    ) == "x"
                )
            }
        }
        _ = try decode(Walk.self, #"{"list":[1,null,{"list":true},[]],"object":{"list":null,"object":"x"}}"#)
    }
}
