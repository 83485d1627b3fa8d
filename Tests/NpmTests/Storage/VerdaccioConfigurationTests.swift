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
        #expect(configuration.uplinks.map(\.name) == ["npmjs", "mirror"])
        #expect(configuration.uplinks.map(\.keepsTarballs) == [true, false])
        #expect(configuration.uplinks(of: try PackageName("lodash")).map(\.name) == ["npmjs"])
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
        #expect(configuration.uplinks.map(\.keepsTarballs) == [!isOff])
    }

    @Test(
        "reads intervals as Verdaccio does, and takes its own where it would not start",
        arguments: [
            ("30", 30), ("'30'", 30), ("90s", 90), ("5m", 300), ("1h 30m", 5400), ("2d", 172_800), ("1w", 604_800),
            ("1M", 2_592_000), ("0", 0), ("1.5m", 90), ("30m 1h", 120), ("5 minutes", 120), ("soon", 120), ("", 120),
            ("[1]", 120), ("9999999999999999y", 120),
        ] as [(String, Int)]
    )
    func intervals(written: String, seconds: Int) throws {
        let configuration = try read("uplinks: { up: { maxage: \(written) } }\npackages: { '**': { proxy: up } }")
        #expect(configuration.maxAge(of: try PackageName("a")) == .seconds(seconds))
    }

    @Test("says how long it asks for nothing after failures, and takes the most patient uplink of a package")
    func pauses() throws {
        let configuration = try read(
            """
            uplinks: { a: { maxage: 1h, fail_timeout: 10m }, b: { maxage: 5m, max_fails: 40 }, c: { maxage: 1d } }
            packages: { '@b/*': { proxy: b }, '**': { proxy: a b } }
            """
        )
        #expect(configuration.longestPause == .seconds(600))
        #expect(configuration.maxAge(of: try PackageName("x")) == .seconds(3600))
        #expect(configuration.maxAge(of: try PackageName("@b/x")) == .seconds(300))
        #expect(try read("").longestPause == .seconds(300))
        #expect(try read("").maxAge(of: PackageName("x")) == .seconds(120))
    }

    @Test(
        "names what works against a refresh, and what to write instead",
        arguments: [
            (
                "cache: false",
                ["uplinks.up says cache: false, so that no tarball reaches the storage: remove that line."]
            ),
            (
                "maxage: 1d",
                [
                    "uplinks.up.maxage is 1d: what was asked for within that time is not asked for again, so that a refresh may miss what is new. Leave it out, or write maxage: 2m."
                ]
            ),
            (
                "max_fails: 1",
                [
                    "uplinks.up goes offline for 5m after 1 failures in a row (max_fails, fail_timeout), and a refresh waits as long: write max_fails: 40 and fail_timeout: 1m."
                ]
            ),
            (
                "fail_timeout: 90m",
                [
                    "uplinks.up goes offline for 90m after 2 failures in a row (max_fails, fail_timeout), and a refresh waits as long: write max_fails: 40 and fail_timeout: 1m."
                ]
            ),
            ("maxage: 10m, max_fails: 2, fail_timeout: 5m, cache: true", []),
        ] as [(String, [String])]
    )
    func advice(written: String, sentences: [String]) throws {
        let configuration = try read("uplinks: { up: { \(written) } }\npackages: { '**': { proxy: up } }")
        #expect(configuration.advice == sentences)
    }

    @Test(
        "names packages that no uplink is asked for, and uplinks that are none",
        arguments: [
            (
                "'**': { access: $all }",
                [
                    "packages.'**' names no proxy, so that nothing it stands for is ever asked for upstream: write proxy: up there."
                ]
            ),
            ("'@own/*': {}, '@*/*': { proxy: up }, '**': { proxy: up }", []),
            (
                "'@*/*': {}, '**': { proxy: up }",
                [
                    "packages.'@*/*' names no proxy, so that nothing it stands for is ever asked for upstream: write proxy: up there."
                ]
            ),
            (
                "'**': { proxy: down }",
                ["packages.'**'.proxy names down, and uplinks has no such entry: correct one of the two."]
            ),
        ] as [(String, [String])]
    )
    func unreached(rules: String, sentences: [String]) throws {
        #expect(try read("uplinks: { up: { url: http://up/ } }\npackages: { \(rules) }").advice == sentences)
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
