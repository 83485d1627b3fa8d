import Foundation
import JSON
import TestSupport
import Testing

/// A package that a far side needs today, and that was never asked for on the near side.
extension RealRefreshTests {
    @Test("One urgent package: asked for by a file, fetched for it, carried as a part, and installable on the far side")
    func urgent() async throws {
        try await RefreshWorld.with { world in
            let far = try Site("far", in: TemporaryDirectory.current, role: "offline", gap: await .airGapIfPermitted())
            try await far.apply(world.near.archive()).succeeded()
            let (wanted, request) = ("\(far.folder)/wanted.txt", "\(far.folder)/request.json")
            try Data("@isaacs/brace-expansion\n".utf8).write(to: URL(fileURLWithPath: wanted))
            let check = try await far.run("install-check", wanted, "--request", request)
            #expect(check.status == 3, "\(check)")

            let built = try await world.near.run("artifact", "build", "--lockfile", request, "--json").succeeded().json
            #expect(built["scope"] == "partial")
            try await far.apply(built.text("path")).succeeded()
            #expect(try await far.run("install-check", wanted).status == 0)
            let server = try await far.serve()
            let project = try NodeProject("urgent", in: far.folder, needs: ["@isaacs/brace-expansion": "*"])
            try await project.npm("install", registry: server.registry, on: far).succeeded()
            #expect(project.installed("@isaacs/brace-expansion") != nil)
            try await server.stop()
        }
    }
}
