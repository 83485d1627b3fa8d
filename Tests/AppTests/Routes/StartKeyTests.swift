import API
import Foundation
import HTTPMessages
import JSON
import Jobs
import TestSupport
import Testing

@testable import App

@Suite("Starting a job under a key", .temporaryDirectory, .ends)
struct StartKeyTests {
    private func start(
        _ station: Station,
        _ path: String = "/jobs/collect",
        _ body: String = "{}",
        key: String
    ) async throws -> Answer {
        let fields: HTTPFields = [.contentType: "application/json", .idempotencyKey: key]
        return try await station.send(.POST, path, fields, body: Array(body.utf8))
    }

    private func count(_ station: Station) async throws -> Int { try await station.get("/jobs").items.count }

    @Test("the same request under the same key is answered with the job that it started, also when that has ended")
    func again() async throws {
        try await Station.with { station in
            let first = try await start(station, key: "\"run-7\"")
            let id = try #require(first.json["id"]?.stringValue)
            #expect(first.status == .accepted)
            _ = try await station.jobs.wait(id, timeout: .far)
            for key in ["\"run-7\"", "run-7"] {
                let again = try await start(station, key: key)
                #expect(again.status == .accepted && again.json["id"]?.stringValue == id)
                #expect(again.fields[.location] == "/jobs/\(id)" && again.json["state"] == "succeeded")
            }
            #expect(try await count(station) == 1)
            #expect(try await start(station, key: "run-8").json["id"]?.stringValue != id)
            #expect(try await count(station) == 2)
        }
    }

    @Test("how long its sender waits makes a request no other")
    func waiting() async throws {
        try await Station.with { station in
            let first = try await start(station, key: "k")
            let again = try await start(station, "/jobs/collect?wait=60", key: "k")
            #expect(again.status == .ok && again.json["id"] == first.json["id"])
            #expect(again.json["state"] == "succeeded")
        }
    }

    @Test(
        "another request under the same key is refused, and starts nothing",
        arguments: [
            ("/jobs/collect", #"{"deep":true}"#), ("/jobs/collect?repository=npm", "{}"), ("/jobs/broken-scan", "{}"),
            ("/snapshots", "{}"),
        ]
    )
    func another(path: String, body: String) async throws {
        try await Station.with { station in
            let first = try await start(station, key: "k")
            let other = try await start(station, path, body, key: "k")
            #expect(other.status == .unprocessableContent && other.code == "key-reused", "\(other.text)")
            #expect(other.json["existing_job"] == first.json["id"])
            #expect(try await count(station) == 1)
        }
    }

    @Test("what was refused leaves the key free")
    func refused() async throws {
        try await Station.with { (station) async throws in
            #expect(try await start(station, "/jobs/collect", #"{"deap":true}"#, key: "k").status.code == 422)
            #expect(try await start(station, "/jobs/collect", "{}", key: "k").status == .accepted)
        }
    }

    @Test("each route that starts a job knows keys")
    func routes() async throws {
        try await Station.with { station in
            let artifact = try await station.build()
            let made = try await station.post("/schedules", #"{"type":"collect","every":"1h"}"#)
            let schedule = try #require(made.fields[.location])
            let paths = ["/artifacts/\(artifact)/verify", "\(schedule)/run", "/snapshots"]
            for (index, path) in paths.enumerated() {
                let first = try await start(station, "\(path)?wait=60", key: "key-\(index)")
                #expect(first.status == .ok, "\(path): \(first.text)")
                let again = try await start(station, path, key: "key-\(index)")
                #expect(again.status == .accepted && again.json["id"] == first.json["id"], "\(path)")
            }
            let runs = try await station.get("/jobs?type=collect").items.count
            #expect(runs == 1)
        }
    }

    @Test("a key is one text, in quotes or without", arguments: ["", "\"", "\"a", "a\"b", "\"a\"b\"", "ä"])
    func malformed(key: String) async throws {
        try await Station.with { station in
            let answer = try await start(station, key: key)
            #expect(answer.status == .badRequest && answer.code == "bad-request", "\(answer.text)")
            #expect(try await count(station) == 0)
        }
    }

    @Test("a key is kept over a restart, for as long as its job")
    func restart() async throws {
        var id: String?
        try await Station.with { station in
            id = try await start(station, key: "k").json["id"]?.stringValue
            _ = try await station.jobs.wait(try #require(id), timeout: .far)
        }
        try await Station.with { (station) async throws in
            #expect(try await start(station, key: "k").json["id"]?.stringValue == id)
            #expect(try await start(station, "/jobs/collect", #"{"deep":true}"#, key: "k").code == "key-reused")
        }
    }
}
