import Arguments
import Spelling
import Testing

@Suite("Suggestions")
struct SuggestionTests {
    @Test("a mistake reads as one line with the next step", arguments: mistakes)
    func mistake(line: String, expected: String) throws {
        #expect(try Sample.mistake(line).description == expected)
    }

    private static let mistakes = [
        (
            "refresh delta --minuts 5",
            "unknown option '--minuts'. Did you mean '--minutes'? See 'ferry refresh delta --help'."
        ),
        ("job list -limit", "unknown option '-limit'. Did you mean '--limit'? See 'ferry job list --help'."),
        ("job list --zzzzzz=secret", "unknown option '--zzzzzz'. See 'ferry job list --help'."),
        (
            "--minutes 5 refresh delta",
            "unknown option '--minutes'. It belongs to 'ferry refresh delta'. See 'ferry --help'."
        ),
        ("jbo list", "unknown command 'jbo'. Did you mean 'ferry job'? See 'ferry --help'."),
        ("job lst", "unknown command 'lst'. Did you mean 'ferry job list'? See 'ferry job --help'."),
        ("list", "unknown command 'list'. Did you mean 'ferry job list'? See 'ferry --help'."),
        ("xyzzy", "unknown command 'xyzzy'. See 'ferry --help'."),
        ("job help", "unknown command 'help'. See 'ferry job --help'."),
    ]

    @Test(
        "the nearest word is found",
        arguments: [
            ("lst", "list"), ("lsit", "list"), ("dlete", "delete"), ("sh", "show"), ("show", "show"),
            ("refr", "refresh"),
        ]
    )
    func nearest(word: String, expected: String) {
        #expect(Spelling.nearest(to: word, among: ["list", "delete", "show", "refresh"]) == expected)
    }

    @Test(
        "nothing is suggested when nothing is near",
        arguments: ["", "x", "banana", "-", String(repeating: "l", count: 99)]
    )
    func nothing(word: String) {
        #expect(Spelling.nearest(to: word, among: ["list", "delete", "show"]) == nil)
    }

    @Test("of equally near words the first is taken")
    func tie() {
        #expect(Spelling.nearest(to: "lint", among: ["list", "line"]) == "list")
    }
}
