import API
import HTTPMessages
import HTTPServer
import JSON
import Posix
import TestSupport
import Testing
import Transfer

@testable import App

/// What holds where nobody says otherwise: `docs/security.md` names these, and a change of one fails here.
@Suite("Defaults that protect", .temporaryDirectory)
struct SecurityDefaultsTests {
    @Test("one listens to this machine alone, has no login, no further names, and believes no other proxy")
    func listening() throws {
        let values = try ConfigurationFile.load(ConfigurationFile.least).values
        #expect(values.listen.description == "127.0.0.1:8470" && values.warnings.isEmpty)
        #expect(values.authentication == .none && values.hosts.isEmpty && values.publicURL == nil)
        #expect(values.proxies.map(\.configured) == ["127.0.0.1", "::1"])
    }

    @Test("requests are bounded in bytes, in number and in time")
    func requests() {
        let limits = HTTPLimits()
        #expect(limits.targetBytes == 8 << 10 && limits.methodBytes == 32)
        #expect(limits.headBytes == 32 << 10 && limits.fieldCount == 100)
        #expect(limits.chunkLineBytes == 256 && limits.chunkExtensionBytes == 16 << 10)
        #expect(limits.bodyBytes == 1 << 20 && limits.drainBytes == 64 << 10 && limits.lingerBytes == 256 << 10)
        #expect(limits.connections == 20_000)
        #expect(limits.headTimeout == .seconds(10) && limits.idleTimeout == .seconds(75))
        #expect(limits.bodyTimeout == .seconds(30) && limits.bodyBytesPerSecond == 240)
        #expect(limits.sendTimeout == .seconds(60) && limits.lingerTimeout == .seconds(2))
    }

    @Test("a body is as long as its route allows: none where none is read, and any only for an archive")
    func bodies() {
        let sizes = Dictionary(grouping: APIRoute.all, by: \.bodyLimit).mapValues { Set($0) }
        #expect(sizes.keys.sorted() == [0, 1 << 20, 16 << 20, 64 << 20, 128 << 20, .max])
        #expect(sizes[.max] == [.stageImport] && sizes[16 << 20] == [.checkInstall])
        #expect(sizes[64 << 20] == [.registerReceipt] && sizes[128 << 20] == [.registerInventory])
        #expect(sizes[0] == Set(APIRoute.all.filter { [.GET, .DELETE].contains($0.method) }))
    }

    @Test("four archives are received at once, 32 imports wait, and 64 MiB of the disk stay free")
    func uploads() throws {
        let limits = try ConfigurationFile.load(ConfigurationFile.least).values.limits
        #expect(limits.staging == StagingBounds(uploads: 4, waiting: 32, bytes: nil))
        #expect(Upload.reserve == 64 << 20)
    }

    @Test("every answer says what it is, whatever it is, and allows no other origin to read it")
    func headers() async throws {
        let data = "default-src 'none'; frame-ancestors 'none'"
        try await Station.with { station in
            let paths = [
                "/", "/assets/js/main.js", "/health", "/packages", "/nothing", "/npm/a", "/npm/nothing", "/jobs/x",
            ]
            for path in paths {
                let fields = try await station.get(path, [.origin: "http://evil.example"]).fields
                let policy = fields[.contentSecurityPolicy] ?? ""
                #expect(path == "/" ? policy.contains("script-src 'self';") : policy == data, "\(path): \(policy)")
                #expect(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "\(path)")
                #expect(!policy.contains("unsafe"), "\(path): \(policy)")
                #expect(fields[HTTPFieldName("X-Content-Type-Options")] == "nosniff", "\(path)")
                #expect(fields[HTTPFieldName("Referrer-Policy")] == "no-referrer", "\(path)")
                #expect(fields[HTTPFieldName("Cross-Origin-Resource-Policy")] == "same-origin", "\(path)")
                let isOpen = fields.contains { $0.name.canonical.hasPrefix("access-control-") }
                #expect(!isOpen && !fields.contains(HTTPFieldName("Set-Cookie")), "\(path): \(fields)")
            }
        }
    }

