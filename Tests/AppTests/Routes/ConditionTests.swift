import API
import HTTPMessages
import JSON
import Jobs
import TestSupport
import Testing

@testable import App

@Suite("Conditions", .temporaryDirectory, .ends)
struct ConditionTests {
    @Test("who has a document or a list already is told so, until it is another")
    func known() async throws {
        try await Station.with { station in
            let artifact = try await station.build()
            let job = try await station.run("/jobs/collect")
            let paths = [
                "/artifacts", "/artifacts/\(artifact)", "/artifacts/\(artifact)/files",
                "/artifacts/\(artifact)/manifest",
                "/artifacts/\(artifact)/SHA512SUMS", "/jobs/\(job.id)", "/packages", "/packages/a", "/snapshots",
                "/imports", "/keys", "/schedules", "/configuration", "/routes", "/openapi.json",
            ]
            for path in paths {
                let first = try await station.get(path)
                let tag = try #require(first.fields[.etag], "\(path)")
                let again = try await station.get(path, [.ifNoneMatch: tag])
                #expect(again.status == .notModified && again.bytes.isEmpty, "\(path)")
                #expect(again.fields[.etag] == tag && again.fields[.contentType] == nil, "\(path)")
                #expect(again.fields[.vary] == first.fields[.vary], "\(path)")
                #expect(again.fields[.cacheControl] == first.fields[.cacheControl], "\(path)")
                #expect(again.fields[.cacheControl]?.contains("no-cache") == true, "\(path)")
                let head = try await station.send(.HEAD, path, [.ifNoneMatch: "\"other\", \(tag)"])
                #expect(head.status == .notModified, "\(path)")
                #expect(try await station.get(path, [.ifNoneMatch: "\"other\""]).bytes == first.bytes, "\(path)")
            }
            let list = try #require(try await station.get("/jobs").fields[.etag])
            _ = try await station.run("/jobs/collect")
            #expect(try await station.get("/jobs", [.ifNoneMatch: list]).status == .ok)
        }
    }

    @Test("a list as a table, what is refused, and what says how things are now, have no tag")
    func without() async throws {
        try await Station.with { station in
            for path in ["/packages?format=csv", "/jobs/never", "/health", "/livez", "/readyz", "/version", "/metrics"]
            {
                let answer = try await station.get(path, [.ifNoneMatch: "*"])
                #expect(answer.status != .notModified && answer.fields[.etag] == nil, "\(path)")
            }
        }
    }

    @Test("a schedule that ran is shown anew, and can still be changed as it was seen")
    func schedule() async throws {
        try await Station.with { station in
            let made = try await station.post("/schedules", #"{"type":"collect","every":"1h"}"#)
            let path = try #require(made.fields[.location])
            let tag = try #require(made.fields[.etag])
            #expect(try await station.get(path, [.ifNoneMatch: tag]).status == .notModified)
            _ = try await station.run("\(path)/run")
            let ran = try await station.get(path, [.ifNoneMatch: tag])
            #expect(ran.status == .ok && ran.json["last_job"] != .null && ran.fields[.etag] != tag)
            let body = Array(#"{"paused":true}"#.utf8)
            let changed = try await station.send(.PUT, path, [.ifMatch: tag], body: body)
            #expect(changed.status == .ok && changed.json["revision"] == 2)
            #expect(try await station.send(.PUT, path, [.ifMatch: tag], body: body).status == .preconditionFailed)
            for tag in ["W/\"r2\"", "\"r\"", "\"\"", "\"r22\"", "r2", "\"2\""] {
                let answer = try await station.send(.PUT, path, [.ifMatch: tag], body: body)
                #expect(answer.status == .preconditionFailed, "\(tag)")
            }
            for tag in ["*", "\"r9\", \"r2\"", try #require(changed.fields[.etag])] {
                #expect(try await station.send(.PUT, path, [.ifMatch: tag], body: body).status == .ok, "\(tag)")
            }
        }
    }
}
