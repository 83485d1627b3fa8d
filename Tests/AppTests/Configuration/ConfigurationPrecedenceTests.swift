import App
import FoundationEssentials
import Posix
import TestSupport
import Testing

@Suite("A setting", .temporaryDirectory)
struct ConfigurationPrecedenceTests {
    /// A text for each setting that no default and no file of these tests has.
    private static let samples: [Setting: String] = [
        .siteRole: "offline", .siteName: "other", .listen: "127.0.0.1:9999", .state: "/o/state",
        .artifacts: "/o/artifacts", .snapshots: "/o/snapshots", .data: "/o/data", .publicFiles: "/o/public",
        .hosts: "a.example,b.example", .publicURL: "https://a.example", .proxies: "192.0.2.1,::1",
        .authentication: "none", .threads: "7", .downloadRate: "3MB", .uploads: "9", .staged: "8", .stagedSize: "7GB",
        .jobRetention: "3d", .stagingRetention: "4h",
        .quarantineRetention: "5d", .logRetention: "6d", .undoRetention: "7d", .artifactRetention: "8",
        .snapshotRetention: "9", .reserve: "10%", .logLevel: "debug",
    ]

    @Test("comes from the flag, else the environment, else the file, else what is built in")
    func precedence() throws {
        let text = "listen: 127.0.0.1:2\n" + ConfigurationFile.least
        let environment = ["PACKFERRY_LISTEN": "127.0.0.1:3"]
        let flags = [Setting.listen: "127.0.0.1:4"]
        let cases = [
            (try ConfigurationFile.load(ConfigurationFile.least), 8470, ConfigurationOrigin.builtIn),
            (try ConfigurationFile.load(text), 2, .file(line: 1, column: 9)),
            (try ConfigurationFile.load(text, environment: environment), 3, .environment("PACKFERRY_LISTEN")),
            (try ConfigurationFile.load(text, flags: flags, environment: environment), 4, .flag("--listen")),
        ]
        for (configuration, port, origin) in cases {
            #expect(configuration.values.listen.port == port)
            #expect(configuration.origin(of: "listen") == origin)
        }
    }

    @Test("can be given by its variable and by its flag", arguments: Setting.allCases)
    func bothWays(setting: Setting) throws {
        let sample = try #require(Self.samples[setting])
        let byVariable = try ConfigurationFile.load(ConfigurationFile.least, environment: [setting.variable: sample])
        let byFlag = try ConfigurationFile.load(ConfigurationFile.least, flags: [setting: sample])
        let untouched = try ConfigurationFile.load(ConfigurationFile.least)
        #expect(byVariable.values == byFlag.values)
        #expect((byFlag.values != untouched.values) == (setting != .authentication))
        #expect(byVariable.origin(of: setting.key) == .environment(setting.variable))
        #expect(byFlag.origin(of: setting.key) == .flag(setting.flag))
    }

    @Test(
        "has a variable and a flag of its own name",
        arguments: [
            (Setting.listen, "PACKFERRY_LISTEN", "--listen"), (.state, "PACKFERRY_STATE", "--state"),
            (.publicFiles, "PACKFERRY_PUBLIC", "--public"), (.siteName, "PACKFERRY_SITE_NAME", "--site-name"),
            (.threads, "PACKFERRY_LIMITS_CPU", "--limits-cpu"), (.hosts, "PACKFERRY_HOSTS", "--hosts"),
            (.publicURL, "PACKFERRY_PUBLIC_URL", "--public-url"),
            (.jobRetention, "PACKFERRY_RETENTION_JOBS", "--retention-jobs"),
        ]
    )
    func names(setting: Setting, variable: String, flag: String) {
        #expect(setting.variable == variable)
        #expect(setting.flag == flag)
    }

