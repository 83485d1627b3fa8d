import HTTPMessages
import JSON
import Jobs
import TestSupport
import Testing

@testable import App

@Suite("Several repositories", .temporaryDirectory)
struct SeveralRepositoriesTests {
    @Test(
        "where one must be named, the choices are",
        arguments: [
            (HTTPMethod.GET, "/packages"), (.GET, "/packages/a"), (.GET, "/broken-archives"), (.POST, "/jobs/collect"),
            (.POST, "/jobs/diff-build"), (.POST, "/snapshots"), (.POST, "/imports"), (.GET, "/packages?repository=x"),
        ]
    )
    func needed(method: HTTPMethod, path: String) async throws {
        try await Station.with(["near", "other"]) { station in
            let answer = try await station.send(method, path)
            #expect(answer.status == .unprocessableContent, "\(answer.text)")
            #expect(answer.json["detail"]?.stringValue?.contains("near, other") == true)
        }
    }

    @Test("it may stand in the query or in the body, but not differ")
    func named() async throws {
        try await Station.with(["near", "other"]) { station in
            #expect(try await station.run("/jobs/collect?repository=near").repository == "near")
            #expect(try await station.run("/jobs/collect", #"{"repository":"other"}"#).repository == "other")
            let both = try await station.post("/jobs/collect?repository=near", #"{"repository":"other"}"#)
            #expect(both.code == "invalid-request")
        }
    }

    @Test("lists show all of them unless one is named")
    func lists() async throws {
        try await Station.with(["near", "other"]) { station in
            for name in ["near", "other"] { _ = try await station.run("/jobs/diff-build?repository=\(name)") }
            for list in ["jobs", "artifacts", "snapshots"] {
                #expect(try await station.get("/\(list)").items.count == 2)
                let one = try await station.get("/\(list)?repository=other")
                #expect(one.items.map { $0["repository"]?.stringValue } == ["other"])
            }
            let totals = try await station.get("/storage").json["repositories"]?.arrayValue
            #expect(totals?.map { $0["name"]?.stringValue } == ["near", "other"])
            #expect(try await station.get("/artifacts?repository=x").status == .unprocessableContent)
        }
    }

    @Test("each registry has its own address, and the short one names them")
    func registries() async throws {
        try await Station.with(["near", "other"]) { station in
            let answer = try await station.get("/registries/other/a", [.host: "localhost:1"])
            let dist = answer.json["versions"]?["1.0.0"]?["dist"]
            #expect(dist?["tarball"] == "http://localhost:1/registries/other/a/-/a-1.0.0.tgz")
            let short = try await station.get("/npm/a")
            #expect(short.status == .notFound)
            #expect(short.json["error"]?.stringValue?.contains("/registries/near/, /registries/other/") == true)
        }
    }
}
