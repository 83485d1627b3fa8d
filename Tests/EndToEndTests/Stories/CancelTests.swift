import Foundation
import Glibc
import JSON
import TestSupport
import Testing

@Suite("Cancelling", .paced, .needsProgram, .temporaryDirectory, .ends)
struct CancelTests {
    /// A near side whose next archive takes a good while.
    private static func slowSite() async throws -> Site {
        let near = try Site("near", in: TemporaryDirectory.current)
        var storage = SampleStorage(in: near.storage)
        for index in 0..<8 { try await storage.addNoise(SampleVersion("noise-\(index)", "1.0.0"), mebibytes: 48) }
        return near
    }

    @Test("A cancelled build leaves no half file, and the next one is whole")
    func build() async throws {
        let near = try await Self.slowSite()
        let server = try await near.serve()
        let job = try await server.post("/jobs/diff-build").expect(202).location
        try await Self.wait { try await Self.isPacking(server.ask(job).expect(200).json) }
        _ = try await server.post("\(job)/cancel").expect(202)
        let ended = try await server.ended(job)
        #expect(try ended.text("state") == "cancelled")
        #expect(near.artifactFiles == [])
        #expect(try await server.ask("/artifacts").expect(200).json.list("items") == [])

        let next = try await server.job("/jobs/diff-build")
        #expect(try next.text("state") == "succeeded")
        let archive = try #require(next["result"]).text("artifact")
        try await near.run("artifact", "verify", archive).succeeded()
        try await server.stop()
    }

    @Test("Ctrl-C ends a build with 130 and leaves no half file")
    func interrupt() async throws {
        let near = try await Self.slowSite()
        let build = try near.start(["artifact", "build"])
        try await Self.wait { !near.artifactFiles.isEmpty || !build.isRunning }
        build.send(SIGINT)
        let ended = try await build.outcome()
        #expect(ended.status == 130, "\(ended)")
        #expect(near.artifactFiles == [])
        #expect(try await near.build() != nil)
    }

    @Test("A cancelled apply leaves the tree as it was, and the next one is whole")
    func apply() async throws {
        let near = try await Self.slowSite()
        let far = try Site("far", in: TemporaryDirectory.current, role: "offline")
        let archive = try await near.archive()
        let staging = "\(far.storage)/.packferry/staging"
        let apply = try far.start(["import", "apply", archive])
        try await Self.wait {
            !((try? FileManager.default.contentsOfDirectory(atPath: staging)) ?? []).isEmpty || !apply.isRunning
        }
        apply.send(SIGINT)
        let ended = try await apply.outcome()
        #expect(ended.status == 130, "\(ended)")
        #expect(try await Tree(of: far.storage).files == [:])
        try await far.apply(archive).succeeded()
        #expect(try await Tree(of: far.storage).tarballs == Tree(of: near.storage).tarballs)
    }

    private static func isPacking(_ job: JSONValue) throws -> Bool {
        guard try job.text("state") == "running" else { return try job.text("state") != "queued" }
        let steps = try job["progress"]?.list("steps") ?? []
        return steps.contains { $0["name"] == "pack" && $0["state"] == "running" }
    }

    /// Looks again and again until something is so.
    private static func wait(until isSo: () async throws -> Bool) async throws {
        let deadline = ContinuousClock.now + .far
        while try await !isSo() {
            guard ContinuousClock.now < deadline else { throw Server.NotReady(description: "it never came to be") }
            try await Task.sleep(for: .milliseconds(2))
        }
    }
}
