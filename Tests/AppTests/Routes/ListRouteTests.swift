import API
import HTTPMessages
import JSON
import Jobs
import Posix
import TestSupport
import Testing
import Transfer

@testable import App

@Suite("Lists that are searched, sorted and counted", .temporaryDirectory)
struct ListRouteTests {
    private func names(_ answer: Answer, _ member: String = "name") -> [String?] {
        answer.items.map { $0[member]?.stringValue }
    }

    @Test(
        "packages, the other way round and only those of which something is wrong",
        arguments: [
            ("reverse=true", ["a", "@s/b"], 2), ("sort=versions&reverse=true", ["@s/b", "a"], 2),
            ("sort=bytes&limit=1", ["a"], 2), ("has_findings=true", ["a"], 1),
            ("has_findings=false", ["@s/b", "a"], 2),
            ("has_findings=true&q=b", [], 0),
        ]
    )
    func packages(query: String, expected: [String], total: Int64) async throws {
        try await Station.with { station in
            try SampleStorage.write("rotten", "a-1.0.0.tgz", in: "\(TemporaryDirectory.current)/npm/a")
            try await station.collect()
            let answer = try await station.get("/packages?\(query)")
            #expect(names(answer) == expected, "\(answer.text)")
            #expect(answer.json["total"] == .integer(total))
        }
    }

    @Test("a package says when it came, what is wrong with it and what was tried, and its last refresh")
    func package() async throws {
        try await Station.with { station in
            try await station.collect()
            let whole = try await station.get("/packages/a").json
            #expect(whole["added"]?.stringValue?.hasPrefix("20") == true)
            #expect(whole["finding_details"] == [] && whole["last_refresh"]?.isNull == true)
            try SampleStorage.write("rot", "a-1.0.0.tgz", in: "\(TemporaryDirectory.current)/npm/a")
            try await station.collect()
            let broken = try await station.get("/packages/a").json
            #expect(broken["added"] == whole["added"])
            let finding = try #require(broken["finding_details"]?.arrayValue?.first)
            #expect(finding["kind"] == "mismatch" && finding["version"] == "1.0.0")
            let id = try #require(finding["id"]?.stringValue)
            #expect(finding["next_step"]?.stringValue == "Have it fetched again: packferry findings repair \(id).")
            #expect(finding["acts"] == ["repair", "ignore"])
        }
    }

    @Test("findings by kind, state and text, with how many there are in each state")
    func findings() async throws {
        try await Station.with { station in
            let storage = "\(TemporaryDirectory.current)/npm"
            try SampleStorage.write("rot", "a-1.0.0.tgz", in: "\(storage)/a")
            try SampleStorage.write("orphan", "a-9.9.9.tgz", in: "\(storage)/a")
            try SampleStorage.write("x", "notes.txt", in: storage)
            try await station.collect()
            let all = try await station.get("/broken-archives")
            #expect(names(all, "kind") == ["mismatch", "orphan", "stray"])
            #expect(all.json["total"] == 3 && all.json["counts"]?["open"] == 3 && all.json["counts"]?["failed"] == 0)
            let id = try #require(all.items[2]["id"]?.stringValue)
            _ = try await station.post("/broken-archives/\(id)/ignore")
            for (query, kinds) in [
                ("kind=orphan,stray", ["orphan", "stray"]), ("state=open", ["mismatch", "orphan"]),
                ("q=9.9.9", ["orphan"]),
                ("q=%25", []), ("package=a&reverse=true", ["orphan", "mismatch"]),
                ("sort=kind&reverse=true&state=open", ["orphan", "mismatch"]),
                ("sort=attempts", ["mismatch", "orphan", "stray"]),
            ] {
                let answer = try await station.get("/broken-archives?\(query)")
                #expect(names(answer, "kind") == kinds, "\(query)")
                #expect(answer.json["total"] == .integer(Int64(kinds.count)), "\(query)")
            }
            let open = try await station.get("/broken-archives?state=open").json["counts"]
            #expect(open?["open"] == 2 && open?["ignored"] == 1)
            let wrong = try await station.get("/broken-archives?kind=broken")
            #expect(wrong.status == .unprocessableContent && wrong.text.contains("digest-drift"))
        }
    }

    @Test("a finding is shown with what became of it, and what is to be done")
    func finding() async throws {
        try await Station.with { station in
            try SampleStorage.write("x", "notes.txt", in: "\(TemporaryDirectory.current)/npm")
            try await station.collect()
            let id = try #require(try await station.get("/broken-archives").items.first?["id"]?.stringValue)
            let shown = try await station.get("/broken-archives/\(id)").json
            #expect(shown["next_step"]?.stringValue?.contains("move it away by hand") == true)
            #expect(shown["acts"] == ["ignore"])
            #expect(shown["found_at"] == shown["seen_at"])
            _ = try await station.post("/broken-archives/\(id)/ignore")
            let ignored = try await station.get("/broken-archives/\(id)").json
            #expect(ignored["next_step"]?.isNull == true)
            #expect(ignored["acts"] == ["reopen"])
            #expect(ignored["history"]?.arrayValue?.map { $0["state"]?.stringValue } == ["ignored"])
            #expect(try await station.get("/broken-archives/77").code == "not-found")
        }
    }

