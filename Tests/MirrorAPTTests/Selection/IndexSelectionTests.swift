import Archives
import MirrorAPT
import Posix
import Testing

@Suite("Of a suite's indexes")
struct IndexSelectionTests {
    static func release(
        _ paths: [String],
        components: String = "main contrib",
        architectures: String = "all amd64 arm64",
        extra: String = ""
    ) throws -> Release {
        let lines = paths.map { " \(hex("1")) 10 \($0)\n" }.joined()
        let fields = "Components: \(components)\nArchitectures: \(architectures)\n\(extra)"
        return try Release(Array("Suite: x\n\(fields)SHA256:\n\(lines)".utf8))
    }

    private func mirrored(_ paths: [String], _ choice: IndexChoice, components: String = "main contrib") throws
        -> [String]
    {
        let selection = IndexSelection(try Self.release(paths, components: components), choice)
        return selection.groups.flatMap { $0.forms.map(\.file.path.string) }.sorted()
    }

    private static let bookworm = [
        "contrib/binary-amd64/Packages.xz", "main/Contents-amd64.gz", "main/Contents-all.gz", "main/Contents-source.gz",
        "main/Contents-udeb-amd64.gz", "main/binary-all/Packages", "main/binary-all/Packages.xz",
        "main/binary-all/Release", "main/binary-amd64/Packages", "main/binary-amd64/Packages.gz",
        "main/binary-amd64/Packages.xz", "main/binary-amd64/Release", "main/binary-arm64/Packages.xz",
        "main/cnf/Commands-amd64.xz", "main/debian-installer/binary-amd64/Packages.xz",
        "main/debian-installer/binary-all/Packages.xz", "main/dep11/Components-amd64.yml.gz",
        "main/dep11/icons-48x48.tar.gz", "main/i18n/Translation-en", "main/i18n/Translation-en.bz2",
        "main/i18n/Translation-de.bz2", "main/installer-amd64/current/images/SHA256SUMS", "main/source/Sources.xz",
        "main/source/Release", "main/binary-amd64/Packages.diff/Index", "main/source/Sources.diff/Index",
        "Contents-amd64.gz", "main/new/thing", "main/new/thing-arm64.gz", "main/new/thing-amd64.gz",
    ]

