import Foundation
import JSON
import TestSupport
import Testing

@Suite("The interface, tried by its document", .paced, .needsProgram, .temporaryDirectory, .ends)
struct ContractTests {
    @Test(
        "Schemathesis finds no answer that the document does not tell, and nothing taken that it does not allow",
        .needsSchemathesis
    )
    func schemathesis() async throws {
        let folder = TemporaryDirectory.current
        let upstream = try Site("upstream", in: folder)
        var storage = SampleStorage(in: upstream.storage)
        try await storage.add([SampleVersion("left", "1.0.0"), SampleVersion("@team/right", "2.0.0")])
        let archive = try await upstream.archive()
        let registry = try await upstream.serve()
        let site = try Site("tried", in: folder)
        var own = SampleStorage(in: site.storage)
        try await own.add([SampleVersion("left", "1.0.0"), SampleVersion("own", "1.0.0")])
        try site.configure(
            """
            site: { role: both, name: tried }
            listen: 127.0.0.1:0
            repositories: { npm: { type: npm, storage: ./storage, upstream: "\(registry.registry)" } }
            """
        )
        let server = try await site.serve()
        try await fill(server, with: archive)
        let outcome = try await Schemathesis.run(against: server.url, in: folder)
        #expect(outcome.status == 0, "\(outcome.output.suffix(20_000))")
        // All but what is left out was tried.
        let counts = try #require(outcome.output.firstMatch(of: /Selected: (\d+)\/(\d+)\s+Tested: (\d+)/)).output
        let (selected, known, tried) = (Int(counts.1) ?? 0, Int(counts.2) ?? 0, Int(counts.3) ?? 0)
        #expect(tried == selected && selected == known - Schemathesis.leftOut.count && known >= 80, "\(counts.0)")
        // Whatever came, it goes on.
        #expect(try await server.ask("/livez").status == 200)
        for server in [server, registry] { try await server.stop() }
    }

    /// Something of every kind: an archive that was built, one that waits, a finding, a schedule, a site, a key, a name.
    private func fill(_ server: Server, with archive: String) async throws {
        _ = try await server.job("/jobs/diff-build")
        let staged: JSONValue = ["path": .string(archive)]
        _ = try await server.post("/imports", String(decoding: staged.encoded(), as: UTF8.self)).expect(201)
        try Data("rot".utf8).write(to: URL(fileURLWithPath: "\(server.site.storage)/own/own-1.0.0.tgz"))
        _ = try await server.job("/jobs/broken-rescan")
        _ = try await server.job("/snapshots", #"{"name":"spare"}"#)
        _ = try await server.post("/schedules", #"{"type":"collect","every":"12h"}"#).expect(201)
        let digest = String(repeating: "0", count: 128)
        _ = try await server.ask(
            "/inventories?site=plant-7&taken=2026-11-21T01:30:00Z",
            "POST",
            options: ["-H", "Content-Type: text/plain", "-d", "\(digest)  ./left/left-1.0.0.tgz"]
        ).expect(200)
    }
}
