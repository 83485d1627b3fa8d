import Foundation
import JSON
import TestSupport
import Testing

@Suite("The dashboard in a browser", .paced, .needsProgram, .temporaryDirectory, .ends, .needsBrowser)
struct BrowserTests {
    @Test(
        "On every page: no error, no request to others, nothing wide, cut off, moving or taken for markup",
        arguments: ["pages", "harmless", "accessible", "schedules", "verdict", "keys", "contract", "exposed"]
    )
    func everyPage(story: String) async throws {
        try await DashboardWorld.with { world in try await Browser.tell(story, world.told) }
    }

    @Test("Some packages are chosen by name or by a lockfile, looked at, and built")
    func selected() async throws {
        try await DashboardWorld.with { world in
            let lockfile = "\(world.near.site.folder)/wanted.txt"
            try Data("left@1.1.0\n".utf8).write(to: URL(fileURLWithPath: lockfile))
            try await Browser.tell("selected", world.told.setting("lockfile", to: .string(lockfile)))
        }
    }

    @Test(
        "What upstream has is refreshed, built, downloaded, taken in, applied, and taken back",
        arguments: ["mouse", "keyboard"]
    )
    func carry(hand: String) async throws {
        let folder = TemporaryDirectory.current
        let upstream = try Site("upstream", in: folder)
        let near = try Site("near", in: folder, role: "online")
        let far = try Site("far", in: folder, role: "offline")
        var (newer, older) = (SampleStorage(in: upstream.storage), SampleStorage(in: near.storage))
        let versions = [SampleVersion("left", "1.0.0"), SampleVersion("@team/right", "2.0.0")]
        try await newer.add(versions + [SampleVersion("left", "1.1.0"), SampleVersion("@team/right", "2.1.0")])
        try await older.add(versions)
        let registry = try await upstream.serve()
        try near.configure(
            """
            site: { role: online, name: near }
            listen: 127.0.0.1:0
            repositories: { npm: { type: npm, storage: ./storage, upstream: "\(registry.registry)" } }
            """
        )
        let (online, offline) = (try await near.serve(), try await far.serve())
        try await Browser.tell(
            "carry",
            [
                "hand": .string(hand), "near": .string(online.url), "far": .string(offline.url),
                "folder": .string(folder), "storage": .string(far.storage),
                "brought": ["left/left-1.1.0.tgz", "@team/right/right-2.1.0.tgz"],
            ]
        )
        for server in [registry, online, offline] { try await server.stop() }
    }

    @Test("Seven tabs hear at once what happens, and the page goes on after the service was killed")
    func live() async throws { try await Browser.tell("live", Self.own) }

    @Test("A log of a million lines and a list of fifty thousand open, are searched and scroll as small ones do")
    func large() async throws { try await Browser.tell("large", Self.own) }

    @Test("Every language says everything, in its own forms for numbers, and nothing that nobody asks for", .needsNpm)
    func words() async throws {
        let node = try Executable.needed("node")
        try await node.run([Browser.story("words.mjs"), Browser.pages], in: TemporaryDirectory.current).succeeded()
    }

    /// What a story is told that starts the service by itself.
    private static var own: JSONValue {
        ["program": .string(Packferry.executable.path), "folder": .string(TemporaryDirectory.current)]
    }
}
