import API
import Foundation
import HTTPMessages
import JSON
import Jobs
import TestSupport
import Testing

@testable import App

@Suite("The contract", .temporaryDirectory)
struct ContractTests {
    @Test("is served as it is, with the version of the program, and compressed for those who take it so")
    func served() async throws {
        try await Station.with { station in
            let answer = try await station.get("/openapi.json")
            #expect(answer.status == .ok && answer.fields[.contentType] == "application/json")
            #expect(answer.bytes == Contract.document)
            #expect(answer.json["openapi"]?.stringValue?.hasPrefix("3.1.") == true)
            #expect(answer.json["info"]?["version"] == .string(Version.current))
            let gzip = try await station.get("/openapi.json", [.acceptEncoding: "gzip"])
            #expect(gzip.fields[.contentEncoding] == "gzip" && gzip.bytes.count < answer.bytes.count / 4)
            let tag = try #require(answer.fields[.etag])
            #expect(try await station.get("/openapi.json", [.ifNoneMatch: tag]).status == .notModified)
        }
    }

    @Test("knows every type of job that can be started, by every name")
    func jobs() throws {
        let paths = try #require(try JSONValue(parsing: Contract.document)["paths"]?.objectValue).map(\.0)
        let named = paths.filter { $0.wholeMatch(of: /\/jobs\/[a-z-]+/) != nil }
        #expect(Set(named) == Set((JobCatalog.names + [BrokenScan.path]).map { "/jobs/\($0)" }))
    }

    @Test("says what is really answered: no member more, and none less")
    func answers() async throws {
        let check = try AnswerCheck()
        try await withTwoSides { station, values in
            _ = try await station.run("/imports/\(values["imports"] ?? "")/apply")
            for route in APIRoute.all where route.method == .GET {
                let path = route.pattern.replacing("...}", with: "}")
                guard let content = check.operation("GET", path)?["responses"]?["200"]?["content"],
                    content["application/json"] != nil || content["application/health+json"] != nil
                else { continue }
                let segments = path.split(separator: "/").map(String.init)
                var values = values
                if route == .showFinding { values["broken-archives"] = try await finding(station) }
                let filled = segments.map { $0.hasPrefix("{") ? values[segments[0]] ?? "" : $0 }
                let repository = route.parameters.contains("repository") ? "?repository=near" : ""
                let query = segments[0] == "imports" || segments[0] == "keys" ? "" : repository
                let answer = try await station.get("/" + filled.joined(separator: "/") + query)
                #expect(answer.status == .ok, "\(path): \(answer.text)")
                #expect(check.faults(in: answer.json, of: "GET", path, answer.status.code) == [], "\(path)")
            }
        }
    }

