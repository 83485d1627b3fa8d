import Foundation
import JSON
import TestSupport
import Testing

/// A package for every platform brings one for each C library, of which a cache holds the one that was asked for.
@Suite(
    "Real clients and the other C library",
    .serialized,
    .tags(.realClients),
    .needsProgram,
    .needsNpm,
    .needsData("npm-2025", "npm-tools"),
    .realWorld,
    .temporaryDirectory,
    .ends
)
struct RealTwinTests {
    private static let clients: [RealClient] = [.npmBare, .yarn1Bare, .pnpmBare]
    private static let here = twin("gnu", "glibc")
    private static let elsewhere = twin("musl", "musl")

    private static func twin(_ name: String, _ library: String) -> SampleVersion {
        let platform: [(String, JSONValue)] = [("os", ["linux"]), ("cpu", ["x64"]), ("libc", [.string(library)])]
        return SampleVersion("@bundler/linux-x64-\(name)", "1.0.0", further: platform)
    }

    /// A far side that got the bundler and its part for glibc, from a storage that knows the one for musl by name.
    private func farSide() async throws -> Site {
        let near = try Site("near", in: TemporaryDirectory.current)
        var storage = SampleStorage(in: near.storage)
        let parts = [Self.here, Self.elsewhere].map { ($0.package, JSONValue.string($0.version)) }
        let bundler = SampleVersion("bundler", "1.0.0", further: [("optionalDependencies", .object(parts))])
        try await storage.add([bundler, Self.here])
        try storage.mention([Self.elsewhere])
        let far = try Site("far", in: TemporaryDirectory.current, role: "offline", gap: await .airGapIfPermitted())
        try await far.apply(near.archive()).succeeded()
        return far
    }

    private func expectInstalls(from registry: String, on site: Site, _ name: String) async throws {
        let tools = try RealWorld.current.tools
        for client in Self.clients {
            let project = try NodeProject("\(name)-\(client)", in: site.folder, needs: ["bundler": "^1.0.0"])
            try project.write(".yarnrc", "registry \"\(registry)\"\n")
            let program = site.here(try client.executable(tools))
            let outcome = try await project.run(program, client.arguments, registry: registry)
            #expect(outcome.status == 0, "\(name): \(client.rawValue): \(outcome)")
            #expect(project.installed("bundler") == "1.0.0", "\(name): \(client.rawValue)")
        }
    }

    @Test("npm, yarn 1 and pnpm install without a lockfile from our registry")
    func embedded() async throws {
        let far = try await farSide()
        let server = try await far.serve()
        try await expectInstalls(from: server.registry, on: far, "embedded")
        try await server.stop()
    }

    @Test("and from a Verdaccio, whose short documents do not say which C library a version is for")
    func verdaccio() async throws {
        let far = try await farSide()
        let verdaccio = try await Verdaccio(RealWorld.current.tools.verdaccio(6), over: far)
        try await expectInstalls(from: verdaccio.registry, on: far, "verdaccio-6")
        try await verdaccio.stop()
    }
}
