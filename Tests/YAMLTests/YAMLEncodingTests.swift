import Testing
import YAML

@Suite("Text written into a YAML document")
struct YAMLEncodingTests {
    @Test(
        "comes out as it went in",
        arguments: [
            "", " ", "a", "a b", "no", "~", "null", "- a", "-", "a: b", "a:", "#a", "a #b", "*x", "&x", "!x", "%x",
            "@x/*",
            "{a}", "[a]", "'", "\"", "\\", "\t", "\n", "a\nb", "\u{7}", "é", "\u{FEFF}", "\u{202E}", "\u{85}",
            "\u{2028}",
            "😀", "---", "...", "?", "<<", "=", "|", ">", "0.0.0.0:80", "127.0.0.1:8470", "[::1]:80", "/a/b c", "180d",
            "2", "@private/*", "x,y", "Ω≈ç", "\u{10FFFF}", "\u{E000}",
        ]
    )
    func roundTrip(text: String) throws {
        let written = YAMLScalar.encoded(text)
        let value = try parsed("key: \(written)\nlist: [\(written), \(written)]\n").entries()
        #expect(try value[0].value.text() == text)
        #expect(try value[1].value.items().map { try $0.text() } == [text, text])
        #expect(try parsed("\(written): 1").entries()[0].key == text)
    }

    @Test(
        "is quoted only where a reader might take it for something else",
        arguments: [
            ("127.0.0.1:8470", false), ("/var/lib/packferry", false), ("plant-7", false), ("180d", false), ("2", false),
            ("no", true), ("Off", true), ("NULL", true), ("y", true), ("@private/*", true), ("a b", true), ("-1", true),
            ("a:", true), ("", true),
        ]
    )
    func quoting(text: String, isQuoted: Bool) {
        #expect(YAMLScalar.encoded(text) == (isQuoted ? "\"\(text)\"" : text))
    }
}