    @Test("is as good as unset by an empty variable, but not by an empty flag")
    func empty() throws {
        #expect(
            try ConfigurationFile.load(ConfigurationFile.least, environment: ["PACKFERRY_LISTEN": ""]).values.listen
                .port == 8470
        )
        #expect(try ConfigurationFile.problems(ConfigurationFile.least, flags: [.listen: ""]).count == 1)
        #expect(
            try ConfigurationFile.load("hosts: [a]\n" + ConfigurationFile.least, flags: [.hosts: ""]).values.hosts
                .isEmpty
        )
    }

    @Test("may be wrong in the file where something else takes its place")
    func overridden() throws {
        let text = "listen: nonsense\n" + ConfigurationFile.least
        #expect(try ConfigurationFile.load(text, flags: [.listen: "127.0.0.1:1"]).values.listen.port == 1)
        #expect(
            try ConfigurationFile.problems(ConfigurationFile.least, environment: ["PACKFERRY_LISTEN": "x"])[0]
                .hasPrefix("PACKFERRY_LISTEN: ")
        )
    }
}

@Suite("The configuration file is found", .temporaryDirectory)
struct ConfigurationLocationTests {
    @Test("by flag, else variable, else its name in the current folder; its paths begin where it lies")
    func location() throws {
        let folder = TemporaryDirectory.current
        for name in ["a", "b"] {
            try FileManager.default.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: false)
            try ConfigurationFile.write(ConfigurationFile.least, to: "\(name)/file.yaml")
        }
        try ConfigurationFile.write(ConfigurationFile.least, to: "packferry.yaml")
        let variables = ["PACKFERRY_CONFIG": "b/file.yaml", "PACKFERRY_ARTIFACTS": "archives"]
        let byFlag = try load("a/file.yaml", variables)
        let byVariable = try load(nil, variables)
        let byName = try load(nil, ["PACKFERRY_CONFIG": ""])
        #expect(byFlag.file.string == "\(folder)/a/file.yaml")
        #expect(byFlag.values.repositories[0].storage.string == "\(folder)/a/storage")
        #expect(byFlag.values.paths.state.string == "\(folder)/a/state")
        #expect(byFlag.values.paths.artifacts.string == "\(folder)/archives")
        #expect(byVariable.file.string == "\(folder)/b/file.yaml")
        #expect(byName.file.string == "\(folder)/packferry.yaml")
    }

    @Test("behind a link, and its paths begin where the link lies")
    func links() throws {
        let folder = TemporaryDirectory.current
        try FileManager.default.createDirectory(atPath: "\(folder)/real", withIntermediateDirectories: false)
        try ConfigurationFile.write(ConfigurationFile.least, to: "real/file.yaml")
        try FileManager.default.createSymbolicLink(
            atPath: "\(folder)/packferry.yaml",
            withDestinationPath: "real/file.yaml"
        )
        #expect(try load(nil, [:]).values.paths.state.string == "\(folder)/state")
    }

    @Test("or named as what is missing")
    func missing() throws {
        let folder = TemporaryDirectory.current
        let error = #expect(throws: ConfigurationError.self) { try load(nil, [:]) }
        let lost = try #require(error).description
        #expect(lost.hasPrefix("\(folder)/packferry.yaml: "))
        #expect(lost.contains("there is no configuration at \(folder)/packferry.yaml. 'packferry init' writes one"))
        let named = #expect(throws: ConfigurationError.self) { try load("no/such.yaml", [:]) }
        let absent = try #require(named).description
        #expect(absent.hasSuffix("No such file or directory. Name the file by --config or PACKFERRY_CONFIG."))
        #expect(throws: ConfigurationError.self) { try load("", [:]) }
        #expect(throws: ConfigurationError.self) { try load(".", [:]) }
    }

    private func load(_ file: String?, _ variables: [String: String]) throws -> EffectiveConfiguration {
        let folder = try AbsolutePath(TemporaryDirectory.current)
        let surroundings = EffectiveConfiguration.Surroundings(
            variables: variables,
            currentFolder: folder,
            hostName: "host"
        )
        return try EffectiveConfiguration.load(file: file, surroundings)
    }
}