    @Test("a client that was told nothing gets all it asks for, Translation-en too")
    func usual() throws {
        let paths = try mirrored(Self.bookworm, IndexChoice(components: ["main"], architectures: ["amd64"]))
        #expect(
            paths == [
                "main/binary-all/Packages.xz", "main/binary-all/Release", "main/binary-amd64/Packages.gz",
                "main/binary-amd64/Packages.xz", "main/binary-amd64/Release", "main/cnf/Commands-amd64.xz",
                "main/i18n/Translation-en.bz2", "main/new/thing", "main/new/thing-amd64.gz",
            ]
        )
    }

    @Test(
        "more is mirrored where it is wanted, and nothing else by that",
        arguments: [
            ("sources", ["main/source/Release", "main/source/Sources.xz"]),
            (
                "contents",
                [
                    "Contents-amd64.gz", "main/Contents-all.gz", "main/Contents-amd64.gz",
                    "main/Contents-udeb-amd64.gz",
                ]
            ),
            (
                "installer",
                [
                    "main/debian-installer/binary-all/Packages.xz", "main/debian-installer/binary-amd64/Packages.xz",
                    "main/installer-amd64/current/images/SHA256SUMS",
                ]
            ),
            ("catalogs", ["main/dep11/Components-amd64.yml.gz", "main/dep11/icons-48x48.tar.gz"]),
            ("languages", ["main/i18n/Translation-de.bz2"]),
        ] as [(String, [String])]
    )
    func more(wish: String, expected: [String]) throws {
        let usual = IndexChoice(components: ["main"], architectures: ["amd64"])
        var choice = usual
        choice.sources = wish == "sources"
        choice.contents = wish == "contents"
        choice.installer = wish == "installer"
        choice.catalogs = wish == "catalogs"
        if wish == "languages" { choice.languages.append("de") }
        let before = Set(try mirrored(Self.bookworm, usual))
        #expect(Set(try mirrored(Self.bookworm, choice)).subtracting(before).sorted() == expected.sorted())
    }

    @Test("those that list the installer's images are told")
    func images() throws {
        let release = try Self.release(Self.bookworm)
        let groups = IndexSelection(release, IndexChoice(installer: true)).groups.filter(\.listsImages)
        #expect(groups.map(\.path.string) == ["main/installer-amd64/current/images/SHA256SUMS"])
    }

    @Test("patches never are")
    func patches() throws {
        let all = IndexChoice(sources: true, languages: ["en", "de"], contents: true, installer: true, catalogs: true)
        let paths = try mirrored(Self.bookworm, all)
        #expect(!paths.contains { $0.contains(".diff") })
        #expect(paths.contains("contrib/binary-amd64/Packages.xz") && paths.contains("main/binary-arm64/Packages.xz"))
    }

    @Test("those of components written updates/main are found by main", arguments: ["main", "updates/main"])
    func security(component: String) throws {
        let paths = ["main/binary-amd64/Packages.xz", "contrib/binary-amd64/Packages.xz", "updates/main/x.gz"]
        let found = try mirrored(
            paths,
            IndexChoice(components: [component]),
            components: "updates/main updates/contrib"
        )
        #expect(found == ["main/binary-amd64/Packages.xz", "updates/main/x.gz"])
    }

    @Test("an architecture whose name ends like a wanted one is another one")
    func endings() throws {
        let paths = ["main/binary-kfreebsd-amd64/Packages.xz", "main/x-kfreebsd-amd64.gz"]
        let release = try Self.release(paths, architectures: "amd64 kfreebsd-amd64")
        #expect(IndexSelection(release, IndexChoice(architectures: ["amd64"])).groups.isEmpty)
    }

    @Test("an uncompressed form is left out, but for where it is the only one, and proves what was decompressed")
    func plain() throws {
        let release = try Self.release([
            "main/binary-amd64/Packages", "main/binary-amd64/Packages.gz", "main/i18n/Translation-en",
        ])
        let groups = IndexSelection(release, IndexChoice()).groups
        #expect(groups.map(\.path.string) == ["main/binary-amd64/Packages", "main/i18n/Translation-en"])
        #expect(
            groups[0].forms.map(\.compression) == [.gzip]
                && groups[0].plain?.path.string == "main/binary-amd64/Packages"
        )
        #expect(groups[1].forms.map(\.compression) == [nil] && groups[1].plain == nil && !groups[1].mayLackForms)
    }

    @Test("all forms are mirrored, of which the cheapest one that we read is read")
    func forms() throws {
        let ends = [".bz2", ".gz", ".lzma", ".xz", ".zst", ""]
        let groups = IndexSelection(try Self.release(ends.map { "main/binary-amd64/Packages\($0)" }), IndexChoice())
            .groups
        let forms = try #require(groups.first).forms
        #expect(forms.map(\.compression) == [.zstd, .xz, .gzip, .bzip2, nil])
        #expect(forms.map(\.isReadable) == [true, true, true, true, false])
        #expect(groups[0].mayLackForms && groups[0].kind == .packages("amd64") && groups[0].kind.lists == .binaries)
    }

    @Test("those with weak digests alone are named")
    func weak() throws {
        let text =
            "Components: main\nMD5Sum:\n \(hex("1", 32)) 1 main/binary-all/Packages\nSHA256:\n \(hex("1")) 1 main/x\n"
        let selection = IndexSelection(try Release(Array(text.utf8)), IndexChoice())
        #expect(selection.weak.map(\.string) == ["main/binary-all/Packages"])
        #expect(selection.groups.map(\.path.string) == ["main/x"])
    }

    @Test("what is wanted and not there, and what clients may ask for and is not wanted, is told")
    func told() throws {
        let choice = IndexChoice(components: ["main", "non-free"], architectures: ["amd64", "riscv64", "all"])
        let selection = IndexSelection(try Self.release(Self.bookworm), choice)
        #expect(selection.unknownComponents == ["non-free"] && selection.unknownArchitectures == ["riscv64"])
        #expect(selection.omittedComponents == ["contrib"] && selection.omittedArchitectures == ["arm64"])
        #expect(selection.omittedLanguages == ["de"])
    }

    @Test("those of a Release that states no component are found by the wanted ones")
    func noComponents() throws {
        let text = "SHA256:\n \(hex("1")) 1 main/binary-amd64/Packages.gz\n"
        let selection = IndexSelection(try Release(Array(text.utf8)), IndexChoice(components: ["main"]))
        #expect(selection.groups.count == 1 && selection.unknownComponents == [])
    }
}
