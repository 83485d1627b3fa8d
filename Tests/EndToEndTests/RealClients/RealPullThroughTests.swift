import Foundation
import JSON
import TestSupport
import Testing

/// The embedded registry between real clients and an upstream.
@Suite(
    "A storage that the embedded registry fills",
    .serialized,
    .tags(.realClients),
    .needsProgram,
    .needsNpm,
    .needsData("npm-2025"),
    .temporaryDirectory,
    .ends
)
struct RealPullThroughTests {
    /// Only the project's own range asks for it, and no package.
    private static let exception = "zod/zod-3.25.76.tgz"

    @Test(
        "Several npm that install at once from an empty storage get everything, each file is fetched once and stays served"
    )
    func concurrently() async throws {
        try await World.with { world in
            let server = try await world.near.serve()
            let projects = try (0..<3).map {
                try NodeProject("p\($0)", in: world.near.folder, needs: ["express": "*", "mocha": "*"])
            }
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for project in projects {
                    tasks.addTask {
                        try await project.npm("install", registry: server.registry, on: world.near).succeeded()
                    }
                }
                try await tasks.waitForAll()
            }
            for project in projects { #expect(project.installed("express") != nil) }
            try await world.upstream.stop()
            let later = try NodeProject("later", in: world.near.folder, needs: ["express": "*", "mocha": "*"])
            try await later.npm("install", registry: server.registry, on: world.near).succeeded()
            #expect(later.installed("mocha") == projects[0].installed("mocha"))
            try await server.stop()
        }
    }

    @Test("A refresh without a Verdaccio brings every tarball that npm brought package by package")
    func oracle() async throws {
        try await World.with { world in
            let sh = try Executable.needed("sh")
            let copy = "cp -a \"$1/.\" \"$2\""
            let storage = "\(world.data)/verdaccio-6/t0/storage"
            try await sh.run(["-c", copy, "sh", storage, world.near.storage], in: "/tmp").succeeded()
            let outcome = try await world.near.run(["refresh", "full", "--json"])
            #expect(try outcome.json["failed"]?["count"]?.integerValue == 0, "\(outcome)")
            let here = try await Tree(of: world.near.storage).tarballs
            let wanted = try await Tree(of: "\(world.data)/verdaccio-6/t1/storage").tarballs
            #expect(wanted.filter { here[$0.key] != $0.value }.keys.sorted() == [Self.exception])
        }
    }

    @Test(
        "A full refresh waits for the build that follows it, names its archive, and fails where it fails",
        arguments: [
            false, true,
        ]
    )
    func sequel(serving: Bool) async throws {
        try await World.with { world in
            let sh = try Executable.needed("sh")
            let storage = "\(world.data)/verdaccio-6/t0/storage"
            try await sh.run(["-c", "cp -a \"$1/.\" \"$2\"", "sh", storage, world.near.storage], in: "/tmp").succeeded()
            let server = try await serving ? world.near.serve() : nil
            let outcome = try await world.near.run("refresh", "full", "--limit", "1", "--json").succeeded()
            let artifact = try #require(outcome.json["built"]?["artifact"]?.stringValue)
            #expect(FileManager.default.fileExists(atPath: "\(world.near.artifacts)/\(artifact).tar.zst"))
            let again = try await world.near.run("refresh", "full", "--limit", "1").succeeded()
            #expect(again.output.contains("\(artifact) carries that state"), "\(again)")
            let none = try await world.near.run("refresh", "full", "--limit", "1", "--then", "none", "--json")
                .succeeded()
            #expect(try none.json["built"] == .null)

            // A storage that shrank is refreshed, and not built from.
            try await sh.run(["-c", "rm -r \"$1\"/@babel", "sh", world.near.storage], in: "/tmp").succeeded()
            let shrunk = try await world.near.run("refresh", "full", "--from", world.list("zod"), "--json")
            #expect(shrunk.status == 1, "\(shrunk)")
            let jobs = try await world.near.run("job", "list", "--json").succeeded().json.list("items")
            #expect(try jobs.prefix(2).map { try $0.text("state") } == ["failed", "succeeded"])
            try await server?.stop()
        }
    }

    /// The near side and its upstream.
    private struct World: Sendable {
        let data: String
        let upstream: Upstream
        let near: Site

        /// A file that names packages.
        func list(_ packages: String) throws -> String {
            let path = "\(near.folder)/wanted.txt"
            try Data("\(packages)\n".utf8).write(to: URL(fileURLWithPath: path))
            return path
        }

        static func with(_ body: (World) async throws -> Void) async throws {
            let folder = TemporaryDirectory.current
            let data = "\(folder)/data"
            try await SampleData.unpack("npm-2025", into: data)
            let upstream = try await Upstream("t1", from: data, in: folder)
            let near = try Site("near", in: folder, role: "online")
            try near.configure(
                """
                site: { role: online, name: near }
                listen: 127.0.0.1:0
                repositories:
                  npm: { type: npm, storage: ./storage, upstream: "\(upstream.url)" }
                """
            )
            try await body(World(data: data, upstream: upstream, near: near))
            try? await upstream.stop()
        }
    }
}
