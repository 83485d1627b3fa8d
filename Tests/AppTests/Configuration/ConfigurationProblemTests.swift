import App
import Posix
import TestSupport
import Testing

/// A file and all that must be said of it.
struct ConfigurationFindings: Sendable, CustomTestStringConvertible {
    let text: String
    let expected: [String]

    init(_ text: String, _ expected: String...) {
        self.text = text
        self.expected = expected
    }

    var testDescription: String { text.debugDescription }

    /// Each stands before the least configuration, in which nothing is wrong.
    static let keys = [
        ConfigurationFindings("lisen: 1", "1:1: lisen is not a key. Did you mean listen?"),
        ConfigurationFindings("site: { nmae: a }", "1:9: site.nmae is not a key. Did you mean site.name?"),
        ConfigurationFindings("Listen: 1", "1:1: Listen is not a key. Did you mean listen?"),
        ConfigurationFindings("storage: x", "1:1: storage is not a key. It belongs to repositories.<name>.storage."),
        ConfigurationFindings("state: x", "1:1: state is not a key. It belongs to paths.state."),
        ConfigurationFindings("paths: { cpu: 1 }", "1:10: paths.cpu is not a key. It belongs to limits.cpu."),
        ConfigurationFindings("auth: { zzzzzz: 1 }", "1:9: auth.zzzzzz is not a key. The keys here are mode."),
        ConfigurationFindings(
            "\"\\e[2J\": 1",
            "1:1: \"\\U0000001b[2J\" is not a key. The keys here are site, listen, paths, hosts, "
                + "public_url, proxies, auth, limits, retention, log, repositories, schedules."
        ),
        ConfigurationFindings(
            "limits: { download: 0 }",
            "1:21: limits.download: 0 is not a rate in bytes a second such as 500kB or 12MB."
        ),
        ConfigurationFindings("limits: { io: idle }", "1:11: limits.io is not available in this version. Remove it."),
    ]

    static let values = [
        ConfigurationFindings(
            "site: { role: onlin }",
            "1:15: site.role: onlin is not online, offline or both. Did you mean online?"
        ),
        ConfigurationFindings("site: { role: near }", "1:15: site.role: near is not online, offline or both."),
        ConfigurationFindings(
            "site: { name: Plant_7 }",
            "1:15: site.name: Plant_7 is not 1 to 63 lower-case letters, digits and dashes that begin with no dash. "
                + "Did you mean plant-7?"
        ),
        ConfigurationFindings(
            "listen: 8470",
            "1:9: listen: 8470 is not an address with a port, such as 127.0.0.1:8470. Did you mean 127.0.0.1:8470?"
        ),
        ConfigurationFindings(
            "listen: ':80'",
            "1:9: listen: \":80\" is not an address with a port, such as 127.0.0.1:8470. Did you mean 0.0.0.0:80?"
        ),
        ConfigurationFindings(
            "listen: example:80",
            "1:9: listen: example:80 has no IP address before its port, such as 127.0.0.1 or [::1]."
        ),
        ConfigurationFindings("listen: [1]", "1:9: listen: expected a value, found a list."),
        ConfigurationFindings("hosts: a.example", "1:8: hosts: expected a list, found the text a.example."),
        ConfigurationFindings(
            "hosts: [ok, 'https://a.example:80/x', 'b c']",
            "1:13: hosts: https://a.example:80/x is not a host name such as packages.example. Did you mean a.example?",
            "1:39: hosts: \"b c\" is not a host name such as packages.example."
        ),
        ConfigurationFindings(
            "public_url: packages.plant",
            "1:13: public_url: packages.plant does not begin with http:// or https://. "
                + "Did you mean https://packages.plant?"
        ),
        ConfigurationFindings(
            "public_url: https://a.plant/x?y=1",
            "1:13: public_url: \"https://a.plant/x?y=1\" is not an address such as https://packages.example:8443, "
                + "without query and user name. Did you mean https://a.plant/x?"
        ),
        ConfigurationFindings(
            "public_url: https://me@a.plant",
            "1:13: public_url: what stands there is not an address such as https://packages.example:8443, without "
                + "query and user name."
        ),
        ConfigurationFindings(
            "public_url: https://a.plant/../x",
            "1:13: public_url: https://a.plant/../x is not an address such as https://packages.example:8443, without "
                + "query and user name."
        ),
        ConfigurationFindings(
            "proxies: [10.0.0.0/8]",
            "1:11: proxies: 10.0.0.0/8 is not an IP address such as 127.0.0.1 or ::1."
        ),
        ConfigurationFindings("auth: { mode: tokens }", "1:15: auth.mode: tokens is not none."),
        ConfigurationFindings("limits: { cpu: 0 }", "1:16: limits.cpu: 0 is not a whole number from 1 to 256."),
        ConfigurationFindings("limits: { cpu: two }", "1:16: limits.cpu: two is not a whole number from 1 to 256."),
        ConfigurationFindings("limits: 2", "1:9: limits: expected keys with values, found the text 2."),
        ConfigurationFindings(
            "retention: { jobs: 180 }",
            "1:20: retention.jobs: 180 is not a time such as 180d, 12h, 30m or 45s. Did you mean 180d?"
        ),
        ConfigurationFindings(
            "retention: { undo: 1 }",
            "1:20: retention.undo: 1 is not a time such as 180d, 12h, 30m or 45s. Did you mean 1d?"
        ),
        ConfigurationFindings(
            "retention: { artifacts: 0 }",
            "1:25: retention.artifacts: 0 is not a whole number from 1 to 1000000."
        ),
        ConfigurationFindings(
            "retention: { reserve: 5 }",
            "1:23: retention.reserve: 5 is neither a share such as 5% nor a size such as 20GB. Did you mean \"5%\"?"
        ),
        ConfigurationFindings(
            "retention: { reserve: 51% }",
            "1:23: retention.reserve: \"51%\" is not a share from 0% to 50%."
        ),
        ConfigurationFindings(
            "log: { level: warn }",
            "1:15: log.level: warn is not trace, debug, info, warning or error. Did you mean warning?"
        ),
        ConfigurationFindings("retention: { jobs: 0d }", "1:20: retention.jobs: 0d is not a time from 1s to 36500d."),
        ConfigurationFindings("paths: { state: '' }", "1:17: paths.state: path \"\" is empty."),
    ]

