import Foundation
import Glibc
import JSON
import Posix
import TestSupport
import Testing

@Suite("A service and its manager", .paced, .needsProgram, .temporaryDirectory, .ends)
struct ServiceManagerTests {
    private let folder = TemporaryDirectory.current

    private func serve(_ site: Site, _ socket: NotifySocket, watchdog: Int? = nil) throws -> RunningProgram {
        var environment = ["NOTIFY_SOCKET": socket.name]
        environment["WATCHDOG_USEC"] = watchdog.map(String.init)
        return try site.packferry.start(
            ["serve", "--config", site.configuration],
            in: site.folder,
            environment: environment
        )
    }

    @Test("It says when it can be used, that it is well as long as it is, and that it ends; then it ends with 0")
    func life() async throws {
        let site = try Site("near", in: folder)
        let socket = try NotifySocket("@packferry-\(UUID().uuidString)")
        let program = try serve(site, socket, watchdog: 300_000)
        let start = try await socket.messages(until: "READY=1")
        #expect(start.first == ["STATUS=starting"])
        #expect(start.last?.contains { $0.hasPrefix("STATUS=http://127.0.0.1:") } == true, "\(start)")
        for _ in 0..<3 { _ = try await socket.messages(until: "WATCHDOG=1") }
        // Who is stopped answers nobody, and says nothing.
        kill(program.process, SIGSTOP)
        while socket.take() != nil {}
        try await Task.sleep(for: .milliseconds(400))
        #expect(socket.take() == nil)
        kill(program.process, SIGCONT)
        _ = try await socket.messages(until: "WATCHDOG=1")
        program.send(SIGTERM)
        _ = try await socket.messages(until: "STOPPING=1")
        #expect(try await program.outcome().ending == .status(0))
    }

    @Test("SIGHUP has it read its configuration again: what can counts at once, the rest is named")
    func reload() async throws {
        let site = try Site("near", in: folder)
        let socket = try NotifySocket("\(folder)/notify")
        let program = try serve(site, socket)
        _ = try await socket.messages(until: "READY=1")
        let before = try String(contentsOfFile: site.configuration, encoding: .utf8)
        let good = """
            \(before)
            hosts: [packages.plant]
            log: { level: debug }
            retention: { artifacts: 3, reserve: 1MB }
            limits: { download: 5MB }
            schedules:
              - { job: prune, repository: npm, every: 7d }
            """
        try site.configure(good)
        program.send(SIGHUP)
        let told = try await socket.messages(until: "READY=1")
        let reloading = try #require(told.first { $0.contains("RELOADING=1") })
        #expect(reloading.contains { $0.hasPrefix("MONOTONIC_USEC=") })
        let log = program.printed.complaints
        let changed = "limits.download, log.level, retention.artifacts, retention.reserve, schedules"
        #expect(log.contains("\"changed\":\"\(changed)\""), "\(log)")
        #expect(log.contains("\"keys\":\"hosts\""), "\(log)")
        let shown = try await site.run("schedule", "list", "--json").succeeded().json
        #expect(shown["items"]?.arrayValue?.compactMap { $0["type"]?.stringValue } == ["prune"])

        try site.configure("\(before)retention: { artifacts: 0 }\nschedules: []\n")
        program.send(SIGHUP)
        _ = try await socket.messages(until: "READY=1")
        let complaint = program.printed.complaints
        #expect(complaint.contains("the former one stays in force"), "\(complaint)")
        #expect(complaint.contains("retention.artifacts: 0 is not a whole number"), "\(complaint)")
        try site.configure(good)
        let kept = try await site.run("schedule", "list", "--json").succeeded().json
        #expect(kept["items"]?.arrayValue?.count == 1)
        #expect(try await program.stop().ending == .status(0))
    }

    @Test("Without a manager nothing is told, and SIGHUP is no end")
    func alone() async throws {
        let server = try await Site("near", in: folder).serve()
        server.program.send(SIGHUP)
        #expect(try await server.ask("/livez").status == 200)
        while !server.program.printed.complaints.contains("read the configuration again") {
            try await Task.sleep(for: .milliseconds(5))
        }
        #expect(try await server.stop().ending == .status(0))
    }

    @Test("SIGTERM lets a running download and a running job come to an end")
    func drains() async throws {
        let site = try Site("near", in: folder)
        var storage = SampleStorage(in: site.storage)
        try await storage.addNoise(SampleVersion("noise", "1.0.0"), mebibytes: 24)
        let server = try await site.serve()
        let built = try await server.job("/jobs/diff-build")
        let artifact = try #require(built["result"]?["artifact"]?.stringValue)
        let download = try site.curl.start(
            ["-sS", "--limit-rate", "12M", "-o", "copy", "\(server.url)/artifacts/\(artifact)/download"],
            in: site.folder
        )
        let copy = "\(site.folder)/copy"
        while ((try? FileManager.default.attributesOfItem(atPath: copy)[.size]) as? Int ?? 0) == 0 {
            try await Task.sleep(for: .milliseconds(5))
        }
        let scan = try await server.post("/jobs/broken-rescan").expect(202).json.text("id")
        server.program.send(SIGTERM)
        #expect(try await download.outcome().ending == .status(0))
        #expect(try await server.program.outcome().ending == .status(0))
        try await site.run("artifact", "verify", "copy").succeeded()
        let ended = try await site.run("job", "show", scan, "--json").succeeded().json
        #expect(["interrupted", "succeeded", "queued"].contains(try ended.text("state")), "\(ended)")
    }
}