    @Test("where nothing may be fetched, a broken file comes whole with an archive")
    func offlineFinding() async throws {
        try await Station.with(settings: "site: { role: offline }") { station in
            try SampleStorage.write("rot", "a-1.0.0.tgz", in: "\(TemporaryDirectory.current)/npm/a")
            try await station.collect()
            let found = try await station.get("/broken-archives").items.first
            #expect(found?["next_step"]?.stringValue?.contains("build an archive") == true)
            #expect(found?["acts"] == ["ignore"])
        }
    }

    @Test("jobs by text, initiator and parent, oldest first, with counts and how long such jobs take")
    func jobs() async throws {
        try await Station.with { station in
            let first = try await station.run("/jobs/collect", #"{"deep":true}"#).id
            let second = try await station.run("/jobs/collect").id
            let third = try await station.run("/jobs/broken-rescan").id
            let all = try await station.get("/jobs?reverse=true")
            #expect(names(all, "id") == [first, second, third])
            #expect(all.json["total"] == 3)
            let (ended, usual) = (all.json["counts"], all.json["usual_duration_ms"])
            #expect(ended?["succeeded"] == 3 && ended?["running"] == 0)
            #expect(
                usual?["collect"]?.integerValue ?? -1 >= 0 && usual?["broken-scan"] != nil && usual?["snapshot"] == nil
            )
            for (query, expected) in [
                ("q=deep", [first]), ("q=collect&limit=1", [second]), ("q=\(second)", [second]),
                ("initiator=api", [third, second, first]),
                ("initiator=cli", []), ("initiator=ap", []), ("parent=\(first)", []), ("q=%5F%25", []),
            ] {
                #expect(names(try await station.get("/jobs?\(query)"), "id") == expected, "\(query)")
            }
            let page = try await station.get("/jobs?reverse=true&limit=2")
            let cursor = try #require(page.json["next_cursor"]?.stringValue)
            #expect(names(try await station.get("/jobs?reverse=true&limit=2&cursor=\(cursor)"), "id") == [third])
            #expect(try await station.get("/jobs?state=failed").json["total"] == 0)
        }
    }

    @Test("artifacts and snapshots by text and state, and what an artifact carries by package")
    func artifacts() async throws {
        try await Station.with { station in
            let id = try await station.build()
            let built = try await station.get("/artifacts?state=built&q=first")
            #expect(names(built, "id") == [id])
            #expect(built.json["total"] == 1 && built.json["counts"]?["built"] == 1)
            for query in ["state=downloaded", "q=nothing"] {
                #expect(try await station.get("/artifacts?\(query)").items.isEmpty)
            }
            #expect(try await station.get("/artifacts?state=sent").status == .unprocessableContent)
            let packages = try await station.get("/artifacts/\(id)/packages?sort=bytes")
            #expect(names(packages) == ["a", "@s/b"] && packages.json["total"] == 2)
            #expect(packages.items[0]["versions"] == ["1.0.0", "1.1.0"])
            #expect(names(try await station.get("/artifacts/\(id)/packages?q=S/B")) == ["@s/b"])
            let files = try await station.get("/artifacts/\(id)/files?q=.tgz&sort=path&reverse=true")
            #expect(names(files, "path").first == "a/a-1.1.0.tgz" && files.json["total"] == 3)
            let snapshot = try #require(built.items.first?["target"]?.stringValue)
            #expect(names(try await station.get("/snapshots?q=\(snapshot.prefix(9))"), "id") == [snapshot])
            #expect(try await station.get("/snapshots?q=nothing").json["total"] == 0)
            #expect(try await station.get("/snapshots?state=built").status == .unprocessableContent)
            #expect(names(try await station.get("/snapshots/\(snapshot)/packages?reverse=true")) == ["a", "@s/b"])
            let same = try await station.get("/snapshots/\(snapshot)/diff/\(snapshot)?q=a")
            #expect(same.json["total"] == 0 && same.items.isEmpty)
        }
    }

    @Test("schedules by text, and the next one to run first")
    func schedules() async throws {
        try await Station.with { station in
            for (type, every) in [("collect", "12h"), ("broken-scan", "1h")] {
                let made = try await station.post("/schedules", #"{"type":"\#(type)","every":"\#(every)"}"#)
                #expect(made.status == .created, "\(made.text)")
            }
            let next = try await station.get("/schedules?sort=next")
            #expect(names(next, "type") == ["broken-scan", "collect"] && next.json["total"] == 2)
            #expect(
                names(try await station.get("/schedules?sort=next&reverse=true"), "type") == ["collect", "broken-scan"]
            )
            #expect(names(try await station.get("/schedules?q=scan"), "type") == ["broken-scan"])
        }
    }

    @Test("the configuration is shown with where its values came from, and no secret")
    func configuration() async throws {
        try await Station.with(settings: "site: { name: plant-7 }") { station in
            let shown = try await station.get("/configuration").json
            #expect(shown["configuration"]?["site"]?["name"] == "plant-7")
            #expect(shown["origins"]?["site.name"]?.stringValue?.hasPrefix("line ") == true)
            #expect(shown["origins"]?["limits.cpu"] == "default")
        }
    }
}