    static let repositories = [
        ConfigurationFindings(
            "{}",
            "1:15: repositories names none. Write `repositories: { npm: { type: npm, storage: ./storage } }`."
        ),
        ConfigurationFindings("[npm]", "1:15: repositories: expected keys with values, found a list."),
        ConfigurationFindings(
            "{ npm: { storage: s } }",
            "1:17: repositories.npm.type is missing. Write type: npm."
        ),
        ConfigurationFindings(
            "{ npm: { type: npm } }",
            "1:17: repositories.npm.storage is missing. Name the folder of the tree, such as storage: ./storage."
        ),
        ConfigurationFindings(
            "{ npm: }",
            "1:17: repositories.npm.type is missing. Write type: npm.",
            "1:17: repositories.npm.storage is missing. Name the folder of the tree, such as storage: ./storage."
        ),
        ConfigurationFindings(
            "{ a: { type: rpm, storage: s } }",
            "1:28: repositories.a.type: rpm is not available in this version."
        ),
        ConfigurationFindings(
            "{ a: { type: nmp, storage: s } }",
            "1:28: repositories.a.type: nmp is not a repository type: there are npm, files and apt. Did you mean npm?"
        ),
        ConfigurationFindings(
            "{ a: { type: files, path: s, exclude: ['*.part', '!x'], storage: s, exclud: [] } }",
            "1:64: repositories.a.exclude: \"!x\" begins with !, which is not supported.",
            "1:71: repositories.a.storage is not a key. It belongs to repositories.<name>.storage.",
            "1:83: repositories.a.exclud is not a key. Did you mean repositories.a.exclude?"
        ),
        ConfigurationFindings(
            "{ a: { type: files } }",
            "1:17: repositories.a.path is missing. Name the folder to carry, such as path: /srv/images."
        ),
        ConfigurationFindings(
            "{ a: { path: s } }",
            "1:17: repositories.a.type is missing. Write type: files."
        ),
        ConfigurationFindings(
            "{ A_b: { type: npm, storage: s } }",
            "1:17: repositories: A_b is not 1 to 63 lower-case letters, digits and dashes that begin with no dash. "
                + "Did you mean a-b?"
        ),
        ConfigurationFindings(
            "{ a: { type: npm, storage: s, registry: x, refresh: { runner: bun } } }",
            "1:55: repositories.a.registry: x is no address such as http://127.0.0.1:4873.",
            "1:77: repositories.a.refresh.runner: bun is none of native, npm, pnpm, yarn."
        ),
        ConfigurationFindings(
            "{ a: { type: npm, storage: s, refresh: { versions: lates, platfroms: [] } } }",
            "1:66: repositories.a.refresh.versions: lates is none of latest, tags, newer, siblings. Did you mean latest?",
            "1:73: repositories.a.refresh.platfroms is not a key. Did you mean repositories.a.refresh.platforms?"
        ),
        ConfigurationFindings(
            "{ a: { type: npm, storage: s, refresh: { platforms: [linux-x64, solaris] } } }",
            "1:68: repositories.a.refresh.platforms: linux-x64 is not a platform such as linux-x64-glibc or win32-x64. "
                + "Did you mean linux-x64-glibc?",
            "1:79: repositories.a.refresh.platforms: solaris is not a platform such as linux-x64-glibc or win32-x64."
        ),
        ConfigurationFindings(
            "{ a: { type: npm, storage: s, upstream: 'https://u:p@x/', upstream_auth: s3cret, ca: /c } }",
            "1:55: repositories.a.upstream: what stands there is no address such as http://127.0.0.1:4873.",
            "1:88: repositories.a.upstream_auth: what stands there is neither env:NAME nor file:/path."
        ),
        ConfigurationFindings(
            "{ a: { type: npm, storage: s, carry: { exclude: ['@private', '!b'] } } }",
            "1:64: repositories.a.carry.exclude: \"@private\" names a scope but no package. "
                + "Did you mean \"@private/*\"?",
            "1:76: repositories.a.carry.exclude: \"!b\" begins with !, which is not supported."
        ),
        ConfigurationFindings(
            "{ a: { type: npm, storage: s }, b: { type: npm, storage: ./x/../s/ } }",
            "1:72: repositories.b.storage is the storage of a already."
        ),
        ConfigurationFindings(
            "{ a: { type: npm, storage: s/t }, b: { type: npm, storage: s } }",
            "1:74: repositories.b.storage overlaps with the storage of a already."
        ),
    ]
}

