import Testing
import YAML

@Suite("A YAML document")
struct YAMLParsingTests {
    @Test("keeps the order of keys and the place of everything")
    func orderAndPlaces() throws {
        let node = try parsed(
            """
            # a comment
            site: { role: offline, name: plant-7 }
            hosts:
              - a.example
              - "b c"
            z: 1
            a: 2
            """
        )
        let entries = try node.entries()
        #expect(entries.map(\.key) == ["site", "hosts", "z", "a"])
        #expect(entries.map(\.position.line) == [2, 3, 6, 7])
        let site = try entries[0].value.entries()
        #expect(site.map(\.key) == ["role", "name"])
        #expect(site[1].position == YAMLPosition(line: 2, column: 24))
        #expect(site[1].value.position == YAMLPosition(line: 2, column: 30))
        #expect(try site[1].value.text() == "plant-7")
        let hosts = try entries[1].value.items()
        #expect(try hosts.map { try $0.text() } == ["a.example", "b c"])
        #expect(hosts[1].position == YAMLPosition(line: 5, column: 5))
    }

    @Test(
        "leaves scalars as the text they are",
        arguments: [
            ("no", "no"), ("on", "on"), ("0123", "0123"), ("1.10", "1.10"), ("0x1F", "0x1F"), ("1_000", "1_000"),
            ("2026-11-21", "2026-11-21"), ("190:20:30", "190:20:30"), ("12e03", "12e03"), ("'it''s'", "it's"),
            (#""tab\t\u00e9""#, "tab\té"), ("|\n  two\n  lines\n", "two\nlines\n"), ("|\n  cut", "cut"),
            (">-\n  one\n  line", "one line"),
            ("!!str 5", "5"), ("=", "="), ("a # comment", "a"), ("a#b", "a#b"), ("'null'", "null"), ("é", "é"),
        ]
    )
    func scalars(written: String, text: String) throws {
        let entry = try #require(try parsed("key: \(written)").entries().first)
        #expect(try entry.value.text() == text)
    }

    @Test("knows nothing from the word for it", arguments: [("", true), ("~", true), ("null", true), ("Null", true)])
    func nothing(written: String, isNull: Bool) throws {
        #expect(try parsed("key: \(written)").entries()[0].value.isNull == isNull)
        #expect(try parsed("key: '\(written)'").entries()[0].value.isNull == !isNull)
        #expect(try parsed("key: !!str \(written)").entries()[0].value.isNull == !isNull)
    }

    @Test("may be empty", arguments: ["", "\n", "# only a comment\n", "---\n", "---\n...\n"])
    func empty(text: String) throws {
        #expect(try parsed(text).isNull)
    }

    @Test("may begin with a byte order mark or a version")
    func prefixes() throws {
        #expect(try parsed("\u{FEFF}a: b").entries()[0].key == "a")
        #expect(try parsed("%YAML 1.2\n---\na: b\n").entries()[0].key == "a")
    }

    @Test("repeats an anchored value at each alias")
    func aliases() throws {
        let entries = try parsed("a: &x { k: [1, 2] }\nb: *x\nc: [*x, *x]\n").entries()
        #expect(entries[1].value.content == entries[0].value.content)
        #expect(entries[1].value.position == YAMLPosition(line: 2, column: 4))
        #expect(try entries[2].value.items().count == 2)
    }

    @Test("takes a list for an alias only after its anchor is whole")
    func selfReference() {
        expectFailure("a: &x [*x]", 1, 8, "the alias *x has no anchor &x before it")
    }
}
