import Npm
import Posix
import Testing
import YAML

@Suite("Verdaccio's configuration")
struct VerdaccioConfigurationTests {
    private static let whole = """
        # what `verdaccio` writes at its first start, shortened, with sub-folders
        storage: ./storage
        web: { title: Verdaccio }
        auth:
          htpasswd: { file: ./htpasswd }
        uplinks:
          npmjs: { url: https://registry.npmjs.org/ }
          mirror: { url: https://mirror.example/, cache: false }
        packages:
          '@private/*':
            access: $authenticated
            storage: private
          '@*/*':
            access: $all
            proxy: npmjs mirror
            storage: ./scoped/packages/
          'legacy-{a,b}':
            storage: old
          '**':
            access: $all
            proxy: [npmjs]
        log: { type: stdout, format: pretty, level: http }
        """

    @Test("says where each package lies: the first matching rule decides alone")
    func folders() throws {
        let configuration = try read(Self.whole)
        #expect(configuration.storage?.string == "/etc/verdaccio/storage")
        #expect(configuration.rules.map(\.pattern.string) == ["@private/*", "@*/*", "legacy-{a,b}", "**"])
        let folders = ["@private/a", "@babel/core", "legacy-a", "legacy-c", "lodash"].map { name in
            try? configuration.folder(of: PackageName(name)).string
        }
        #expect(
            folders == [
                "private/@private/a", "scoped/packages/@babel/core", "old/legacy-a", "legacy-c", "lodash",
            ]
        )
    }

    @Test("says which uplinks serve a package and which keep nothing")
    func uplinks() throws {
        let configuration = try read(Self.whole)
        #expect(configuration.uplinksWithoutCache == ["mirror"])
        #expect(configuration.rule(for: try PackageName("@private/a"))?.proxies == [])
        #expect(configuration.rule(for: try PackageName("@babel/core"))?.proxies == ["npmjs", "mirror"])
        #expect(configuration.rule(for: try PackageName("lodash"))?.proxies == ["npmjs"])
    }

    @Test("may lack everything", arguments: ["", "# nothing\n", "packages:\n", "uplinks:\npackages: {}\n", "web: [1]"])
    func empty(text: String) throws {
        let configuration = try read(text)
        #expect(configuration.storage == nil)
        #expect(configuration.rules.isEmpty)
        #expect(configuration.rule(for: try PackageName("a")) == nil)
        #expect(try configuration.folder(of: PackageName("@s/a")).string == "@s/a")
    }

    @Test(
        "takes sub-folders as Verdaccio joins them",
        arguments: [
            ("sub", "sub/a"), ("./sub", "sub/a"), ("/sub", "sub/a"), ("sub/", "sub/a"), ("a/b", "a/b/a"), ("''", "a"),
            ("~", "a"), ("false", "a"), ("'false'", "false/a"), (".", "a"), ("", "a"),
        ]
    )
    func subfolders(written: String, path: String) throws {
        let configuration = try read("packages: { '**': { storage: \(written) } }")
        #expect(try configuration.folder(of: PackageName("a")).string == path)
    }

    @Test(
        "knows what JavaScript takes for false, and `no` is not among it",
        arguments: [
            ("false", true), ("False", true), ("0", true), ("", true), ("''", true), ("~", true), ("no", false),
            ("off", false), ("'false'", false), ("true", false), ("1", false),
        ]
    )
    func cacheSettings(written: String, isOff: Bool) throws {
        let configuration = try read("uplinks: { up: { url: http://up/, cache: \(written) } }")
        #expect(configuration.uplinksWithoutCache == (isOff ? ["up"] : []))
    }

    @Test("may share rules by anchors")
    func anchors() throws {
        let configuration = try read("packages:\n  '@a/*': &kept { storage: kept }\n  '@b/*': *kept\n")
        #expect(try configuration.folder(of: PackageName("@b/x")).string == "kept/@b/x")
    }

    @Test(
        "is refused with its place where it cannot be followed",
        arguments: [
            ("packages: { '!a': {} }", 1, 13, "begins with !"), ("packages:\n  a: { storage: ../out }", 2, 17, ".."),
            ("packages: [a]", 1, 11, "expected keys with values"), ("storage: [a]", 1, 10, "expected a value"),
            ("packages: { a: [b] }", 1, 16, "expected keys with values"), ("storage: ''", 1, 10, "is empty"),
            ("packages: { a: {}, a: {} }", 1, 20, "there twice"), ("- a", 1, 1, "expected keys with values"),
            ("packages: { a: { storage: [x] } }", 1, 27, "expected a value"),
        ]
    )
    func refusals(text: String, line: Int, column: Int, words: String) {
        let error = #expect(throws: YAMLError.self) { try read(text) }
        #expect(error?.line == line)
        #expect(error?.column == column)
        #expect(error?.reason.contains(words) == true, "\(String(describing: error))")
    }

    private func read(_ text: String) throws -> VerdaccioConfiguration {
        try VerdaccioConfiguration(parsing: Array(text.utf8), in: AbsolutePath("/etc/verdaccio"))
    }
}
