import Foundation
import JSON
import TestSupport
import Testing

@Suite("The history of what commands ran", .paced, .needsProgram, .temporaryDirectory, .ends)
struct JobHistoryTests {
    private func site() async throws -> Site {
        let site = try Site("near", in: TemporaryDirectory.current)
        var storage = SampleStorage(in: site.storage)
        try await storage.add([SampleVersion("left", "1.0.0")])
        return site
    }

    private func jobs(of site: Site) async throws -> [JSONValue] {
        try await site.run("job", "list", "--json").succeeded().json.list("items")
    }

    @Test("Without a server, a command leaves its job with what it was asked, what it brought, and its log")
    func history() async throws {
        let site = try await site()
        let built = try await site.run("artifact", "build", "--note", "first", "--json").succeeded().json
        let job = try #require(try await jobs(of: site).first)
        #expect(job["type"] == "diff-build" && job["state"] == "succeeded" && job["state"] == "succeeded")
        #expect(try job.text("initiator").hasPrefix("cli:"), "\(job)")
        #expect(job["parameters"]?["note"] == "first")
        #expect(job["result"] == built, "what a command prints is what its job brought")
        let log = try await site.run("job", "logs", try job.text("id")).succeeded().output
        #expect(log.contains("started") && log.hasSuffix("succeeded\n"), "\(log)")
        for part in [
            "initiator=\(try job.text("initiator"))", "walk: 1 packages", "built \(try built.text("artifact"))",
        ] {
            #expect(log.contains(part), "\(part): \(log)")
        }
    }

    @Test("A command that fails leaves a job that says why, and ends as it always did")
    func failure() async throws {
        let site = try await site()
        try FileManager.default.removeItem(atPath: site.storage)
        let outcome = try await site.run("collect")
        #expect(outcome.status == 66)
        let job = try #require(try await jobs(of: site).first)
        #expect(job["state"] == "failed" && job["error"]?["code"] == "storage-unavailable")
    }
}
