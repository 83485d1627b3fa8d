import Testing
import YAML

/// A text that must be refused, where, and with which words.
struct Refusal: Sendable, CustomTestStringConvertible {
    let text: String
    let line: Int
    let column: Int
    let words: String

    init(_ text: String, _ line: Int, _ column: Int, _ words: String) {
        self.text = text
        self.line = line
        self.column = column
        self.words = words
    }

    var testDescription: String { text.debugDescription }

    static let all = [
        Refusal("a: 1\nb: 2\na: 3", 3, 1, "the key a is there twice, first in line 1"),
        Refusal("a: {x: 1, y: 2, x: 3}", 1, 17, "the key x is there twice, first in line 1"),
        Refusal("'a': 1\n\"a\": 2", 2, 1, "the key a is there twice, first in line 1"),
        Refusal("a: [1, 2", 1, 9, "did not find expected ',' or ']'"),
        Refusal("a: b: c", 1, 5, "mapping values are not allowed in this context"),
        Refusal("a:\n\tb: 1", 2, 1, "cannot start any token"),
        Refusal("a:\n\tb: 1", 2, 1, "indent with spaces, a tab cannot"),
        Refusal("a: 'b", 1, 6, "found unexpected end of stream"),
        Refusal("a: \"\\q\"", 1, 5, "found unknown escape character"),
        Refusal("a: *nobody", 1, 4, "the alias *nobody has no anchor &nobody before it"),
        Refusal("a: &x {b: 1}\nc:\n  <<: *x", 3, 3, "merge keys (<<) are not supported"),
        Refusal("? [a, b]\n: c", 1, 3, "a key must be text"),
        Refusal("? {a: b}\n: c", 1, 3, "a key must be text"),
        Refusal("a: &k b\n*k : c", 2, 1, "a key must be text"),
        Refusal("a: !secret b", 1, 4, "the tag \"!secret\" is not supported"),
        Refusal("a: !!binary aGk=", 1, 4, "the tag \"tag:yaml.org,2002:binary\" is not supported"),
        Refusal("a: !!set {b}", 1, 4, "the tag \"tag:yaml.org,2002:set\" is not supported"),
        Refusal("!x a: 1", 1, 1, "the tag \"!x\" is not supported"),
        Refusal("a: 1\n---\nb: 2", 2, 1, "a second document begins here"),
        Refusal("%YAML 9.9\n---\na: 1", 1, 1, "incompatible YAML document"),
        Refusal("ok: 1\nb: a\u{0}c", 2, 5, "control characters are not allowed"),
        Refusal("b: a\u{7}c", 1, 5, "control characters are not allowed"),
        Refusal("%TAG ! tag:x,\na", 2, 1, "did not find expected <document start>"),
        Refusal("a: [1,\n2,\n", 3, 1, "did not find expected node content"),
        Refusal("@a: 1", 1, 1, "cannot start any token"),
        Refusal("a: %x", 1, 4, "cannot start any token"),
    ]
}

@Suite("A YAML text is refused with its place")
struct YAMLRefusalTests {
    @Test("when it is wrong", arguments: Refusal.all)
    func wrong(refusal: Refusal) {
        expectFailure(refusal.text, refusal.line, refusal.column, refusal.words)
    }

    @Test(
        "when it is not UTF-8",
        arguments: [[0xFF], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80]]
    )
    func notUTF8(bytes: [UInt8]) throws {
        let error = try #require(throws: YAMLError.self) { try YAMLNode(parsing: Array("é: 1\nb: é".utf8) + bytes) }
        #expect(error.line == 2)
        #expect(error.column == 5)
    }

    @Test("when it is UTF-16")
    func utf16() {
        #expect(throws: YAMLError.self) { try YAMLNode(parsing: [0xFF, 0xFE, 0x61, 0, 0x3A, 0, 0x20, 0, 0x62, 0]) }
    }

    @Test("wherever it is cut, or it is a shorter document")
    func cut() {
        let text = Array("a: {b: [1, '2', \"3\"]}\nc: &x |\n  text\nd: *x\n".utf8)
        for length in 0...text.count {
            do {
                let node = try YAMLNode(parsing: Array(text.prefix(length)))
                #expect(node.position.line == 1)
            } catch {
                #expect((1...4).contains(error.line))
                #expect(!error.reason.isEmpty)
            }
        }
    }

    @Test("for every key given twice, if the reader takes note and goes on")
    func allDuplicates() throws {
        var noted: [YAMLError] = []
        let text = Array("a: 1\nb: {c: 1, c: 2}\na: 3\nd: 4\n".utf8)
        let node = try YAMLNode(parsing: text) { noted.append($0) }
        #expect(noted.map(\.line) == [2, 3])
        #expect(try node.entries().map(\.key) == ["a", "b", "d"])
        #expect(try node.entries()[0].value.text() == "1")
    }
}

@Suite("A YAML text cannot ask too much")
struct YAMLLimitTests {
    @Test("of size")
    func size() throws {
        let limits = YAMLLimits(bytes: 10)
        #expect(try YAMLNode(parsing: Array("a: 6789 10".utf8), limits: limits).entries().count == 1)
        expectFailure("a: 6789 101", 1, 1, "the text has 11 bytes, more than 10", limits: limits)
    }

    @Test("of depth", arguments: [("[[[1]]]", 4), ("{a: {b: {c: 1}}}", 4), ("- - - 1", 4), ("a:\n  b:\n    c: 1", 4)])
    func depth(text: String, levels: Int) throws {
        _ = try YAMLNode(parsing: Array(text.utf8), limits: YAMLLimits(depth: levels))
        expectFailure(text, nil, nil, "values lie deeper than 3 levels", limits: YAMLLimits(depth: levels - 1))
    }

    @Test("of depth by aliases")
    func aliasDepth() throws {
        let text = "a: &a [1]\nb: &b [*a]\nc: [*b]"
        _ = try YAMLNode(parsing: Array(text.utf8), limits: YAMLLimits(depth: 5))
        expectFailure(text, 3, 5, "values lie deeper than 4 levels", limits: YAMLLimits(depth: 4))
    }

    @Test("of values by aliases of aliases")
    func laughs() {
        let lines = (1...20).map {
            "l\($0): &l\($0) [\(Array(repeating: "*l\($0 - 1)", count: 9).joined(separator: ","))]"
        }
        let text = "l0: &l0 lol\n" + lines.joined(separator: "\n")
        expectFailure(text, nil, nil, "there are more than 100000 values, aliases resolved")
    }

    @Test("of values that are there")
    func values() throws {
        let text = "[a, b, {c: d}]"
        _ = try YAMLNode(parsing: Array(text.utf8), limits: YAMLLimits(nodes: 6))
        expectFailure(text, 1, 12, "there are more than 5 values", limits: YAMLLimits(nodes: 5))
    }

    @Test("with a hundred thousand brackets", arguments: ["[", "{", "- ", "? ", "[{", "&a ", "!!str "])
    func brackets(piece: String) {
        let text = String(repeating: piece, count: 100_000)
        #expect(throws: YAMLError.self) { try YAMLNode(parsing: Array(text.utf8)) }
    }
}
