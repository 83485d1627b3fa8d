import Foundation
import JSON
import TestSupport
import Testing

@Suite("Debug", .temporaryDirectory)
struct DebugTests {
    @Test func debug() async throws {
        let folder = "/tmp/e2e-debug"
        try? FileManager.default.removeItem(atPath: folder)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let far = try Site("far", in: folder)
        var storage = SampleStorage(in: far.storage)
        try await storage.add([SampleVersion("left", "1.0.0"), SampleVersion("left", "1.1.0")])
        try await LocalPublication.add(SampleVersion("left", "1.0.1-plant.1"), to: far.storage, tag: "plant")
        let registry = try await far.serve()
        let project = try NodeProject("project", in: folder, needs: ["left": "plant"])
        print(try await project.npm("install", registry: registry.registry, on: far))
        print(project.installed("left") ?? "-")
        print(try await registry.ask("/npm/left").body)
        try await registry.stop()
        let server = try await far.serve()
        print(try await far.run("artifact", "build"))
        print(try await server.ask("/jobs").body)
        try await server.stop()
    }
}
