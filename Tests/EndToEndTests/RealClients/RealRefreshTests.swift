import Foundation
import JSON
import TestSupport
import Testing

/// A storage of three months ago, behind a real Verdaccio whose upstream is the registry of today.
@Suite(
    "A refresh through a real Verdaccio",
    .serialized,
    .tags(.realClients),
    .needsProgram,
    .needsNpm,
    .needsData("npm-2025", "npm-tools"),
    .temporaryDirectory,
    .ends
)
struct RealRefreshTests {
    /// Only the project's own range asks for it, and no package.
    static let exception = "zod/zod-3.25.76.tgz"
    @Test("brings every tarball that npm brought package by package, carries it, and npm installs it on the far side")
    func oracle() async throws {
        try await RefreshWorld.with { world in
            let report = try await world.near.run(["refresh", "full", "--then", "none", "--json"]).succeeded().json
            #expect(report["packages"]?.integerValue == 358)
            #expect(report["files"]?.integerValue == 132)
            let here = try await Tree(of: world.near.storage).tarballs
            let wanted = try await Tree(of: "\(world.data)/verdaccio-6/t1/storage").tarballs
            #expect(wanted.filter { here[$0.key] != $0.value }.keys.sorted() == [Self.exception])

            let again = try await world.near.run(["refresh", "full", "--json"]).succeeded().json
            #expect(again["files"]?.integerValue == 0)
            #expect(again["refreshed"]?.integerValue == 0)
            let built = try await world.near.run(["artifact", "list", "--json"]).succeeded().json
            try await carry(built.list("items").first?.text("path") ?? "", world)
        }
    }

    /// Carries what followed the refresh.
    private func carry(_ archive: String, _ world: RefreshWorld) async throws {
        let far = try Site("far", in: TemporaryDirectory.current, role: "offline", gap: await .airGapIfPermitted())
        try await far.apply(archive).succeeded()
        let server = try await far.serve()
        let round = ClientRound(
            name: "refreshed",
            site: far,
            registry: server.registry,
            tools: world.tools,
            lockfiles: "\(world.data)/verdaccio-6/lock"
        )
        let results = try await round.results(of: [.npmBare, .pnpmBare])
        for (client, complaint) in results { #expect(complaint == nil, "\(client.rawValue)") }
        try await server.stop()
    }

    @Test("names each file that upstream does not give, and why, and has all others")
    func faults() async throws {
        try await RefreshWorld.with { world in
            try world.upstream.lie([
                "/browserslist/-/browserslist-4.25.4.tgz": "wrong",
                "/electron-to-chromium/-/electron-to-chromium-1.5.211.tgz": "404",
                "/axios/-/axios-1.11.0.tgz": "short",
                "/mocha/-/mocha-11.7.1.tgz": "500",
            ])
            let outcome = try await world.near.run(["refresh", "full", "--json"])
            #expect(outcome.status == 3, "\(outcome)")
            let failed = try outcome.json["failed"]?.list("items") ?? []
            #expect(
                try failed.map { try $0.text("subject") }.sorted() == [
                    "axios/axios-1.11.0.tgz", "browserslist/browserslist-4.25.4.tgz",
                    "electron-to-chromium/electron-to-chromium-1.5.211.tgz", "mocha/mocha-11.7.1.tgz",
                ],
                "\(outcome)"
            )
            let gone = failed.filter { $0["gone_upstream"]?.boolValue == true }
            #expect(
                try gone.map { try $0.text("subject") } == ["electron-to-chromium/electron-to-chromium-1.5.211.tgz"]
            )
            let wrong = try #require(failed.first { $0["subject"]?.stringValue?.hasPrefix("browserslist/") == true })
            #expect(try wrong.text("cause") == "came with another digest than version 4.25.4 states")
        }
    }

    @Test("names what upstream took back, once, where it is told what its Verdaccio asks, and deletes nothing for it")
    func withdrawals() async throws {
        try await RefreshWorld.with { world in
            let unknown = try await world.refreshAlone()
            #expect(unknown["deprecated"] == .null && unknown["unpublished"] == .null)

            try world.nameUpstream()
            try await world.change("lodash", "document.versions['4.17.21'].deprecated = 'use another'")
            try await world.change("ms", "delete document.versions['2.1.3']")
            try await world.change("qs", "document = null")
            let before = try await Tree(of: world.near.storage).tarballs
            let told = try await world.refreshAlone()
            #expect(try told["deprecated"]?.list("items").map(Self.words) == ["lodash 4.17.21 use another"])
            #expect(try told["unpublished"]?.list("items").map(Self.words) == ["ms 2.1.3 -", "qs - -"])
            let after = try await Tree(of: world.near.storage).tarballs
            #expect(before.filter { after[$0.key] != $0.value }.isEmpty)
            let again = try await world.refreshAlone()
            #expect(again["deprecated"]?["count"]?.integerValue == 0, "\(again)")
            #expect(again["unpublished"]?["count"]?.integerValue == 0, "\(again)")
        }
    }

    private static func words(_ withdrawal: JSONValue) -> String {
        ["package", "version", "message"].map { withdrawal[$0]?.stringValue ?? "-" }.joined(separator: " ")
    }

    @Test("is refused where no Verdaccio answers, and says so")
    func nobody() async throws {
        try await RefreshWorld.with { world in
            try await world.verdaccio.stop()
            let outcome = try await world.near.run(["refresh", "full"])
            #expect(outcome.status == 69, "\(outcome)")
            #expect(outcome.complaints.contains("\(world.verdaccio.url) does not answer"))
        }
    }
}
