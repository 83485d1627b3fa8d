import Foundation
import JSON
import TestSupport
import Testing

/// Real clients that resolve and ask in our place, against what npm itself once brought.
@Suite(
    "A refresh by a real client",
    .serialized,
    .tags(.realClients),
    .needsProgram,
    .needsNpm,
    .needsData("npm-2025", "npm-tools"),
    .temporaryDirectory,
    .ends
)
struct RealRunnerTests {
    /// How many packages each client refreshes; `PACKFERRY_RUNNER_PACKAGES=all` has them do all.
    private static let count = 20
    private static let wantsAll = ProcessInfo.processInfo.environment["PACKFERRY_RUNNER_PACKAGES"] == "all"
    /// Only the project's own range asks for it, and no package.
    private static let exception = "zod/zod-3.25.76.tgz"

    @Test("brings every tarball that npm brought of these packages", arguments: ["npm", "pnpm", "yarn"])
    func oracle(client: String) async throws {
        try await RefreshWorld.with { world in
            let near = try world.near(refreshedBy: client)
            let wanted = try await wanted(world)
            let outcome = try await near.run(["refresh", "full", "--then", "none", "--json"] + choice(wanted, near))
            let report = try outcome.succeeded().json
            #expect(report["failed"]?["count"] == 0, "\(outcome)")
            let here = try await Tree(of: near.storage).tarballs
            #expect(wanted.filter { here[$0.key] != $0.value }.keys.sorted() == [], "\(client)")
        }
    }

    /// The packages of these tarballs; nothing for all that there are, for what is new of one may be asked for by another
    /// of which nothing is.
    private func choice(_ wanted: [String: String], _ near: Site) throws -> [String] {
        guard !Self.wantsAll else { return [] }
        let list = "\(near.folder)/wanted.txt"
        try Data(packages(of: wanted).map { "\($0)\n" }.joined().utf8).write(to: URL(fileURLWithPath: list))
        return ["--from", list]
    }

    /// What of these packages came between the two days.
    private func wanted(_ world: RefreshWorld) async throws -> [String: String] {
        let before = try await Tree(of: world.near.storage).tarballs
        let after = try await Tree(of: "\(world.data)/verdaccio-6/t1/storage").tarballs
        let new = after.filter { before[$0.key] == nil && $0.key != Self.exception }
        let chosen = Set(packages(of: new).prefix(Self.wantsAll ? .max : Self.count))
        return new.filter { chosen.contains(package($0.key)) }
    }

    private func packages(of tarballs: [String: String]) -> [String] { Set(tarballs.keys.map(package)).sorted() }

    private func package(_ path: String) -> String { path.split(separator: "/").dropLast().joined(separator: "/") }
}
