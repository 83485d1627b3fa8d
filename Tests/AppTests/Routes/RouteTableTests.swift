import API
import Foundation
import HTTPMessages
import JSON
import Jobs
import TestSupport
import Testing
import Transfer
import Trees

@Suite("Every route", .temporaryDirectory)
struct RouteTableTests {
    @Test("is served: none is answered as if nothing were there")
    func isServed() async throws {
        try await Station.with { station in
            for route in APIRoute.all {
                let path = route.pattern.split(separator: "/").map { $0.hasPrefix("{") ? "x" : String($0) }
                let answer = try await station.send(route.method, "/" + path.joined(separator: "/"))
                #expect(answer.status != .methodNotAllowed, "\(route)")
                #expect(answer.json["detail"]?.stringValue?.hasPrefix("there is nothing") != true, "\(route)")
                #expect(answer.status.code < 500, "\(route)")
            }
        }
    }

    @Test("stands in the reference with its method, path and meaning, and none stands there that is not served")
    func isDocumented() throws {
        let pages = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../../docs")
        let text = try String(contentsOf: pages.appending(path: "reference.md"), encoding: .utf8)
        let documented = text.split(separator: "\n").filter {
            $0.hasPrefix("| `GET ") || $0.hasPrefix("| `POST ") || $0.hasPrefix("| `PUT ")
                || $0.hasPrefix("| `DELETE ")
        }
        let rows = APIRoute.all.map { "| `\($0.method.name) \($0.pattern)` | \($0.summary) |" }
        #expect(
            Set(documented.map(String.init).filter { !$0.contains("/npm/") && !$0.contains("/registries/") })
                == Set(rows)
        )
    }

    @Test("tells of itself, with the parameters that it really takes")
    func parameters() async throws {
        try await Station.with { station in
            let artifact = try await station.build()
            let snapshot = try await station.get("/artifacts/\(artifact)").json["target"]?.stringValue ?? ""
            let job = try await station.run("/jobs/collect").id
            let values = ["artifacts": artifact, "snapshots": snapshot, "jobs": job, "packages": "a", "sites": "a"]
            let told = try await station.get("/routes").items
            #expect(told.map { $0["name"]?.stringValue } == APIRoute.all.map(\.rawValue))
            for route in told where route["method"] == "GET" {
                let known = route["parameters"]?.arrayValue?.compactMap(\.stringValue) ?? []
                let segments = route["path"]?.stringValue?.split(separator: "/").map(String.init) ?? []
                guard !known.isEmpty, segments.first != "imports" || segments.count == 1 else { continue }
                let path = segments.map { $0.hasPrefix("{") ? values[segments[0]] ?? "" : $0 }
                let answer = try await station.get("/\(path.joined(separator: "/"))?never=1")
                let detail = answer.json["errors"]?.arrayValue?.first?["detail"]?.stringValue
                #expect(detail == "this parameter is not known; known are \(known.joined(separator: ", "))", "\(path)")
            }
        }
    }

    @Test("that is a list stands in the page of lists, with what it can be sorted and narrowed by")
    func lists() throws {
        let held = HeldPackageOrder.allCases.map(\.rawValue)
        let orders: [APIRoute: [String]] = [
            .listPackages: CatalogOrder.allCases.map(\.rawValue), .listFindings: FindingOrder.allCases.map(\.rawValue),
            .listSchedules: ScheduleOrder.allCases.map(\.rawValue),
            .listSnapshots: SnapshotOrder.allCases.map(\.rawValue),
            .listSnapshotPackages: held, .listArtifactPackages: held,
            .compareSnapshots: FileOrder.allCases.map(\.rawValue),
            .listArtifactFiles: FileOrder.allCases.map(\.rawValue),
            .listArtifacts: ArtifactOrder.allCases.map(\.rawValue), .listImports: ImportOrder.allCases.map(\.rawValue),
            .listSites: SiteOrder.allCases.map(\.rawValue),
        ]
        let rows = try DocumentedTable("docs/formats/lists.md", under: "## Which").rows
        let lists = APIRoute.all.filter { $0.parameters.contains("cursor") }
        #expect(Set(rows.map { $0[0][0] }) == Set(lists.map { "GET \($0.pattern)" }))
        for row in rows {
            let route = try #require(lists.first { "GET \($0.pattern)" == row[0][0] })
            let common = ["q", "repository", "sort", "reverse", "limit", "cursor", "format"]
            #expect(row[2] == orders[route] ?? [], "\(route)")
            #expect(Set(row[3]) == Set(route.parameters).subtracting(common), "\(route)")
        }
    }

    @Test("what is not in the table is a problem", arguments: ["/nothing", "/jobs/1/x", "/artifacts/a/parts/1"])
    func unknown(path: String) async throws {
        try await Station.with { station in
            let answer = try await station.get(path)
            #expect(answer.status == .notFound)
            #expect(answer.code == "not-found")
            #expect(answer.fields[.contentType] == "application/problem+json")
        }
    }

    @Test("other methods are 405 with what is allowed")
    func methods() async throws {
        try await Station.with { station in
            let answer = try await station.send(.PUT, "/jobs")
            #expect(answer.status == .methodNotAllowed)
            #expect(answer.fields[.allow] == "GET, HEAD, OPTIONS")
            #expect(answer.code == "method-not-allowed")
        }
    }

    @Test("the id of a request is echoed when it is plain, and made anew when not")
    func requestID() async throws {
        try await Station.with { station in
            let given = try await station.get("/nothing", [.requestID: "build-7.x_Y"])
            #expect(given.fields[.requestID] == "build-7.x_Y")
            #expect(given.json["request_id"]?.stringValue == "build-7.x_Y")
            for bad in ["", "a b", "a\"b", "ü", String(repeating: "a", count: 129)] {
                let made = try await station.get("/livez", [.requestID: bad])
                #expect(made.fields[.requestID] != bad)
                #expect(made.fields[.requestID]?.isEmpty == false)
            }
        }
    }

    @Test("foreign sites and names get nowhere, and every answer says how little it may be trusted with")
    func guarded() async throws {
        try await Station.with { station in
            #expect(try await station.get("/livez", [.host: "evil.example"]).code == "misdirected")
            #expect(try await station.get("/livez", [.host: "packferry.example:80"]).status == .ok)
            let forged = try await station.send(.POST, "/jobs/collect", [.secFetchSite: "cross-site"])
            #expect(forged.status == .forbidden)
            #expect(forged.fields[.contentSecurityPolicy]?.contains("default-src 'none'") == true)
        }
    }
}