    @Test("no route that changes anything is reached from another site, and none at all by a foreign name")
    func otherSites() async throws {
        try await Station.with { station in
            for route in APIRoute.all {
                let path =
                    "/"
                    + route.pattern.split(separator: "/").map { $0.hasPrefix("{") ? "x" : $0 }.joined(separator: "/")
                let foreign = try await station.send(route.method, path, [.host: "evil.example"])
                #expect(foreign.status.code == 421, "\(route): \(foreign.status)")
                guard !route.method.isSafe else { continue }
                for fields in [[.secFetchSite: "cross-site"], [.origin: "http://evil.example"]] as [HTTPFields] {
                    let answer = try await station.send(route.method, path, fields)
                    #expect(answer.status == .forbidden, "\(route): \(answer.status) \(answer.text)")
                }
            }
        }
    }

    @Test("every route names what somebody must be allowed to do: to look is enough for what changes nothing")
    func scopes() {
        for route in APIRoute.all {
            let isQuestion = route.method.isSafe || route == .checkInstall
            #expect((route.scope == .read) == isQuestion, "\(route)")
            if route.method == .DELETE { #expect(route.scope == .admin, "\(route)") }
        }
        #expect(APIRoute.trustKey.scope == .admin && APIRoute.trustSource.scope == .admin)
    }

    @Test("an address that others reach is told by health and doctor, with what they can do and the next step")
    func exposure() async throws {
        let open = try ConfigurationFile.load("listen: 0.0.0.0:8470\n" + ConfigurationFile.least).values
        let check = try #require(Health.Check.exposures(of: open).first)
        #expect(check.name == "network" && check.status == .warn)
        for words in [
            "0.0.0.0:8470", "can build, apply", "trust keys", "proxy", "firewall", "ssh -L 8470:127.0.0.1:8470",
        ] {
            #expect(check.detail.contains(words), "\(check.detail)")
        }
        let adapted: (EffectiveConfiguration) -> EffectiveConfiguration = { configuration in
            (try? ConfigurationFile.load(
                "listen: 0.0.0.0:1\nrepositories: { npm: { type: npm, storage: ./npm } }\n"
            )) ?? configuration
        }
        try await Station.with(adapting: adapted) { station in
            let health = try await station.get("/health").json
            let checks = health["checks"]?["network"]?.arrayValue ?? []
            #expect(checks.map { $0["status"] } == ["warn"], "\(health)")
            let found = await Diagnosis(station.application.configuration, logger: station.application.logger).health()
            #expect(found.checks.filter { $0.name == "network" && $0.status == .warn }.count == 1, "\(found.checks)")
        }
        try await Station.with { station in
            let health = try await station.get("/health").text
            #expect(!health.contains(#""network""#), "\(health)")
        }
    }

    @Test(
        "an address with a password is refused without a message that repeats it",
        arguments: [
            "registry", "upstream", "registry_auth", "upstream_auth", "public_url", "listen", "hosts", "proxies",
        ]
    )
    func addresses(key: String) throws {
        let secret = "T0P-S3CR3T"
        let address = "http://someone:\(secret)@registry.example/"
        let isOfRepository = key.hasPrefix("registry") || key.hasPrefix("upstream")
        let value = ["hosts", "proxies"].contains(key) ? "[\"\(address)\"]" : "\"\(address)\""
        let text =
            isOfRepository
            ? "repositories: { npm: { type: npm, storage: ./storage, \(key): \(value) } }\n"
            : "\(key): \(value)\n\(ConfigurationFile.least)"
        let problems = try ConfigurationFile.problems(text)
        #expect(problems.count == 1 && problems.allSatisfy { $0.contains(key) && !$0.contains(secret) }, "\(problems)")
        guard let setting = Setting(rawValue: key) else { return }
        let given = try ConfigurationFile.problems(ConfigurationFile.least, environment: [setting.variable: address])
        #expect(given.allSatisfy { !$0.contains(secret) }, "\(given)")
    }
}