    @Test("says what becomes of what is asked for: jobs with their results, and what was only tried")
    func acts() async throws {
        let check = try AnswerCheck()
        try await withTwoSides { station, values in
            let (artifact, imported) = (values["artifacts"] ?? "", values["imports"] ?? "")
            let acts: [(path: String, told: String, body: String, status: Int)] = [
                ("/jobs/collect?wait=60", "/jobs/collect", #"{"repository":"near"}"#, 200),
                ("/jobs/broken-rescan?wait=60", "/jobs/broken-rescan", #"{"repository":"near"}"#, 200),
                ("/jobs/diff-build?wait=60", "/jobs/diff-build", #"{"repository":"near","dry_run":true}"#, 200),
                ("/snapshots?wait=60", "/snapshots", #"{"repository":"near","name":"one"}"#, 200),
                ("/artifacts/\(artifact)/verify?wait=60", "/artifacts/{id}/verify", "{}", 200),
                (
                    "/jobs/artifact-verify?wait=60", "/jobs/artifact-verify",
                    #"{"repository":"near","artifact":"\#(artifact)"}"#, 200
                ),
                ("/imports/\(imported)/apply?wait=60", "/imports/{id}/apply", "{}", 200),
                (
                    "/jobs/import-apply?wait=60", "/jobs/import-apply",
                    #"{"repository":"far","import":"\#(imported)","dry_run":true}"#, 200
                ),
                (
                    "/jobs/import-rollback?wait=60", "/jobs/import-rollback",
                    #"{"repository":"far","import":"\#(imported)","dry_run":true}"#, 200
                ),
                ("/schedules", "/schedules", #"{"type":"collect","repository":"near","every":"1h"}"#, 201),
                (
                    "/schedules", "/schedules",
                    #"{"type":"collect","repository":"near","every":"1h","dry_run":true}"#, 200
                ),
                ("/install-checks?repository=near", "/install-checks", "left-pad@^1\n", 200),
                (
                    "/artifacts/\(artifact)/delivered", "/artifacts/{id}/delivered",
                    #"{"site":"plant-7","by":"Ann","reason":"called","dry_run":true}"#, 200
                ),
            ]
            for act in acts {
                let answer = try await station.send(.POST, act.path, body: Array(act.body.utf8))
                #expect(answer.status.code == act.status, "\(act.path): \(answer.text)")
                #expect(check.faults(in: answer.json, of: "POST", act.told, act.status) == [], "\(act.path)")
            }
            let applied = try await station.get("/imports/\(imported)")
            #expect(applied.json["state"] == "applied")
            #expect(check.faults(in: applied.json, of: "GET", "/imports/{id}", 200) == [])
        }
    }

    @Test("a fault is found: a member too few, one too many, and one of another type")
    func faults() throws {
        let check = try AnswerCheck()
        let whole: JSONValue = ["name": "a", "version": "1", "formats": [], "libraries": [:]]
        #expect(check.faults(in: whole, of: "GET", "/version", 200) == [])
        for wrong in [
            ["name": "a", "version": "1", "formats": []], ["name": 1, "version": "1", "formats": [], "libraries": [:]],
            ["name": "a", "version": "1", "formats": [1], "libraries": [:]],
            ["name": "a", "version": "1", "formats": [], "libraries": [:], "more": 1],
        ] as [JSONValue] {
            #expect(check.faults(in: wrong, of: "GET", "/version", 200).count == 1, "\(wrong)")
        }
    }

    /// The number of one that a scan just made.
    private func finding(_ station: Station) async throws -> String? {
        _ = try await station.run("/jobs/broken-rescan?repository=near", #"{"deep":true}"#)
        return try await station.get("/broken-archives?repository=near").items.first?["id"]?.stringValue
    }

    /// A repository that built an archive, and another that was offered it; with ids by the first part of a path.
    private func withTwoSides(_ body: (Station, [String: String]) async throws -> Void) async throws {
        try await Station.with(["near", "far"]) { station in
            let far = "\(TemporaryDirectory.current)/far"
            for package in ["a", "@s"] { try FileManager.default.removeItem(atPath: "\(far)/\(package)") }
            let job = try await station.run("/jobs/diff-build?repository=near")
            let artifact = try #require(job.result["artifact"]?.stringValue)
            let archive = try await station.get("/artifacts/\(artifact)/download").bytes
            let staged = try await station.send(.POST, "/imports?repository=far", body: archive)
            let imported = try #require(staged.json["id"]?.stringValue, "\(staged.text)")
            let digest = String(repeating: "0", count: 128)
            let inventory = "/inventories?repository=near&site=plant-7&taken=2026-11-21T01:30:00Z"
            _ = try await station.send(.POST, inventory, body: Array("\(digest)  ./a/a-1.0.0.tgz\n".utf8))
            let made = try await station.post("/schedules", #"{"type":"collect","repository":"near","every":"12h"}"#)
            let target = try await station.get("/artifacts/\(artifact)").json["target"]?.stringValue
            try await body(
                station,
                [
                    "packages": "a", "jobs": job.id, "schedules": made.json["id"]?.stringValue ?? "",
                    "snapshots": target ?? "", "artifacts": artifact, "imports": imported, "sites": "plant-7",
                ]
            )
        }
    }
}
