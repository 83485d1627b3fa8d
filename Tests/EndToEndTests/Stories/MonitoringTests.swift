import Foundation
import JSON
import TestSupport
import Testing

@Suite("What monitors see", .paced, .needsProgram, .temporaryDirectory, .ends)
struct MonitoringTests {
    /// A server over a small storage that has done something of every kind.
    private func busy() async throws -> Server {
        let site = try Site("near", in: TemporaryDirectory.current)
        var storage = SampleStorage(in: site.storage)
        try await storage.add([SampleVersion("left", "1.0.0"), SampleVersion("@acme/right", "1.0.0")])
        let server = try await site.serve()
        _ = try await server.job("/jobs/diff-build")
        _ = try await server.ask("/registries/npm/left").expect(200)
        for path in ["/nowhere/\(UUID().uuidString)", "/\(UUID().uuidString)"] { _ = try await server.ask(path) }
        return server
    }

    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("docs/monitoring").path

    /// The names of the families, and those of the samples that a histogram has.
    private func names(in page: String) -> Set<String> {
        var names: Set<String> = []
        for line in page.split(separator: "\n") where line.hasPrefix("# TYPE ") {
            let words = line.split(separator: " ")
            names.insert(String(words[2]))
            if words[3] == "histogram" { names.formUnion(["_bucket", "_sum", "_count"].map { "\(words[2])\($0)" }) }
        }
        return names
    }

    private func value(_ sample: String, in page: String) -> Double? {
        page.split(separator: "\n").first { $0.hasPrefix("\(sample) ") }
            .flatMap { Double($0.split(separator: " ").last ?? "") }
    }

    @Test("The page is what was done, and no path that somebody made up is a series")
    func page() async throws {
        let server = try await busy()
        let page = try await server.ask("/metrics").expect(200).body
        let build = "{type=\"diff-build\",repository=\"npm\",outcome=\"succeeded\"}"
        #expect(value("packferry_jobs_finished_total\(build)", in: page) == 1)
        #expect(value("packferry_job_duration_seconds_count{type=\"diff-build\"}", in: page) == 1)
        let success = value(
            "packferry_job_last_success_timestamp_seconds{type=\"diff-build\",repository=\"npm\"}",
            in: page
        )
        #expect(abs((success ?? 0) - Date().timeIntervalSince1970) < 3600)
        #expect(value("packferry_repository_packages{repository=\"npm\"}", in: page) == 2)
        #expect(value("packferry_artifacts_undelivered{repository=\"npm\"}", in: page) == 1)
        #expect(value("packferry_storage_up{repository=\"npm\"}", in: page) == 1)
        #expect(value("packferry_database_up", in: page) == 1)
        #expect(value("packferry_http_requests_total{method=\"other\",route=\"none\",code=\"404\"}", in: page) == 2)
        let registry = "{method=\"GET\",route=\"/registries/{path...}\",code=\"200\"}"
        #expect(value("packferry_http_requests_total\(registry)", in: page) == 1)
        for name in [
            "process_resident_memory_bytes", "process_open_fds", "process_max_fds", "process_start_time_seconds",
            "process_cpu_seconds_total",
        ] { #expect(value(name, in: page) ?? 0 > 0, "\(name)") }
        let free = value("packferry_filesystem_free_bytes{place=\"storage\",repository=\"npm\"}", in: page) ?? 0
        #expect(free > 0)
        let head = try await server.ask("/metrics", options: ["-o", "/dev/null", "-D", "-"]).body
        #expect(head.contains("text/plain; version=0.0.4"))
        try await server.stop().succeeded()
    }

    @Test(
        "promtool finds nothing to say of the page, nor of the rules, which speak when they should",
        .needs("promtool")
    )
    func promtool() async throws {
        let server = try await busy()
        let page = try await server.ask("/metrics").expect(200).body
        let file = "\(TemporaryDirectory.current)/metrics.txt"
        try Data(page.utf8).write(to: URL(fileURLWithPath: file))
        let (sh, promtool) = (try Executable.needed("sh"), try Executable.needed("promtool"))
        let said = try await sh.run(["-c", "promtool check metrics < \(file)"], in: "/tmp").succeeded()
        #expect(said.output + said.complaints == "")
        try await promtool.run(["check", "rules", "\(Self.folder)/alerts.yml"], in: "/tmp").succeeded()
        try await promtool.run(["test", "rules", "\(Self.folder)/alerts-test.yml"], in: "/tmp").succeeded()
        try await server.stop().succeeded()
    }

    @Test("The rules, the dashboard and the pages name only what there is, and the pages name all of it")
    func named() async throws {
        let server = try await busy()
        let real = names(in: try await server.ask("/metrics").expect(200).body).union(["up"])
        let pattern = try Regex("(packferry|process)_[a-z_]+")
        func mentioned(_ text: String) -> Set<String> { Set(text.matches(of: pattern).map { String(text[$0.range]) }) }
        for name in ["alerts.yml", "alerts-test.yml", "dashboard.json"] {
            let text = try String(contentsOfFile: "\(Self.folder)/\(name)", encoding: .utf8)
            let found = mentioned(text)
            #expect(found.count > 2 && found.subtracting(real) == [], "\(name)")
            if name.hasSuffix(".json") {
                let panels = try JSONValue(parsing: Array(text.utf8))["panels"]?.arrayValue ?? []
                let targets = panels.flatMap { $0["targets"]?.arrayValue ?? [] }
                #expect(panels.count > 20 && targets.allSatisfy { $0["expr"]?.stringValue?.isEmpty == false })
                #expect(Set(panels.compactMap { $0["id"]?.integerValue }).count == panels.count)
            }
        }
        let page = try String(contentsOfFile: "\(Self.folder)/README.md", encoding: .utf8)
        let shortened = ["_versions", "_files", "_bytes"].map { "packferry_repository\($0)" }
        let families = real.filter { !$0.hasSuffix("_bucket") && !$0.hasSuffix("_sum") && !$0.hasSuffix("_count") }
        let told = mentioned(page).union(shortened).union(families.filter { $0.hasPrefix("process_") }).union(["up"])
        #expect(families.subtracting(told) == [])
        try await server.stop().succeeded()
    }

    @Test("A line of the log is an object, and says to which request or job it belongs")
    func log() async throws {
        let site = try Site("near", in: TemporaryDirectory.current)
        var storage = SampleStorage(in: site.storage)
        try await storage.add([SampleVersion("left", "1.0.0")])
        let server = try await site.serve()
        let started = try await server.ask("/jobs/collect", "POST", options: ["-H", "X-Request-Id: from-ci-7"])
        let id = try started.expect(202).json.text("id")
        _ = try await server.ended("/jobs/\(id)")
        let head = try await server.ask("/livez", options: ["-o", "/dev/null", "-D", "-"]).body
        #expect(head.lowercased().contains("x-request-id: "))
        let lines = try await server.stop().complaints.split(separator: "\n").map {
            try JSONValue(parsing: Array($0.utf8))
        }
        #expect(lines.allSatisfy { $0["time"] != nil && $0["level"] != nil && $0["message"] != nil })
        let answered = lines.filter { $0["request_id"] == "from-ci-7" }
        #expect(answered.contains { $0["message"] == "answered" && $0["job"] == .string(id) && $0["status"] == "202" })
        let ofJob = lines.filter { $0["job"] == .string(id) && $0["request_id"] == nil }.compactMap { $0["message"] }
        #expect(ofJob.contains("a job ended"), "\(lines)")
    }
}
