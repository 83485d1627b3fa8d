import Crypto
import Logging
import Posix
import Reporting
import Synchronization
import TestSupport
import Testing
import Trees

@testable import Npm

@Suite("A client that installs for its registry's sake", .temporaryDirectory, .ends)
struct ClientRunnerTests {
    private let folder: Directory
    private let registry: UpstreamAddress
    private let name: PackageName

    init() throws {
        folder = try Directory(opening: AbsolutePath(TemporaryDirectory.current))
        registry = try #require(UpstreamAddress("http://127.0.0.1:9/npm"))
        name = try PackageName("@plant/ui")
    }

    /// Puts a script in the place of a client.
    private func stand(in client: ClientKind, _ script: String) throws -> String {
        let path = try RelativePath("bin/\(client.rawValue)")
        try folder.makeDirectories(RelativePath("bin"))
        try AtomicFile.write(Array("#!/bin/sh\n\(script)\n".utf8), to: path, in: folder)
        try folder.changeMode(path, 0o755)
        return "/nowhere:\(folder.path)/bin:/usr/bin:/bin"
    }

    private func runner(_ client: ClientKind, _ script: String, timeout: Duration = .far) throws -> ClientRunner {
        ClientRunner(client, registry: registry, timeout: timeout, searchPath: try stand(in: client, script))
    }

    @Test(
        "it is told to run no script, to ask this registry, and to keep to a home of its own",
        arguments: [
            (ClientKind.npm, "10", ["--ignore-scripts", "--registry http://127.0.0.1:9/npm/", "@plant/ui@1.2.3"]),
            (.pnpm, "9", ["--ignore-scripts", "--registry http://127.0.0.1:9/npm/", "@plant/ui@1.2.3"]),
            (.yarn, "1", ["--ignore-scripts", #"registry "http://127.0.0.1:9/npm/""#, "@plant/ui@1.2.3"]),
            (.yarn, "4", ["enableScripts: false", #"npmRegistryServer: "http://127.0.0.1:9/npm""#, "@plant/ui@1.2.3"]),
        ]
    )
    func arguments(client: ClientKind, major: String, expected: [String]) async throws {
        let script = """
            [ "$1" = --version ] && { echo \(major).2.3; exit; }
            { echo "$@"; env; pwd; cat .yarnrc .yarnrc.yml package.json 2> /dev/null; } > \(folder.path)/seen; exit 0
            """
        try await runner(client, script).reinstall(name, version: "1.2.3", reporter: .silent)
        let seen = String(decoding: try folder.open(RelativePath("seen")).readAll(limit: 1 << 20), as: UTF8.self)
        for text in expected { #expect(seen.contains(text), "\(seen)") }
        let home = try #require(seen.split(separator: "\n").first { $0.hasPrefix("HOME=") }).dropFirst(5)
        #expect(home.hasPrefix("/tmp/") && seen.contains("\(home)/project"))
        #expect(throws: SystemError.self) { try Directory(opening: AbsolutePath(String(home))) }
    }

    @Test("what it prints goes to whoever watches, line by line and made safe")
    func output() async throws {
        let sink = Lines()
        let script = #"printf 'added 1\nhalf'; printf 'npm warn \033[31mred\n' >&2"#
        try await runner(.npm, script).reinstall(name, version: "1.2.3", reporter: Reporter(sink))
        #expect(Set(sink.lines) == ["info npm: added 1", "info npm: half", "warning npm: npm warn \\u{1b}[31mred"])
    }

    @Test("one that fails says why")
    func fails() async throws {
        let error = await #expect(throws: SupplyError.self) {
            try await runner(.npm, "echo 'npm error 404 no such thing' >&2; exit 1")
                .reinstall(name, version: "1.2.3", reporter: .silent)
        }
        #expect(error?.subject == "@plant/ui@1.2.3" && error?.cause.contains("404 no such thing") == true)
    }

    @Test("one that takes too long is ended with all that it started")
    func tooLong() async throws {
        let error = await #expect(throws: SupplyError.self) {
            try await runner(.npm, "sleep 600 & echo $! > \(folder.path)/child; wait", timeout: .seconds(1))
                .reinstall(name, version: "1.2.3", reporter: .silent)
        }
        #expect(error?.cause.contains("took longer") == true)
        let child = String(decoding: try folder.open(RelativePath("child")).readAll(limit: 100), as: UTF8.self)
        let deadline = ContinuousClock.now + .far
        while isAlive(child), ContinuousClock.now < deadline { try await Task.sleep(for: .milliseconds(10)) }
        #expect(!isAlive(child))
    }

    /// Whether the process has not ended; one that nobody has taken away yet has.
    private func isAlive(_ process: String) -> Bool {
        let number = process.prefix { $0 != "\n" }
        guard let proc = try? Directory(opening: AbsolutePath("/proc/\(number)")),
            let stat = try? proc.open(RelativePath("stat")).readAll(limit: 4096)
        else { return false }
        return !String(decoding: stat, as: UTF8.self).contains(") Z ")
    }

    @Test("a client that is not there is said to be missing")
    func missing() async throws {
        let runner = ClientRunner(.pnpm, registry: registry, timeout: .far, searchPath: "\(folder.path):/nowhere")
        let error = await #expect(throws: SupplyError.self) {
            try await runner.reinstall(name, version: "1.2.3", reporter: .silent)
        }
        #expect(error?.description.hasPrefix("pnpm is in no folder of PATH. ") == true)
    }

    @Test("the real npm asks the registry for the package and what it depends on", .needs("npm", "node", "tar"))
    func npm() async throws {
        let site = try NodeRegistry(in: folder)
        try site.publish("left", "1.0.0", dependencies: #"{"right":"^2.0.0"}"#)
        try site.publish("right", "2.1.0", dependencies: "{}")
        let address = try await site.start()
        let runner = ClientRunner(.npm, registry: address, timeout: .far, searchPath: "/usr/local/bin:/usr/bin:/bin")
        try await runner.reinstall(PackageName("left"), version: "1.0.0", reporter: .silent)
        let asked = try site.asked
        for path in ["/left", "/left/-/left-1.0.0.tgz", "/right", "/right/-/right-2.1.0.tgz"] {
            #expect(asked.contains(path), "\(asked)")
        }
    }
}

/// What is logged, as `level text`.
private final class Lines: ReportSink {
    private let kept = Mutex<[String]>([])
    var lines: [String] { kept.withLock(\.self) }

    func begin(_ step: Step, total: Int64?, unit: ReportUnit) {}
    func advance(by amount: Int64) {}
    func extend(total: Int64) {}
    func count(_ name: String, by amount: Int64) {}
    func log(_ level: LogLevel, _ message: String, _ fields: [String: String]) {
        kept.withLock { $0.append("\(level.rawValue) \(message)") }
    }
}
