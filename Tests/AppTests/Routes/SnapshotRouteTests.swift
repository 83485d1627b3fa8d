import HTTPMessages
import JSON
import Jobs
import Posix
import TestSupport
import Testing

@testable import App

@Suite("Snapshots", .temporaryDirectory)
struct SnapshotRouteTests {
    @Test("a tree is frozen, named, listed and shown")
    func create() async throws {
        try await Station.with { station in
            let job = try await station.run("/snapshots", #"{"name":"2026-11"}"#)
            let id = try #require(job.result["snapshot"]?.stringValue)
            let listed = try await station.get("/snapshots?repository=npm")
            #expect(listed.items.map { $0["id"]?.stringValue } == [id])
            #expect(listed.items.first?["names"] == ["2026-11"])
            for reference in [id, String(id.prefix(8)), "2026-11"] {
                let shown = try await station.get("/snapshots/\(reference)")
                #expect(shown.json["id"]?.stringValue == id)
                #expect(shown.json["counts"]?["versions"] == 3)
                #expect(shown.json["needed_by"] == [])
                #expect(shown.json["path"]?.stringValue?.hasSuffix("-\(id)/manifest.json") == true)
            }
            #expect(try await station.get("/snapshots/zzzzzz").code == "not-found")
        }
    }

    @Test("two snapshots differ by what was added, changed and removed, a page at a time")
    func compare() async throws {
        try await Station.with { station in
            let first = try #require(await station.run("/snapshots").result["snapshot"]?.stringValue)
            try SampleStorage.write("a@1.2.0\n", "a-1.2.0.tgz", in: "\(TemporaryDirectory.current)/npm/a")
            let second = try #require(await station.run("/snapshots").result["snapshot"]?.stringValue)
            let all = try await station.get("/snapshots/\(first)/diff/\(second)")
            #expect(all.json["counts"]?["added"] == 1)
            #expect(all.json["counts"]?["changed"] == 1)
            #expect(all.items.map { $0["path"]?.stringValue } == ["a/a-1.2.0.tgz", "a/package.json"])
            let page = try await station.get("/snapshots/\(second)/diff/\(first)?limit=1")
            #expect(page.items.map { $0["change"]?.stringValue } == ["removed"])
            let cursor = try #require(page.json["next_cursor"]?.stringValue)
            let path = "/snapshots/\(second)/diff/\(first)?sort=path&limit=1&cursor=\(cursor)"
            #expect(page.fields[.link] == "<\(path)>; rel=\"next\"")
            #expect(try await station.get(path).items.map { $0["change"]?.stringValue } == ["changed"])
            let other = "/snapshots/\(first)/diff/\(second)?limit=1&cursor=\(cursor)"
            #expect(try await station.get(other).status == .unprocessableContent)
        }
    }

    @Test("one that an artifact leads to is kept, another is deleted")
    func delete() async throws {
        try await Station.with { station in
            let id = try #require(await station.run("/snapshots").result["snapshot"]?.stringValue)
            #expect(try await station.send(.DELETE, "/snapshots/\(id)").status == .noContent)
            #expect(try await station.get("/snapshots/\(id)").status == .notFound)
            let artifact = try await station.build()
            let target = try await station.get("/artifacts/\(artifact)").json["target"]?.stringValue ?? ""
            let refused = try await station.send(.DELETE, "/snapshots/\(target)")
            #expect(refused.status == .conflict)
            #expect(refused.json["detail"]?.stringValue?.contains(artifact) == true)
        }
    }

    @Test(
        "the copy of a storage starts anew: what the original held is neither held nor missed",
        arguments: [true, false]
    )
    func copy(isCopy: Bool) async throws {
        try await Station.with { station in
            #expect(try await station.run("/snapshots").state == .succeeded)
            let repository = try station.application.repository(nil)
            if isCopy { try await station.application.note(.copied, of: repository) }
            try repository.open().root.removeAll(RelativePath("@s"))
            let job = try await station.run("/snapshots")
            #expect(job.problem?.code == (isCopy ? nil : "shrunk"))
            #expect(job.state == (isCopy ? .succeeded : .failed))
        }
    }

    @Test("a name is given, moved and taken away, and stands for the snapshot that has it")
    func naming() async throws {
        try await Station.with { station in
            let first = try #require(
                await station.run("/snapshots", #"{"name":"now"}"#).result["snapshot"]?.stringValue
            )
            try SampleStorage.write("a@1.2.0\n", "a-1.2.0.tgz", in: "\(TemporaryDirectory.current)/npm/a")
            let second = try #require(await station.run("/snapshots").result["snapshot"]?.stringValue)
            let path = "/snapshots/\(second)/names"
            #expect(try await station.post(path, #"{"name":"now"}"#).status == .conflict)
            let moved = try await station.post(path, #"{"name":"now","move":true}"#)
            #expect(moved.json["id"]?.stringValue == second && moved.json["names"] == ["now"])
            #expect(try await station.get("/snapshots/now").json["id"]?.stringValue == second)
            #expect(try await station.post(path, #"{"name":"../x"}"#).status == .unprocessableContent)
            #expect(try await station.post("/snapshots/zzzzzz/names", #"{"name":"x"}"#).status == .notFound)
            #expect(try await station.send(.DELETE, "/snapshots/\(first)/names/now").status == .notFound)
            #expect(try await station.send(.DELETE, "/snapshots/now/names/now").status == .noContent)
            #expect(try await station.get("/snapshots/now").status == .notFound)
            #expect(try await station.get("/snapshots/\(second)").json["names"] == [])
        }
    }

    @Test(
        "a name that cannot be one, or could be an id, is refused at once",
        arguments: ["../x", "", "-x", ".x", "abc", "2026", "780acc9b7294ef4da1a5ac5f9d7df54c", "FACE"]
    )
    func badName(name: String) async throws {
        try await Station.with { station in
            let answer = try await station.post("/snapshots", #"{"name":"\#(name)"}"#)
            #expect(answer.status == .unprocessableContent, "\(answer.text)")
            #expect(answer.json["errors"]?.arrayValue?.first?["pointer"] == "#/name")
            #expect(try await station.get("/jobs").items.isEmpty)
        }
    }
}
