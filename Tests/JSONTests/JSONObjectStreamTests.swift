import Testing

@testable import JSON

@Suite("Objects read piece by piece")
struct JSONObjectStreamTests {
    /// What was read: members as text, and the elements of the list.
    private struct Seen: Equatable {
        var members: [String: String] = [:]
        var elements: [String] = []
    }

    private func read(
        _ text: String,
        by length: Int = 7,
        limits: JSONLimits = JSONLimits(depth: 8, bytes: 1 << 20, names: 6)
    ) throws -> Seen {
        var rest = Array(text.utf8)[...]
        var stream = JSONObjectStream(limits: limits) {
            guard !rest.isEmpty else { return nil }
            defer { rest = rest.dropFirst(length) }
            return Array(rest.prefix(length))
        }
        var seen = Seen()
        try stream.read(lists: ["list", "more"]) { name, scanner in
            let range = try scanner.skipValue()
            seen.members[name] = String(decoding: scanner.bytes[range], as: UTF8.self)
        } element: { name, scanner in
            let range = try scanner.skipValue()
            seen.elements.append("\(name) " + String(decoding: scanner.bytes[range], as: UTF8.self))
        }
        #expect(stream.names.isSuperset(of: seen.members.keys))
        return seen
    }

    private static let document = """
         { "a" : 1.5e3 ,"list":[ {"x":"}],{[\\"\\\\"} , [1,[2]],"te,xt", true,null ,-7],
        "b\\u0062":{"deep":[{}]}, "more":[], "list2":[1,2] , "n":12}

        """

    @Test(arguments: [1, 2, 3, 7, 64, 4096])
    func givesTheSameHoweverItIsCut(length: Int) throws {
        let seen = try read(Self.document, by: length)
        #expect(seen.members == ["a": "1.5e3", "bb": "{\"deep\":[{}]}", "list2": "[1,2]", "n": "12"])
        #expect(
            seen.elements == [
                "list {\"x\":\"}],{[\\\"\\\\\"}", "list [1,[2]]", "list \"te,xt\"", "list true", "list null", "list -7",
            ]
        )
    }

    /// What the scanner refuses of a whole document is refused of one that comes in pieces.
    @Test(arguments: [
        "", "[]", "{", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "{\"a\":1,}", "{,}", "{\"a\" 1}", "{\"a\":}",
        "{\"list\":[", "{\"list\":[1", "{\"list\":[1,", "{\"list\":[1,]}", "{\"list\":[,1]}", "{\"list\":[1 2]}",
        "{\"list\":[1}", "{\"list\":[1]]}", "{\"list\":[nul]}", "{\"list\":[\"\u{1}\"]}", "{\"list\":[1]} x",
        "{\"list\":[{\"k\":1,\"k\":2}]}", "{\"a\":1,\"a\":2}", "{\"a\":1,\"\\u0061\":2}", "{\"list\":[1],\"list\":[2]}",
        "{\"a\":01}", "{a:1}", "{\"a\":1 \"b\":2}", "{\"a\":[[[[[[[[1]]]]]]]]}",
        "{\"list\":[[[[[[[[1]]]]]]]}", "{\"a\":\"x}",
        "{\"a\":1,\"b\":1,\"c\":1,\"d\":1,\"e\":1,\"f\":1,\"g\":1}", "{\"list\":[\"a\"\"b\"]}", "{\"list\":[1\"b\"]}",
    ])
    func refusesWhatIsNoDocument(text: String) {
        for length in [1, 5, 4096] {
            #expect(throws: JSONError.self, "\(text) by \(length)") { try read(text, by: length) }
        }
        let whole = Array(text.utf8)
        let limits = JSONLimits(depth: 8, bytes: 1 << 20, names: 6)
        #expect(throws: JSONError.self, "the scanner takes \(text)") {
            var scanner = try JSONScanner(whole, limits: limits, duplicateKeys: .reject)
            try scanner.beginObject()
            while try scanner.nextKey() != nil { try scanner.skip() }
            try scanner.end()
        }
    }

    /// An error is where the scanner of the whole document sees it.
    @Test(arguments: [
        "{\"a\":1,\n \"list\":[1,2,\n  3,\n nope]}", "{\"a\":1,\n\n  \"b\":tru}", "{\"list\":[\n1,\n2] \n \n  x}",
        "{\"list\":[{\"k\":1,\n\"k\":2}]}",
    ])
    func saysWhereInTheDocument(text: String) {
        let expected = #expect(throws: JSONError.self) {
            var scanner = try JSONScanner(Array(text.utf8), duplicateKeys: .reject)
            _ = try scanner.skipValue()
        }
        for length in [1, 6, 4096] {
            let error = #expect(throws: JSONError.self) { try read(text, by: length) }
            #expect(error == expected, "\(text) by \(length)")
        }
    }

    @Test func refusesWhatIsTooLong() {
        let limits = JSONLimits(depth: 8, bytes: 64, names: 6)
        let text = "{\"list\":[" + Array(repeating: "1", count: 40).joined(separator: ",") + "]}"
        let error = #expect(throws: JSONError.self) { try read(text, limits: limits) }
        #expect(error?.reason == .tooLong)
    }

    /// One value that never ends is not gathered without end.
    @Test func refusesAValueThatIsTooLong() {
        var isFirst = true
        var stream = JSONObjectStream(limits: JSONLimits(depth: 8, bytes: 1 << 30, names: 6)) {
            defer { isFirst = false }
            return isFirst ? Array("{\"a\":\"".utf8) : [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
        }
        let error = #expect(throws: JSONError.self) {
            try stream.read(lists: []) { _, scanner in
                _ = try scanner.skipValue()
            } element: { _, _ in
            }
        }
        #expect(error?.reason == .valueTooLong)
    }
}
