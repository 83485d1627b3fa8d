import App
import Logging
import Posix
import TestSupport
import Testing
import Transfer
import Trees

@Suite("A configuration file", .temporaryDirectory)
struct ConfigurationReadingTests {
    @Test("sets every key")
    func everyKey() throws {
        let values = try ConfigurationFile.load(
            """
            site: { role: offline, name: plant-7 }
            listen: "[::1]:9000"
            paths: { state: /var/lib/p, artifacts: ../archives, snapshots: ./s, data: ./d, public: web }
            hosts: [Packages.example, npm.plant]
            public_url: HTTPS://Packages.Plant:8443/
            proxies: [192.0.2.1, "::1"]
            auth: { mode: none }
            limits: { cpu: 8 }
            retention: { jobs: 30d, logs: 9d, staging: 12h, quarantine: 8d, undo: 3d, artifacts: 4, snapshots: 5, reserve: 20GB }
            log: { level: debug }
            repositories:
              npm:
                type: npm
                storage: ./storage
                verdaccio_config: config.yaml
                refresh: { platforms: [linux-x64-glibc, linux-arm64-musl, win32-x64] }
                carry: { exclude: ["@private/*", "plant-*"] }
              second: { type: npm, storage: /srv/second }
            """
        ).values
        let folder = TemporaryDirectory.current
        let outer = folder.split(separator: "/").dropLast().map { "/\($0)" }.joined()
        #expect(values.site.role == .offline)
        #expect(values.site.name.string == "plant-7")
        #expect(values.listen.description == "[::1]:9000")
        #expect(values.paths.state.string == "/var/lib/p")
        #expect(values.paths.artifacts.string == "\(outer)/archives")
        #expect(values.paths.snapshots.string == "\(folder)/s")
        #expect(values.paths.data.string == "\(folder)/d")
        #expect(values.paths.publicFiles?.string == "\(folder)/web")
        #expect(values.hosts.map(\.string) == ["packages.example", "npm.plant"])
        #expect(values.publicURL?.description == "https://packages.plant:8443")
        #expect(values.publicURL?.host == "packages.plant")
        let proxies = ["192.0.2.1", "::1"].compactMap { SocketAddress(ip: $0, port: 9) }
        #expect(values.proxies == proxies.map(ProxyAddress.init))
        #expect(values.authentication == .none)
        #expect(values.limits.threads.count == 8)
        #expect(values.retention.jobs == .seconds(30 * 86_400))
        #expect(values.retention.staging == .seconds(12 * 3600))
        #expect(values.retention.quarantine == .seconds(8 * 86_400))
        #expect(values.retention.logs == .seconds(9 * 86_400))
        #expect(values.retention.undo == .seconds(3 * 86_400))
        #expect(values.retention.artifacts.count == 4)
        #expect(values.retention.snapshots.count == 5)
        #expect(values.retention.reserve == .bytes(20_000_000_000))
        #expect(values.logLevel == .debug)
        #expect(values.repositories.map(\.name.string) == ["npm", "second"])
        let npm = try #require(values.repositories.first)
        #expect(npm.type == "npm")
        #expect(npm.storage.string == "\(folder)/storage")
        #expect(npm.settings.path("verdaccio_config")?.string == "\(folder)/config.yaml")
        #expect(npm.settings.list("refresh.platforms") == ["linux-x64-glibc", "linux-arm64-musl", "win32-x64"])
        #expect(npm.settings.list("carry.exclude") == ["@private/*", "plant-*"])
        #expect(values.repositories.last?.storage.string == "/srv/second")
    }

    @Test("needs nothing but a repository")
    func defaults() throws {
        let values = try ConfigurationFile.load(ConfigurationFile.least).values
        let folder = TemporaryDirectory.current
        #expect(values.site.role == .both)
        #expect(values.site.name.string == "build-host")
        #expect(values.listen.description == "127.0.0.1:8470")
        #expect(values.paths.state.string == "\(folder)/state")
        #expect(values.paths.artifacts.string == "\(folder)/artifacts")
        #expect(values.paths.snapshots.string == "\(folder)/snapshots")
        #expect(values.paths.data.string == "\(folder)/data")
        #expect(values.paths.publicFiles == nil)
        #expect(values.hosts.isEmpty)
        #expect(values.publicURL == nil)
        #expect(values.proxies.count == 2)
        #expect(values.limits.threads.count == 2)
        #expect(values.retention.jobs == .seconds(180 * 86_400))
        #expect(values.retention.staging == .seconds(7 * 86_400))
        #expect(values.retention.quarantine == .seconds(90 * 86_400))
        #expect(values.retention.logs == .seconds(180 * 86_400))
        #expect(values.retention.undo == .seconds(365 * 86_400))
        #expect(values.retention.artifacts.count == 10)
        #expect(values.retention.snapshots.count == 50)
        #expect(values.retention.reserve == .percent(5))
        #expect(values.logLevel == .info)
        #expect(values.repositories[0].settings.path("verdaccio_config") == nil)
        #expect(values.repositories[0].settings.list("refresh.platforms") == ["linux-x64-glibc"])
        #expect(values.repositories[0].settings.list("carry.exclude").isEmpty)
        #expect(values.warnings.isEmpty)
    }

    @Test("may have keys without a value: they count as absent")
    func emptyKeys() throws {
        let text = "site:\nlisten:\npaths: { state: }\nhosts: ~\nlimits: null\n" + ConfigurationFile.least
        #expect(try ConfigurationFile.load(text).values == ConfigurationFile.load(ConfigurationFile.least).values)
        #expect(try ConfigurationFile.problems("repositories: { npm: { type: npm, storage: } }").count == 1)
    }

    @Test("reads text as the wanted type and never guesses", arguments: ["no", "on", "1e3", "0x10", "123", "null-1"])
    func noGuessing(name: String) throws {
        let text = "site: { name: \(name) }\nrepositories: { \(name): { type: npm, storage: \(name) } }"
        let values = try ConfigurationFile.load(text).values
        #expect(values.site.name.string == name)
        #expect(values.repositories[0].name.string == name)
        #expect(values.repositories[0].storage.string == "\(TemporaryDirectory.current)/\(name)")
    }

    @Test(
        "warns of an address that others reach",
        arguments: [
            ("127.0.0.1:80", 0), ("127.9.9.9:80", 0), ("[::1]:80", 0), ("localhost:80", 0), ("0.0.0.0:80", 1),
            ("[::]:80", 1), ("192.0.2.1:80", 1), ("127.0.0.1:0", 0),
        ]
    )
    func warnings(address: String, count: Int) throws {
        let values = try ConfigurationFile.load("listen: '\(address)'\n" + ConfigurationFile.least).values
        #expect(values.warnings.count == count)
        #expect(values.warnings.allSatisfy { $0.contains(values.listen.description) && $0.hasSuffix(".") })
    }
}
