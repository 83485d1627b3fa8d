import Foundation
import HTTPMessages
import JSON
import Persistence
import SQLite
import TestSupport
import Testing

@testable import App

@Suite("What Prometheus collects", .temporaryDirectory)
struct MetricsRouteTests {
    private func samples(_ station: Station) async throws -> [String: Double] {
        let answer = try await station.get("/metrics")
        #expect(answer.status == .ok && answer.fields[.contentType] == "text/plain; version=0.0.4; charset=utf-8")
        let lines = answer.text.split(separator: "\n").filter { !$0.hasPrefix("#") }
        let pairs = lines.compactMap { line -> (String, Double)? in
            let end = line.lastIndex(of: " ") ?? line.endIndex
            return Double(line[line.index(after: end)...]).map { (String(line[..<end]), $0) }
        }
        #expect(pairs.count == lines.count && Set(pairs.map(\.0)).count == pairs.count, "\(answer.text)")
        return Dictionary(pairs) { first, _ in first }
    }

    @Test("jobs are counted by how they ended, and the last success is told")
    func jobs() async throws {
        try await Station.with { station in
            let before = try await samples(station)
            #expect(before["packferry_job_last_success_timestamp_seconds{type=\"collect\",repository=\"npm\"}"] == nil)
            #expect(before["packferry_jobs{state=\"queued\"}"] == 0)
            _ = try await station.run("/jobs/collect")
            _ = try await station.run("/jobs/collect")
            let after = try await samples(station)
            let ended = "{type=\"collect\",repository=\"npm\",outcome=\"succeeded\"}"
            #expect(after["packferry_jobs_finished_total\(ended)"] == 2)
            #expect(after["packferry_job_duration_seconds_count{type=\"collect\"}"] == 2)
            #expect(after["packferry_job_duration_seconds_bucket{type=\"collect\",le=\"+Inf\"}"] == 2)
        }
    }

    @Test("the database is read again after a while only, and what it said last is told meanwhile")
    func facts() async throws {
        try await Station.with { station in
            try SampleStorage.write("{", "package.json", in: "\(TemporaryDirectory.current)/npm/bad")
            let reader = RecordedFactsReader(
                station.application,
                jobs: station.jobs,
                schedules: station.schedules
            )
            let before = try #require(try await reader.read().repositories.first)
            #expect(before.collected == nil && before.files == 0 && before.findings.values.allSatisfy { $0 == 0 })
            try await station.collect()
            _ = try await station.build()
            let facts = try await reader.read()
            let after = try #require(facts.repositories.first)
            #expect(after.collected != nil && after.files == SampleStorage.files + 1)
            #expect(after.findings["bad-packument"] == 1)
            #expect(after.artifacts == 1 && after.undelivered == 1 && after.artifactBytes > 0)
            #expect(facts.successes.isEmpty == false || facts.jobs.isEmpty == false)
            #expect(facts.lateSchedules == 0)
        }
    }

    @Test("requests are counted by the pattern of their route, whatever paths somebody makes up")
    func requests() async throws {
        try await Station.with { station in
            for number in 0..<50 {
                _ = try await station.get("/packages/p\(number)")
                _ = try await station.get("/none/\(number)")
            }
            _ = try await station.get("/npm/a/-/a-1.0.0.tgz")
            _ = try await station.get("/elsewhere/repository/a/-/a-1.0.0.tgz")
            let samples = try await samples(station)
            let count = "packferry_http_requests_total"
            #expect(samples["\(count){method=\"GET\",route=\"/packages/{name...}\",code=\"404\"}"] == 50)
            #expect(samples["\(count){method=\"other\",route=\"none\",code=\"404\"}"] == 50)
            #expect(samples["\(count){method=\"GET\",route=\"/npm/{path...}\",code=\"200\"}"] == 1)
            #expect(samples["\(count){method=\"GET\",route=\"/{path...}\",code=\"200\"}"] == 1)
            #expect(samples.keys.filter { $0.hasPrefix(count) }.count == 4)
        }
    }

    @Test("a schedule whose time has passed is told of, and makes the service warn")
    func late() async throws {
        try await Station.with { station in
            let made = try await station.post("/schedules", #"{"type":"collect","every":"6h"}"#)
            #expect(made.status == .created, "\(made.text)")
            #expect(try await station.get("/health").json["status"] == "pass")
            try await station.application.database.write { connection in
                try connection.execute("UPDATE schedules SET next_run_at = next_run_at - 7 * 3600 * 1000")
            }
            let reader = RecordedFactsReader(
                station.application,
                jobs: station.jobs,
                schedules: station.schedules
            )
            #expect(try await reader.read().lateSchedules == 1)
            var health = try await station.get("/health").json
            while health["status"] == "pass" { health = try await station.get("/health").json }
            let check = health["checks"]?["schedules"]?.arrayValue?.first
            #expect(check?["status"] == "warn" && check?["observedValue"] == 1)
            #expect(check?["output"]?.stringValue?.contains("collect on npm") == true, "\(health)")
        }
    }
}
