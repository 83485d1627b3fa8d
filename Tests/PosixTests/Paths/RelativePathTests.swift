import Posix
import Testing

@Suite("Relative paths")
struct RelativePathTests {
    private static let longest = String(repeating: "x", count: 255)
    /// Fifteen longest components, then two short ones: 4096 bytes.
    private static let full =
        String(repeating: longest + "/", count: 15) + String(repeating: "y", count: 127) + "/"
        + String(repeating: "z", count: 128)
    private static let deepest = Array(repeating: "d", count: 64).joined(separator: "/")

    private static let accepted = [
        "a", "a/b", "@scope/name/-/name-1.0.0.tgz", "lodash/package.json", ".hidden", "a..b", "..a", "a/...b", "-", "~",
        " a", "a b", "C:", "*?\"<>|", "é", "日本/語", "👩‍👩‍👧‍👦/x", "\u{A0}", "\u{202E}gpj", "a/\u{301}b", longest,
        String(repeating: "語", count: 85), full, deepest,
    ]

    @Test("what any file system can hold is taken as it is", arguments: accepted)
    func accepts(_ text: String) throws {
        #expect(try RelativePath(text).string.utf8.elementsEqual(text.utf8))
        #expect(try RelativePath(bytes: text.utf8).string.utf8.elementsEqual(text.utf8))
    }

    private static let refused: [(String, PathError.Rule)] = [
        ("", .empty),
        ("/", .absolute), ("/a", .absolute), ("//a", .absolute), ("/../a", .absolute),
        (".", .dotComponent), ("./x", .dotComponent), ("a/./b", .dotComponent), ("a/.", .dotComponent),
        ("..", .parentComponent), ("../x", .parentComponent), ("a/../../x", .parentComponent),
        ("a/..", .parentComponent), ("a/../b", .parentComponent),
        ("a//b", .emptyComponent), ("a/", .emptyComponent), ("a/b//", .emptyComponent),
        ("a\\b", .backslash), ("..\\x", .backslash), ("\\\\server\\share", .backslash), ("a/b\\", .backslash),
        ("a\0b", .control), ("a\nb", .control), ("\ta", .control), ("a\r", .control), ("\u{1B}[2J", .control),
        ("a\u{7F}", .control), ("a\u{80}", .control), ("\u{85}", .control), ("é\u{9F}", .control),
        (longest + "x", .longComponent), ("a/\(longest)x/b", .longComponent),
        (String(repeating: "é", count: 128), .longComponent),
        (full + "z", .longPath), (String(repeating: "/", count: 4097), .longPath),
        (deepest + "/d", .deep), (String(repeating: "a/", count: 2000) + "a", .deep),
        ("a.", .trailing), ("a ", .trailing), ("a./b", .trailing), ("a /b", .trailing), ("...", .trailing),
        (" ", .trailing), (".. ", .trailing), (". ", .trailing),
    ]

    @Test("what breaks a rule is refused by the name of the rule", arguments: refused)
    func refuses(_ text: String, _ rule: PathError.Rule) {
        #expect(throws: PathError(path: text, rule: rule)) { try RelativePath(text) }
        #expect(throws: PathError(path: text, rule: rule)) { try RelativePath(bytes: text.utf8) }
    }

    @Test(
        "bytes that are not UTF-8 are refused",
        arguments: [
            [0xFF], [0x61, 0x80], [0xC3], [0xC0, 0xAF], [0xC0, 0x80], [0xC0, 0xAE, 0xC0, 0xAE], [0xED, 0xA0, 0x80],
            [0xF4, 0x90, 0x80, 0x80], [0x61, 0x2F, 0xE6, 0x97],
        ] as [[UInt8]]
    )
    func refusesBytes(_ bytes: [UInt8]) {
        let error = #expect(throws: PathError.self) { try RelativePath(bytes: bytes) }
        #expect(error?.rule == .notUTF8)
    }

    @Test("names that look equal and differ in bytes are two names")
    func normalForms() throws {
        let composed = try RelativePath("caf\u{E9}")
        let decomposed = try RelativePath("cafe\u{301}")
        #expect(composed.string == decomposed.string, "as text they are the same")
        #expect(composed != decomposed)
        #expect(Set([composed, decomposed, composed]).count == 2)
        #expect(decomposed < composed)
        #expect(!(composed < decomposed))
    }

    @Test("the order is that of the bytes")
    func order() throws {
        let expected = ["A", "Z/z", "a", "a b", "a-b", "a/b", "a0", "aa", "é", "\u{FF5E}", "\u{1F600}"]
        let shuffled = try [5, 10, 0, 3, 8, 1, 9, 2, 7, 4, 6].map { try RelativePath(expected[$0]) }
        #expect(shuffled.sorted().map(\.string) == expected)
        #expect(!RelativePath.bytesPrecede("a", "a"))
        #expect(RelativePath.bytesPrecede("", "a"))
        #expect(!RelativePath.bytesPrecede("a", ""))
    }

    @Test(
        "a path comes apart at its slashes",
        arguments: [
            ("a", [], "a"),
            ("a/b", ["a"], "b"),
            ("@s/n/-/n.tgz", ["@s", "n", "-"], "n.tgz"),
            ("a/\u{301}b/c", ["a", "\u{301}b"], "c"),
        ]
    )
    func parts(_ text: String, _ lead: [String], _ last: String) throws {
        let path = try RelativePath(text)
        #expect(path.components.map(String.init) == lead + [last])
        #expect(path.lastComponent == last)
        #expect(path.parent?.string == (lead.isEmpty ? nil : lead.joined(separator: "/")))
        #expect(path.description == text)
    }

    @Test(
        "dropping a prefix leaves what lies beneath it",
        arguments: [
            ("a/b/c", "a", "b/c"), ("a/b/c", "a/b", "c"), ("a/\u{301}b", "a", "\u{301}b"),
            ("a/b", "a/b", nil), ("a", "a/b", nil), ("ab/c", "a", nil), ("a/b", "b", nil), ("a-/b", "a", nil),
            ("\u{E9}/b", "e\u{301}", nil), ("A/b", "a", nil),
        ]
    )
    func dropping(_ text: String, _ prefix: String, _ rest: String?) throws {
        #expect(try RelativePath(text).dropping(prefix: RelativePath(prefix))?.string == rest)
    }

    @Test("what is appended is checked, together with what was there")
    func appending() throws {
        let path = try RelativePath("a")
        #expect(try path.appending("b/c").string == "a/b/c")
        #expect(try path.appending(RelativePath("b")).string == "a/b")
        #expect(throws: PathError(path: "a/../b", rule: .parentComponent)) { try path.appending("../b") }
        #expect(throws: PathError(path: "a//b", rule: .emptyComponent)) { try path.appending("/b") }
        #expect(throws: PathError(path: "a/", rule: .emptyComponent)) { try path.appending("") }
        let deep = try RelativePath(Self.deepest)
        #expect(throws: PathError(path: "a/\(Self.deepest)", rule: .deep)) { try path.appending(deep) }
        let full = try RelativePath(Self.full)
        #expect(throws: PathError(path: "\(Self.full)/a", rule: .longPath)) { try full.appending(path) }
    }
}
