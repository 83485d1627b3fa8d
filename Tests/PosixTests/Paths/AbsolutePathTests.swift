import Posix
import Testing

@Suite("Absolute paths")
struct AbsolutePathTests {
    @Test(
        "a path is put in order by its text",
        arguments: [
            ("/", "/"), ("//", "/"), ("/a", "/a"), ("/a/", "/a"), ("//a///b//", "/a/b"), ("/a/./b/../c", "/a/c"),
            ("/..", "/"), ("/../../a", "/a"), ("/a/..", "/"), ("/a/..b/.c", "/a/..b/.c"), ("/a/ b./c\\", "/a/ b./c\\"),
            ("/a/\u{301}b/../c", "/a/c"), ("/a/\u{301}b", "/a/\u{301}b"),
        ]
    )
    func order(_ text: String, _ expected: String) throws {
        #expect(try AbsolutePath(text).string == expected)
        #expect(try AbsolutePath(expected).description == expected, "once is enough")
    }

    @Test(
        "what is no absolute path is refused",
        arguments: [
            ("", .notAbsolute), ("a", .notAbsolute), ("~/a", .notAbsolute), ("./a", .notAbsolute), ("/a\0b", .control),
        ] as [(String, PathError.Rule)]
    )
    func refuses(_ text: String, _ rule: PathError.Rule) {
        #expect(throws: PathError(path: text, rule: rule)) { try AbsolutePath(text) }
    }

    @Test(
        "a relative path is taken from a base",
        arguments: [
            ("b", "/a/b"), ("./b/", "/a/b"), ("../b", "/b"), ("../../../b", "/b"), (".", "/a"), ("/b", "/b"),
            ("\u{301}b/c", "/a/\u{301}b/c"),
        ]
    )
    func relative(_ text: String, _ expected: String) throws {
        #expect(try AbsolutePath(text, relativeTo: AbsolutePath("/a")).string == expected)
    }

    @Test("nothing is no path from a base either")
    func empty() throws {
        let base = try AbsolutePath("/a")
        #expect(throws: PathError(path: "", rule: .empty)) { try AbsolutePath("", relativeTo: base) }
    }

    @Test(
        "a path has a last component and a parent",
        arguments: [
            ("/", "", "/"), ("/a", "a", "/"), ("/a/b", "b", "/a"), ("/a/\u{301}b", "\u{301}b", "/a"),
        ]
    )
    func parts(_ text: String, _ last: String, _ parent: String) throws {
        let path = try AbsolutePath(text)
        #expect(path.lastComponent == last)
        #expect(path.parent.string == parent)
    }

    @Test("what is appended lies beneath it", arguments: [("/", "/a/b"), ("/x", "/x/a/b")])
    func appending(_ base: String, _ expected: String) throws {
        let base = try AbsolutePath(base)
        #expect(try base.appending(RelativePath("a/b")).string == expected)
        #expect(base.appending("a/b").string == expected)
    }

    @Test("names that look equal and differ in bytes are two names")
    func normalForms() throws {
        let composed = try AbsolutePath("/caf\u{E9}")
        let decomposed = try AbsolutePath("/cafe\u{301}")
        #expect(composed != decomposed)
        #expect(Set([composed, decomposed, composed]).count == 2)
    }
}
