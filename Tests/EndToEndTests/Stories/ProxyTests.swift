import Foundation
import JSON
import TestSupport
import Testing

@Suite(
    "Behind a proxy with TLS",
    .paced,
    .needsProgram,
    .needsNpm,
    .needs("nginx", "openssl"),
    .needsAirGap,
    .temporaryDirectory,
    .ends
)
struct ProxyTests {
    /// A way to pass requests on, what the configuration says of it, and where clients find the registry.
    struct Way: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let settings: String
        let location: String
        let registry: String
    }

    private static let ways = [
        Way(
            testDescription: "a prefix, and public_url",
            settings: "public_url: https://localhost:8443/mirror/",
            location: "location /mirror/ { proxy_pass http://127.0.0.1:8470/; }",
            registry: "https://localhost:8443/mirror/npm/"
        ),
        Way(
            testDescription: "a prefix, and the fields of the proxy",
            settings: "",
            location: """
                location /mirror/ {
                    proxy_pass http://127.0.0.1:8470/;
                    proxy_set_header X-Forwarded-Host $http_host;
                    proxy_set_header X-Forwarded-Proto $scheme;
                    proxy_set_header X-Forwarded-Prefix /mirror;
                }
                """,
            registry: "https://localhost:8443/mirror/npm/"
        ),
        Way(
            testDescription: "the standard's field",
            settings: "proxies: [127.0.0.1]",
            location: """
                location / {
                    proxy_pass http://127.0.0.1:8470;
                    proxy_set_header Forwarded 'for=$remote_addr;host="$http_host";proto=$scheme';
                }
                """,
            registry: "https://localhost:8443/npm/"
        ),
    ]

    @Test("a real npm installs through it, all by https", arguments: ways)
    func installs(way: Way) async throws {
        let folder = TemporaryDirectory.current
        let site = try Site("far", in: folder, gap: await .airGap(), listen: "127.0.0.1:8470")
        try site.configure(
            """
            listen: 127.0.0.1:8470
            \(way.settings)
            repositories: { npm: { type: npm, storage: ./storage } }
            """
        )
        var storage = SampleStorage(in: site.storage)
        try await storage.add([
            SampleVersion("left", "1.0.0"), SampleVersion("@team/right", "2.0.0", needs: ["left": "^1.0.0"]),
        ])
        let server = try await site.serve()
        let proxy = try await ReverseProxy(before: site, in: folder, way.location)
        let project = try NodeProject("project", in: folder, needs: ["@team/right": "2"])
        try await project.run(
            site.here(Executable.needed("npm")),
            ["--ignore-scripts", "install"],
            registry: way.registry,
            environment: ["npm_config_cafile": proxy.certificate]
        ).succeeded()
        #expect(project.installed("left") == "1.0.0" && project.installed("@team/right") == "2.0.0")
        let lock = try String(contentsOfFile: "\(project.folder)/package-lock.json", encoding: .utf8)
        #expect(lock.contains("\(way.registry)left/-/left-1.0.0.tgz") && !lock.contains("http://"))
        try await proxy.program.stop()
        try await server.stop()
    }
}
