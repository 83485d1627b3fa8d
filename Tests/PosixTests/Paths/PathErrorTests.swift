import Posix
import Testing

@Suite("Texts about paths")
struct PathErrorTests {
    @Test("a refused path is named with the rule it broke")
    func description() {
        #expect(PathError(path: "a/../b", rule: .parentComponent).description == "path \"a/../b\" has a .. component")
        #expect(PathError(path: "a\nb", rule: .control).description == #"path "a\u{a}b" has a control character"#)
    }

    @Test(
        "what could move, hide or colour text is escaped",
        arguments: [
            ("plain é 日本 👍 \\ \"", "plain é 日本 👍 \\ \""),
            ("a\0b\tc\r\n", #"a\u{0}b\u{9}c\u{d}\u{a}"#),
            ("\u{1B}[31mred", #"\u{1b}[31mred"#),
            ("\u{7F}\u{85}\u{9B}", #"\u{7f}\u{85}\u{9b}"#),
            ("exe.\u{202E}gpj", #"exe.\u{202e}gpj"#),
            ("\u{2066}\u{2069}\u{200F}\u{61C}", #"\u{2066}\u{2069}\u{200f}\u{61c}"#),
            ("a\u{200B}\u{FEFF}\u{AD}", #"a\u{200b}\u{feff}\u{ad}"#),
            ("\u{2028}\u{2029}", #"\u{2028}\u{2029}"#),
            ("\u{E000}\u{E0041}", #"\u{e000}\u{e0041}"#),
            ("\u{FFFF}", #"\u{ffff}"#),
        ]
    )
    func printable(_ text: String, _ expected: String) { #expect(PathError.printable(text) == expected) }

    @Test(
        "a long text is cut, and shows that it is",
        arguments: [(300, 300, false), (301, 300, true), (100_000, 300, true)]
    )
    func length(_ count: Int, _ kept: Int, _ isCut: Bool) {
        let text = PathError.printable(String(repeating: "x", count: count))
        #expect(text == String(repeating: "x", count: kept) + (isCut ? "…" : ""))
    }
}
