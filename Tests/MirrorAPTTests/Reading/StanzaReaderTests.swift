import MirrorAPT
import Testing

@Suite("Stanzas of control files")
struct StanzaReaderTests {
    private static let two = "Package: a\nDepends: b,\n c\n.x: 1\n\nPackage: b\n"

    @Test("are the same however the bytes come", arguments: [1, 2, 3, 7, 100, .max])
    func pieces(step: Int) throws {
        let found = try stanzas(Self.two, step: step)
        #expect(
            found.map { String(decoding: $0.bytes, as: UTF8.self) } == [
                "Package: a\nDepends: b,\n c\n.x: 1\n", "Package: b\n",
            ]
        )
        #expect(found.map(\.line) == [1, 6])
        #expect(found.first?.names == ["Package", "Depends", ".x"])
        #expect(try found.first?.text("Depends") == "b,\n c")
        #expect(try found.first?.words("Depends") == ["b,", "c"])
    }

    @Test("have fields by their names in any case, and values without space around them")
    func names() throws {
        let stanza = try #require(try stanzas("PACKAGE:   a b \t\nempty:\nX :y").first)
        #expect(try stanza.text("package") == "a b")
        #expect(try stanza.text("Empty") == nil)
        #expect(try stanza.value("Empty") == [])
        #expect(try stanza.text("x") == "y")
        #expect(try stanza.text("y") == nil)
    }

    @Test(
        "end as apt has them end",
        arguments: [
            ("\n\n\nA: 1\n\n\n\nB: 2\n\n", [1, 1]), ("A: 1\r\n\r\nB: 2\r\n", [1, 1]), ("A: 1\n \nB: 2\n", [2]),
            ("A: 1\nB: 2", [2]), ("", []), ("\n\n", []), ("\r\n", []), (" \n\t\nA: 1", [1]),
            ("A: 1\n\r\r\nB: 2", [1, 1]),
        ] as [(String, [Int])]
    )
    func ends(text: String, fields: [Int]) throws {
        for step in [1, .max] { #expect(try stanzas(text, step: step).map(\.names.count) == fields) }
    }

    @Test("keep comments in their bytes, and have none in values")
    func comments() throws {
        let text = "# first\nA: 1\n# between\n 2\n#last: 3\nB: 4\n"
        let stanza = try #require(try stanzas(text + "\n# alone\n\n").first)
        #expect(String(decoding: stanza.bytes, as: UTF8.self) == text)
        #expect(stanza.names == ["A", "B"])
        #expect(try stanza.words("A") == ["1", "2"])
        #expect(try stanza.lines("A").map { String(decoding: $0, as: UTF8.self) } == ["1", "2"])
    }

    @Test(
        "that are none are refused with their line",
        arguments: [
            ("A: 1\n\nB: 2\nnonsense\n", 4, "no name and colon"), ("A: 1\n: 2\n", 2, "no name and colon"),
            ("A B: 1\n", 1, "no name and colon"), (" x\nA: 1\n", 1, "none before it"),
            ("A\u{1}: 1\n", 1, "no name and colon"),
            ("-----BEGIN PGP SIGNED MESSAGE-----\n", 1, "no name and colon"),
        ]
    )
    func refused(text: String, line: Int, cause: String) throws {
        let error = try refusal { _ = try stanzas(text) }
        #expect(error.code == .malformed && error.cause.contains(cause), "\(error)")
        #expect(error.subject == "Packages, line \(line),")
    }

    @Test("do not say one thing twice")
    func twice() throws {
        let stanza = try #require(try stanzas("\nSize: 1\nA: 2\nsize: 3\n").first)
        let error = try refusal { _ = try stanza.value("Size") }
        #expect(error.description == "Packages, line 4, states Size twice")
    }

    @Test("are bounded: neither a line, nor a stanza, nor its fields go on for ever")
    func bounds() throws {
        let mebibyte = String(repeating: "x", count: 1 << 20)
        let line = try refusal { _ = try stanzas("A: " + String(repeating: mebibyte, count: 9)) }
        #expect(line.code == .tooLarge)
        let stanza = try refusal { _ = try stanzas("A: " + String(repeating: "\(mebibyte)\n ", count: 9)) }
        #expect(stanza.code == .tooLarge)
        let fields = try refusal { _ = try stanzas(String(repeating: "A: 1\n", count: 1001)) }
        #expect(fields.code == .tooLarge)
        let large = try stanzas("A: \(mebibyte)\n")
        #expect(large.first?.bytes.count == 4 + 1 << 20)
    }

    @Test("are told with what is not printable escaped")
    func printable() throws {
        let error = try refusal { _ = try Release(Array("Origin: x\nSHA256:\n \u{1B}[31m 1 a\n".utf8)) }
        #expect(!error.description.utf8.contains(0x1B))
    }
}