@Suite("What is wrong with a configuration file", .temporaryDirectory)
struct ConfigurationProblemTests {
    @Test("is said of its keys, with what was meant", arguments: ConfigurationFindings.keys)
    func keys(findings: ConfigurationFindings) throws {
        #expect(try ConfigurationFile.problems("\(findings.text)\n\(ConfigurationFile.least)") == findings.expected)
    }

    @Test("is said of its values, with what was meant", arguments: ConfigurationFindings.values)
    func values(findings: ConfigurationFindings) throws {
        #expect(try ConfigurationFile.problems("\(findings.text)\n\(ConfigurationFile.least)") == findings.expected)
    }

    @Test("is said of its repositories", arguments: ConfigurationFindings.repositories)
    func repositories(findings: ConfigurationFindings) throws {
        #expect(try ConfigurationFile.problems("repositories: \(findings.text)") == findings.expected)
    }

    @Test("is a folder of ours in a storage", arguments: ["state", "artifacts", "snapshots", "public"])
    func inside(key: String) throws {
        let folder = TemporaryDirectory.current
        for place in ["storage", "storage/x", "./y/../storage/x/"] {
            let found = try ConfigurationFile.problems("paths: { \(key): \(place) }\n\(ConfigurationFile.least)")
            #expect(found.count == 1)
            #expect(found.first?.hasPrefix("1:\(12 + key.count): paths.\(key): \(folder)/storage") == true, "\(found)")
            #expect(found.first?.hasSuffix("Name a folder outside \(folder)/storage.") == true)
        }
        #expect(throws: Never.self) {
            try ConfigurationFile.load("paths: { \(key): storage-of-ours }\n\(ConfigurationFile.least)")
        }
        guard key != "public" else { return }
        let found = try ConfigurationFile.problems("repositories: { npm: { type: npm, storage: . } }")
        #expect(found.contains { $0.contains("paths.\(key): \(folder)/") })
    }

    @Test("is said all at once, in the order of the file, environment and flags last")
    func allAtOnce() throws {
        let text = """
            listen: nowhere
            site: { role: online, role: offline }
            limits:
              cpu: many
              cpus: 2
            schedules: [{ every: 1h }]
            repositories:
              npm: { type: npm, storage: s, carry: { exclude: ["@x"] } }
            """
        let found = try ConfigurationFile.problems(
            text,
            flags: [.stagingRetention: "x"],
            environment: ["PACKFERRY_HOSTS": "a_b"]
        )
        #expect(
            found.map { $0.prefix { $0 != " " } } == [
                "1:9:", "2:23:", "4:8:", "5:3:", "6:13:", "8:52:", "PACKFERRY_HOSTS:", "--retention-staging:",
            ]
        )
        #expect(found[1] == "2:23: the key role is there twice, first in line 2.")
    }

    @Test("is its syntax, if that is broken")
    func syntax() throws {
        #expect(
            try ConfigurationFile.problems("listen: [\n") == [
                "2:1: did not find expected node content while parsing a flow node."
            ]
        )
        #expect(
            try ConfigurationFile.problems("a: 1\n---\nb: 2") == [
                "2:1: a second document begins here, but one is expected."
            ]
        )
        #expect(try ConfigurationFile.problems("a: 1\na: 2\nb: [").map { $0.prefix(3) } == ["2:1", "3:5"])
        let error = #expect(throws: ConfigurationError.self) { try ConfigurationFile.load("") }
        #expect(error?.problems.map(\.cause) == ["repositories names none"])
    }
}
