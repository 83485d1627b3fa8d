import Foundation
import JSON
import TestSupport
import Testing

@Suite(
    "Real registries and clients",
    .serialized,
    .tags(.realClients),
    .needsProgram,
    .needsNpm,
    .needsData("npm-2025", "npm-tools"),
    .realWorld,
    .temporaryDirectory,
    .ends
)
struct RealClientTests {
    private static let own = SampleVersion("@plant/local", "1.0.0")
    private static let patched = SampleVersion("lodash", "4.99.0-plant.1")

    @Test("The second archive holds exactly the new package files, and secrets stay at home")
    func contents() async throws {
        let world = try RealWorld.current
        let (t0, t1) = (try await tarballs("t0"), try await tarballs("t1"))
        let (first, second) = (try await Archive(world.first), try await Archive(world.second))
        #expect(first.tarballs.count == 343)
        #expect(Set(first.tarballs) == t0)
        #expect(second.tarballs.count == 115)
        #expect(Set(second.tarballs) == t1.subtracting(t0))
        for archive in [first, second] { #expect(archive.members.filter { $0.contains(".verdaccio-db") } == []) }
    }

    @Test("Verdaccio 6 serves what arrives while it runs to nine clients, and keeps what it published")
    func verdaccio6() async throws {
        try await carry(under: 6, to: RealClient.allCases)
    }

    @Test("The embedded registry serves what was carried to nine clients")
    func embedded() async throws {
        let world = try RealWorld.current
        let far = try Site("far", in: TemporaryDirectory.current, role: "offline", gap: await .airGapIfPermitted())
        for archive in [world.first, world.second] { try await far.apply(archive).succeeded() }
        let server = try await far.serve()
        try await expect(RealClient.allCases, toInstallFrom: server.registry, on: far, "embedded")
        try await server.stop()
    }

    @Test("Verdaccio 5 serves what was carried while it runs")
    func verdaccio5() async throws {
        try await carry(under: 5, to: RealClient.few)
    }

    @Test("The far side has no way out", .needsAirGap)
    func noWayOut() async throws {
        let gap = try await Namespace.airGap()
        let far = try Site("far", in: TemporaryDirectory.current, role: "offline", gap: gap)
        let outcome = try await far.curl.run(["-sS", "-m", "10", "https://registry.npmjs.org/"], in: far.folder)
        #expect([6, 7].contains(outcome.status), "\(outcome)")
    }

    /// The first archive, publications, the second archive, and then the clients, over one running registry.
    private func carry(under major: Int, to clients: [RealClient]) async throws {
        let world = try RealWorld.current
        let far = try Site("far", in: TemporaryDirectory.current, role: "offline", gap: await .airGapIfPermitted())
        let verdaccio = try await Verdaccio(world.tools.verdaccio(major), over: far)
        try await far.apply(world.first).succeeded()
        try await verdaccio.publish(Self.own)
        try await verdaccio.publish(Self.patched, tag: "plant")
        try await far.apply(world.second).succeeded()
        let t1 = try await Tree(of: "\(world.days)/t1/storage").tarballs
        let here = try await Tree(of: far.storage).tarballs
        #expect(t1.filter { here[$0.key] != $0.value }.keys.sorted() == [])
        #expect(here.count == t1.count + 2)

        try await expect(clients, toInstallFrom: verdaccio.registry, on: far, "verdaccio-\(major)")
        let needs = [Self.own.package: "*", Self.patched.package: Self.patched.version]
        let project = try NodeProject("publications", in: far.folder, needs: needs)
        try await project.npm("install", registry: verdaccio.registry, on: far).succeeded()
        #expect(project.installed(Self.own.package) == Self.own.version)
        #expect(project.installed(Self.patched.package) == Self.patched.version)
        try await verdaccio.stop()
    }

    private func expect(
        _ clients: [RealClient],
        toInstallFrom registry: String,
        on site: Site,
        _ name: String
    ) async throws {
        let world = try RealWorld.current
        let round = ClientRound(
            name: name,
            site: site,
            registry: registry,
            tools: world.tools,
            lockfiles: world.lockfiles
        )
        for (client, complaint) in try await round.results(of: clients) {
            #expect(complaint == nil, "\(name): \(client.rawValue)")
        }
    }

    private func tarballs(_ day: String) async throws -> Set<String> {
        let find = try Executable.needed("find")
        let arguments = [".", "-name", "*.tgz", "-printf", "%P\\n"]
        let folder = "\(try RealWorld.current.days)/\(day)/storage"
        return Set(try await find.run(arguments, in: folder).succeeded().lines)
    }
}
