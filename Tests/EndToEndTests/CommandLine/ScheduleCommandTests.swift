import Foundation
import JSON
import TestSupport
import Testing

@Suite("Commands for schedules", .paced, .needsProgram, .temporaryDirectory, .ends)
struct ScheduleCommandTests {
    @Test("Work alike with and without a server")
    func alike() async throws {
        let site = try Site("near", in: TemporaryDirectory.current)
        var storage = SampleStorage(in: site.storage)
        try await storage.add([SampleVersion("left", "1.0.0")])
        try await check(site)
        let server = try await site.serve()
        try await check(site)
        try await server.stop()
    }

    private func check(_ site: Site) async throws {
        let made = try await site.run("schedule", "add", "collect", "--cron", "0 3 * * sun", "--json").succeeded().json
        let id = try made.text("id")
        #expect(try made.text("sentence") == "at 03:00 on Sundays")
        #expect(try await site.run("schedule", "list").succeeded().output.contains("at 03:00 on Sundays"))
        #expect(try await site.run("schedule", "pause", id).succeeded().output.contains("paused:"))
        let ended = try await site.run("schedule", "run", id, "--json").succeeded().json
        #expect(try ended.text("state") == "succeeded")
        let shown = try await site.run("schedule", "show", id, "--json").succeeded().json
        #expect(try shown["last_job"]?.text("id") == ended.text("id"))
        let log = try await site.run("job", "logs", "-f", ended.text("id")).succeeded().output
        #expect(log.hasSuffix("collect: succeeded\n"))
        #expect(try await site.run("schedule", "resume", id).succeeded().output.contains("next runs:"))
        try await site.run("schedule", "remove", id).succeeded()
        #expect(try await site.run("schedule", "show", id).status != 0)
    }
}
