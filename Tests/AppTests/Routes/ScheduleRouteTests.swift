import HTTPMessages
import JSON
import Jobs
import Requests
import TestSupport
import Testing
import Time

@testable import App

@Suite("Routes of schedules", .temporaryDirectory, .ends)
struct ScheduleRouteTests {
    private static let hourly = #"{"type":"collect","every":"1h","parameters":{"deep":true}}"#
    private static let configured = "schedules: [{ job: collect, every: 12h }]"

    private func put(_ station: Station, _ path: String, _ body: String, _ fields: HTTPFields = [:]) async throws
        -> Answer
    {
        var fields = fields
        fields[.contentType] = "application/json"
        return try await station.send(.PUT, path, fields, body: Array(body.utf8))
    }

    @Test("one is made, shown, listed, changed and deleted")
    func lifecycle() async throws {
        try await Station.with { station in
            let made = try await station.post("/schedules", Self.hourly)
            #expect(made.status == .created, "\(made.text)")
            let path = try #require(made.fields[.location])
            #expect(made.json["links"]?["self"] == .string(path))
            #expect(made.fields[.etag]?.hasPrefix("\"r1-") == true)
            let shown = try await station.get(path)
            #expect(shown.json["sentence"] == "every hour")
            #expect(shown.json["time_zone"] == "UTC")
            #expect(shown.json["parameters"] == ["deep": true])
            #expect(shown.json["cron"] == .null)
            #expect(shown.json["every"] == "1h")
            #expect(shown.json["last_job"] == .null)
            let next = (shown.json["next_runs"]?.arrayValue ?? []).compactMap { $0.stringValue.flatMap { Moment($0) } }
            #expect(next.count == 5)
            #expect(zip(next, next.dropFirst()).allSatisfy { $1 - $0 == .seconds(3600) })
            #expect(try await station.get("/schedules").items == [shown.json])
            let changed = try await put(
                station,
                path,
                #"{"cron":"0 3 * * sun","time_zone":"UTC"}"#,
                [.ifMatch: "\"r1\""]
            )
            #expect(changed.status == .ok, "\(changed.text)")
            #expect(changed.json["sentence"] == "at 03:00 on Sundays")
            #expect(changed.json["parameters"] == ["deep": true])
            #expect(changed.fields[.etag]?.hasPrefix("\"r2-") == true)
            let late = try await put(station, path, #"{"paused":true}"#, [.ifMatch: "\"r1\""])
            #expect(late.status == .preconditionFailed)
            #expect(late.json["detail"]?.stringValue?.contains("is at revision 2 now") == true)
            let paused = try await put(station, path, #"{"paused":true}"#)
            #expect(paused.json["next_runs"] == [])
            #expect(try await station.send(.DELETE, path, [.ifMatch: "\"r1\""]).status == .preconditionFailed)
            #expect(try await station.send(.DELETE, path, [.ifMatch: "\"r3\""]).status == .noContent)
            #expect(try await station.get(path).status == .notFound)
        }
    }

    @Test("its job is started at once, and is what it says it started last")
    func run() async throws {
        try await Station.with { station in
            let path = try #require(try await station.post("/schedules", Self.hourly).fields[.location])
            let job = try await station.run("\(path)/run")
            #expect(job.type == "collect")
            #expect(job.parameters == ["deep": true])
            let shown = try await station.get(path)
            #expect(shown.json["last_job"]?["id"] == .string(job.id))
            #expect(shown.json["last_job"]?["state"] == .string(job.state.rawValue))
        }
    }

    @Test("one of the configuration is paused and run here, and changed there alone")
    func configured() async throws {
        try await Station.with(settings: Self.configured) { station in
            let path = "/schedules/collect-npm"
            #expect(try await station.get(path).json["configured"] == true)
            #expect(try await put(station, path, #"{"paused":true}"#).json["paused"] == true)
            let changed = try await put(station, path, #"{"every":"1h"}"#)
            #expect(changed.status == .conflict)
            #expect(
                changed.json["detail"]?.stringValue?.contains("stands under `schedules` in the configuration") == true
            )
            #expect(try await station.send(.DELETE, path).status == .conflict)
            #expect(try await station.run("\(path)/run").type == "collect")
        }
    }

    @Test(
        "what could never start a job is refused with its place",
        arguments: [
            (#"{"every":"1h"}"#, "#/type", "required"), (#"{"type":"collect"}"#, "#/cron", "it is not said when"),
            (#"{"type":"collect","every":"1h","cron":"@daily"}"#, "#/every", "leave out one"),
            (#"{"type":"collect","every":"1"}"#, "#/every", "is not a time"),
            (#"{"type":"collect","cron":"0 0 30 2 *"}"#, "#/cron", "has such a day"),
            (#"{"type":"collect","every":"1h","time_zone":"Mars"}"#, "#/time_zone", "there is no time zone"),
            (#"{"type":"collect","every":"1h","parameters":{"deep":1}}"#, "#/parameters/deep", "true or false"),
            (#"{"type":"collect","every":"1h","parameters":3}"#, "#/parameters", "an object is needed"),
            (#"{"type":"collect","every":"1h","repository":"x"}"#, "#/repository", "There is no repository"),
            (#"{"type":"collect","every":"1h","zone":"UTC"}"#, "#/zone", "is not known"),
        ]
    )
    func refused(body: String, pointer: String, cause: String) async throws {
        try await Station.with { station in
            let answer = try await station.post("/schedules", body)
            #expect(answer.status == .unprocessableContent, "\(answer.text)")
            let mistake = answer.json["errors"]?.arrayValue?.first
            #expect(mistake?["pointer"] == .string(pointer))
            #expect(mistake?["detail"]?.stringValue?.contains(cause) == true, "\(answer.text)")
        }
    }

    @Test("a type of job that is none, and one of the other side, are refused as a request for such a job is")
    func otherJobs() async throws {
        try await Station.with { station in
            let answer = try await station.post("/schedules", #"{"type":"colect","every":"1h"}"#)
            #expect(answer.status == .unprocessableContent)
            #expect(answer.json["hint"]?.stringValue?.contains("collect, ") == true)
        }
        try await Station.with(settings: "site: { role: offline }") { station in
            let answer = try await station.post("/schedules", #"{"type":"diff-build","every":"1h"}"#)
            #expect(answer.status == .forbidden)
            #expect(try await station.post("/jobs/diff-build").status == .forbidden)
        }
    }

    @Test("every type of job can be named in a configuration, and no other")
    func catalog() async throws {
        try await Station.with { station in
            #expect(Set(station.application.jobKinds.map(\.name)).isSubset(of: JobCatalog.names))
            for kind in station.application.jobKinds {
                #expect(JobCatalog.all[kind.name]?.members.map(\.name) == kind.members.map(\.name))
            }
        }
    }
}
