import API
import Foundation
import HTTPMessages
import JSON
import Jobs
import Posix
import Synchronization
import TestSupport
import Testing
import Transfer

@testable import App

@Suite("Jobs", .temporaryDirectory)
struct JobRouteTests {
    @Test("a collect is started, waited for, and found again")
    func collect() async throws {
        try await Station.with { station in
            let job = try await station.run("/jobs/collect", #"{"deep":true}"#)
            #expect(job.state == .succeeded)
            let shown = try await station.get("/jobs/\(job.id)?wait=30")
            #expect(shown.json["state"] == "succeeded")
            #expect(shown.json["parameters"] == ["deep": true])
            #expect(shown.json["result"]?["packages"] == 2)
            #expect(shown.json["progress"]?["percent"] == 100)
            #expect(shown.json["links"]?["log"]?.stringValue == "/jobs/\(job.id)/log")
            #expect(shown.json["error"]?.isNull == true)
            let listed = try await station.get("/jobs?type=collect&state=succeeded,failed")
            #expect(listed.items.map { $0["id"]?.stringValue } == [job.id])
            #expect(try await station.get("/jobs?state=failed").items.isEmpty)
        }
    }

    @Test("a list of jobs has the newest first, and leads from page to page")
    func pages() async throws {
        try await Station.with { station in
            var started: [String] = []
            for _ in 1...3 { started.append(try await station.run("/jobs/collect").id) }
            var seen: [String] = []
            var next: String? = "/jobs?limit=1"
            while let path = next {
                let page = try await station.get(path)
                seen += page.items.compactMap { $0["id"]?.stringValue }
                next = page.fields[.link].map { String($0.dropFirst().prefix { $0 != ">" }) }
            }
            #expect(seen == started.reversed())
            #expect(try await station.get("/jobs?since=2999-01-01T00:00:00Z").items.isEmpty)
        }
    }

    @Test(
        "a filter that can match nothing is a mistake in the query",
        arguments: [("repository", "other"), ("type", "collekt"), ("state", "runing"), ("cursor", "zzz")]
    )
    func filters(parameter: String, value: String) async throws {
        try await Station.with { station in
            let answer = try await station.get("/jobs?\(parameter)=\(value)")
            #expect(answer.status == .unprocessableContent)
            let mistake = answer.json["errors"]?.arrayValue?.first
            #expect(mistake?["parameter"]?.stringValue == parameter)
            #expect(mistake?["pointer"] == nil)
        }
    }

    @Test(
        "a body that is no JSON, or says something twice, is refused with the place",
        arguments: [
            (#"{"deep":"#, "line 1, column 9"), ("{\n\"deep\": tru }", "line 2, column "),
            (#"{"deep":true,"deep":false}"#, "a member name appears twice"), (#"{} x"#, "line 1, column 4"),
        ]
    )
    func malformed(body: String, place: String) async throws {
        try await Station.with { station in
            let answer = try await station.post("/jobs/collect", body)
            #expect(answer.status == .badRequest)
            #expect(answer.code == "malformed-json")
            #expect(answer.json["detail"]?.stringValue?.contains(place) == true, "\(answer.text)")
            #expect(answer.json["errors"]?.arrayValue?.first?["detail"]?.stringValue?.contains(place) == true)
            #expect(try await station.get("/jobs").items.isEmpty)
        }
    }

    @Test("what takes no members takes an empty object, and refuses any", arguments: ["cancel", "retry"])
    func bareObject(verb: String) async throws {
        try await Station.with { station in
            let job = try await station.run("/jobs/collect", "{}")
            #expect(try await station.post("/jobs/\(job.id)/\(verb)", "{}").code == "wrong-state")
            let refused = try await station.post("/jobs/\(job.id)/\(verb)", #"{"force":true}"#)
            #expect(refused.json["errors"]?.arrayValue?.first?["pointer"] == "#/force")
        }
    }

    @Test("the page on jobs has a row for every type")
    func page() async throws {
        let root = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
        let text = try String(contentsOfFile: "/\(root)/docs/formats/jobs.md", encoding: .utf8)
        try await Station.with { station in
            for kind in station.application.jobKinds { #expect(text.contains("| `\(kind.name)` |"), "\(kind.name)") }
        }
    }

    @Test("a step that a job did without is not said to be done")
    func skippedSteps() async throws {
        try await Station.with { station in
            _ = try await station.build()
            let again = try await station.run("/jobs/diff-build")
            let steps = try await station.get("/jobs/\(again.id)").json["progress"]?["steps"]?.arrayValue ?? []
            let states = Dictionary(steps.map { ($0["name"]?.stringValue, $0["state"]?.stringValue) }) { $1 }
            #expect(states["walk"] == "done")
            #expect(states["pack"] == "skipped")
            #expect(states["read back"] == "skipped")
        }
    }

    @Test("nothing is known of a job that never was", arguments: ["", "/log", "/events"])
    func unknown(path: String) async throws {
        try await Station.with { station in
            let answer = try await station.get("/jobs/1m7yv4916z2e\(path)")
            #expect(answer.code == "not-found")
        }
    }

    @Test("a job needs no body and no content type")
    func bare() async throws {
        try await Station.with { station in
            let job = try await station.run("/jobs/collect")
            #expect(job.state == .succeeded)
        }
    }

    @Test("a second job of one kind on one repository names the first")
    func conflict() async throws {
        let (gate, opener) = AsyncStream.makeStream(of: Never.self)
        let kind = JobKind(Collect.self, claims: { _ in [] }) { _, _ in
            for await _ in gate {}
            return Collect.Outcome(packages: 0, files: 0, packagesRead: 0, findings: 0, leftBehind: [])
        }
        try await Station.with(kinds: [kind]) { station in
            let first = try await station.post("/jobs/collect").json["id"]?.stringValue
            let second = try await station.post("/jobs/collect")
            #expect(second.status == .conflict)
            #expect(second.code == "job-exists")
            #expect(second.json["existing_job"]?.stringValue == first)
            opener.finish()
        }
    }

    @Test(
        "a body with mistakes is refused with each of them",
        arguments: [
            (#"{"deap":true}"#, 422, "invalid-request", "deep"), (#"{"deep":1}"#, 422, "invalid-request", nil),
            (#"[]"#, 422, "invalid-request", nil),
            (#"{"repository":"x"}"#, 422, "invalid-request", nil),
            (#"{"repository":""}"#, 422, "invalid-request", nil),
            (#"{"repository":["npm"]}"#, 422, "invalid-request", nil),
            ("{", 400, "malformed-json", nil), ("deep=true", 400, "malformed-json", nil),
            (#"{"deep":true,"deep":true}"#, 400, "malformed-json", nil),
        ] as [(String, Int, String, String?)]
    )
    func strict(body: String, status: Int, code: String, suggestion: String?) async throws {
        try await Station.with { station in
            let answer = try await station.post("/jobs/collect", body)
            #expect(answer.status.code == status, "\(answer.text)")
            #expect(answer.code == code)
            #expect(answer.json["errors"]?.arrayValue?.first?["suggestion"]?.stringValue == suggestion)
            #expect(try await station.get("/jobs").items.isEmpty)
        }
    }

    @Test("a body of another type is 415, a mistyped parameter 422 with what was meant")
    func edges() async throws {
        try await Station.with { station in
            let form = try await station.send(.POST, "/jobs/collect", [.contentType: "text/plain"], body: [0x7B, 0x7D])
            #expect(form.status == .unsupportedMediaType)
            let typo = try await station.get("/jobs?stat=failed")
            #expect(typo.json["errors"]?.arrayValue?.first?["suggestion"] == "state")
            #expect(try await station.get("/jobs?cursor=zzz").status == .unprocessableContent)
            #expect(try await station.get("/jobs/zzz?wait=61").status == .unprocessableContent)
        }
    }

    @Test("a build on a snapshot that is not there is refused before it starts")
    func baseline() async throws {
        try await Station.with { station in
            #expect(try await station.post("/jobs/diff-build?baseline=0123456789").code == "not-found")
            let both = try await station.post("/jobs/diff-build?baseline=0123456789", #"{"full":true}"#)
            #expect(both.code == "invalid-request")
            #expect(try await station.get("/jobs").items.isEmpty)
        }
    }

    @Test("a dry run says what would be packed, and an unchanged tree gives no artifact")
    func outcomes() async throws {
        try await Station.with { station in
            let dry = try await station.run("/jobs/diff-build", #"{"dry_run":true}"#)
            #expect(dry.result["changed"] == true && dry.result["dry_run"] == true)
            #expect(dry.result["artifact"] == .null)
            _ = try await station.build()
            let unchanged = try await station.run("/jobs/diff-build")
            #expect(unchanged.result["changed"] == false && unchanged.result["dry_run"] == false)
            let baseline = try #require(unchanged.result["target"]?.stringValue)
            let again = try await station.run("/jobs/diff-build?baseline=\(baseline.prefix(8))", "{}")
            #expect(again.parameters["baseline"]?.stringValue == baseline)
            #expect(again.result["changed"] == false)
        }
    }

    @Test("what has ended cannot be cancelled, and what succeeded not be retried")
    func control() async throws {
        try await Station.with { station in
            let job = try await station.run("/jobs/collect")
            #expect(try await station.post("/jobs/\(job.id)/cancel").code == "wrong-state")
            #expect(try await station.post("/jobs/\(job.id)/retry").code == "wrong-state")
            #expect(try await station.post("/jobs/zzz/cancel").code == "not-found")
        }
    }

    @Test("a type that does not exist is refused with those that do")
    func unknownType() async throws {
        try await Station.with { station in
            let answer = try await station.post("/jobs/nonsense", "{}")
            #expect(answer.status == .unprocessableContent)
            #expect(answer.json["hint"]?.stringValue?.contains("diff-build") == true, "\(answer.text)")
        }
    }

    @Test("a job that failed says why in the API's words, and can be retried")
    func failure() async throws {
        let isBroken = Mutex(true)
        let kind = JobKind(Collect.self, claims: { _ in [] }) { _, _ in
            guard !isBroken.withLock({ $0 }) else { throw TransferError(.conflict, "npm", "is odd", hint: "Wait") }
            return Collect.Outcome(packages: 0, files: 0, packagesRead: 0, findings: 0, leftBehind: [])
        }
        try await Station.with(kinds: [kind]) { station in
            let failed = try await station.run("/jobs/collect")
            #expect(failed.state == .failed)
            let shown = try await station.get("/jobs/\(failed.id)")
            #expect(shown.json["error"]?["code"] == "conflict")
            #expect(shown.json["error"]?["status"] == 409)
            #expect(shown.json["links"]?["retry"]?.stringValue == "/jobs/\(failed.id)/retry")
            isBroken.withLock { $0 = false }
            let retried = try await station.run("/jobs/\(failed.id)/retry")
            #expect(retried.state == .succeeded)
            #expect(retried.parentID == failed.id)
            #expect(retried.attempt == 2)
        }
    }

    @Test("a job that another process keeps off is blocked, names it, and runs once that has ended")
    func outsider() async throws {
        try await Station.with { station in
            var lock: FileLock? = try station.lockRepository()
            let answer = try await station.post("/jobs/collect")
            #expect(answer.json["state"] == "blocked")
            #expect(answer.json["blocked_by"] == "test")
            withExtendedLifetime(lock) {}
            lock = nil
            let id = try #require(answer.json["id"]?.stringValue)
            #expect(try await station.jobs.wait(id, timeout: .seconds(60)).state == .succeeded)
        }
    }
}
