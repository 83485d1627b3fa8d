import Posix
import TestSupport
import Testing

@Suite("Entries of a folder", .temporaryDirectory)
struct DirectoryEntriesTests {
    private let scene: Scene

    init() throws { scene = try Scene() }

    @Test("each entry has its name and its kind, and . and .. are none")
    func kinds() throws {
        try scene.write("12", to: "file")
        try scene.write("1", to: "folder/file")
        try scene.write("1", to: ".hidden")
        try scene.write("1", to: "..both")
        try scene.link("link", to: "folder")
        try scene.fifo("fifo")
        let entries = try scene.root.entries()
        let kinds = Dictionary(uniqueKeysWithValues: entries.map { ($0.name, $0.info.kind) })
        #expect(
            kinds == [
                "file": .regular, "folder": .directory, ".hidden": .regular, "..both": .regular, "link": .link,
                "fifo": .other,
            ]
        )
        #expect(!entries.contains { !$0.isName })
        #expect(entries.first { $0.name == "file" }?.info == (try scene.root.info(RelativePath("file"))))
    }

    @Test("an empty folder has none")
    func empty() throws { #expect(try scene.root.entries().isEmpty) }

    @Test("a folder of hundreds is listed whole, as often as it is asked for")
    func many() throws {
        let names = Set((0..<800).map { "entry-with-a-rather-long-name-\($0)" })
        for name in names { try scene.root.create(RelativePath(name)).close() }
        #expect(Set(try scene.root.entries().map(\.name)) == names)
        #expect(try scene.root.entries().count == names.count)
    }

    @Test("names that look equal and differ in bytes are two entries")
    func normalForms() throws {
        try scene.file(named: Array("caf\u{E9}".utf8))
        try scene.file(named: Array("cafe\u{301}".utf8))
        let names = try scene.root.entries().map { Array($0.name.utf8) }
        #expect(Set(names) == [Array("caf\u{E9}".utf8), Array("cafe\u{301}".utf8)])
    }

    @Test(
        "a name that no path of ours can hold is shown and marked",
        arguments: [
            ([0x61, 0xFF, 0x62], "a\u{FFFD}b"), ([0xC0, 0xAF], "\u{FFFD}\u{FFFD}"), (Array("a.".utf8), "a."),
            (Array("a ".utf8), "a "), (Array("a\\b".utf8), "a\\b"), (Array("a\nb".utf8), "a\nb"),
        ] as [([UInt8], String)]
    )
    func strangeNames(_ name: [UInt8], _ shown: String) throws {
        try scene.file(named: name)
        let entry = try #require(try scene.root.entries().first)
        #expect(entry.name == shown)
        #expect(!entry.isName)
        #expect(entry.info.kind == .regular)
    }

    @Test("what cannot be looked at keeps none of the others out, and what vanishes meanwhile is left out")
    func unseen() throws {
        for name in ["fine", "gone", "stale"] { try scene.write("1", to: name) }
        let entries = try FileOperation.$lookGate.withValue { operation throws(SystemError) in
            let path = operation.path
            if path.hasSuffix("stale") { throw SystemError(operation: "stat", path: path, errno: .inputOutput) }
            if path.hasSuffix("gone") { throw SystemError(operation: "stat", path: path, errno: .noEntry) }
        } operation: {
            try scene.root.entries()
        }
        let kinds = Dictionary(uniqueKeysWithValues: entries.map { ($0.name, $0.info.kind) })
        #expect(kinds == ["fine": .regular, "stale": .unknown(.inputOutput)])
    }

    @Test("a folder that may be listed and not searched is refused as a whole")
    func unsearched() throws {
        try scene.write("1", to: "file")
        #expect(throws: SystemError.self) {
            try FileOperation.$lookGate.withValue { operation throws(SystemError) in
                throw SystemError(operation: "stat", path: operation.path, errno: .accessDenied)
            } operation: {
                try scene.root.entries()
            }
        }
    }
}
