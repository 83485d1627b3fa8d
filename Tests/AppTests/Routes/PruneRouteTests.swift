import API
import JSON
import Jobs
import Posix
import TestSupport
import Testing

@testable import App

@Suite("Pruning", .temporaryDirectory, .ends)
struct PruneRouteTests {
    /// Three artifacts, of which the configuration keeps one.
    private func with(_ body: (Station, [String]) async throws -> Void) async throws {
        let settings = "retention: { artifacts: 1, snapshots: 1, staging: 1s }"
        try await Station.with(settings: settings) { station in
            var ids: [String] = []
            for number in 1...3 {
                try SampleStorage.write(
                    Self.packument(number),
                    "package.json",
                    in: "\(TemporaryDirectory.current)/npm/@s/b"
                )
                let job = try await station.run("/jobs/diff-build", #"{"full":true}"#)
                ids.append(try #require(job.result["artifact"]?.stringValue, "\(job)"))
            }
            try await body(station, ids)
        }
    }

    private static func packument(_ number: Int) -> String {
        let dist =
            #"{"tarball":"http://upstream.example/@s/b/-/b-2.0.0.tgz","shasum":"db48f670983aceb9dcea9ea6cd21397f1a5dc965"}"#
        let version = #"{"name":"@s/b","version":"2.0.0","description":"\#(number)","dist":\#(dist)}"#
        return
            #"{"name":"@s/b","dist-tags":{"latest":"2.0.0"},"versions":{"2.0.0":\#(version)},"_attachments":{"b-2.0.0.tgz":{}}}"#
    }

    private func part(_ job: Jobs.Job, _ kind: String) throws -> JSONValue {
        try #require(job.result["kinds"]?.arrayValue?.first { $0["kind"]?.stringValue == kind })
    }

    @Test(
        "what no site is known to have stays, and the result says why; a flag lets it go, and a dry run touches nothing"
    )
    func prune() async throws {
        try await with { station, ids in
            let first = try await station.run("/jobs/prune")
            #expect(first.state == .succeeded, "\(first)")
            let kept = try part(first, "artifacts")["kept"]
            #expect(kept?["count"]?.integerValue == 2)
            #expect(kept?["items"]?.arrayValue?.first?["reason"]?.stringValue?.contains("any site") == true)
            let tried = try await station.run("/jobs/prune", #"{"undelivered":true,"dry_run":true}"#)
            #expect(try await station.get("/artifacts").items.count == 3)
            let done = try await station.run("/jobs/prune", #"{"undelivered":true}"#)
            for kind in ["artifacts", "snapshots"] {
                let (would, did) = (try part(tried, kind), try part(done, kind))
                let count = did["removed"]?["count"]?.integerValue ?? 0
                // Snapshots of one second are in no order that tells which is the newest.
                #expect(would == did && (kind == "artifacts" ? count == 2 : count >= 1), "\(kind): \(would) \(did)")
            }
            #expect(done.result["dry_run"] == false && tried.result["dry_run"] == true)
            #expect((done.result["bytes"]?.integerValue ?? 0) > 0)
            #expect(try await station.get("/artifacts").items.compactMap { $0["id"]?.stringValue } == [ids[2]])
            #expect(done.result["kinds"]?.arrayValue?.count == Prune.Kind.allCases.count)
            let file = try station.application.logs.open(RelativePath("\(done.id).log"))
            let log = String(decoding: try file.readAll(limit: 1 << 20), as: UTF8.self)
            #expect(log.contains(ids[0]) && log.contains("pruned"), "\(log)")
        }
    }

    @Test("jobs that ended long ago go with it, and what waits for too long")
    func history() async throws {
        try await Station.with(settings: "retention: { jobs: 1s, logs: 1s }") { station in
            let old = try await station.run("/jobs/collect").id
            try await Task.sleep(for: .milliseconds(1100))
            let tried = try await station.run("/jobs/prune", #"{"dry_run":true}"#)
            let removed = try part(tried, "jobs")["removed"]?["items"]?.arrayValue ?? []
            let ids: [String] = removed.compactMap { $0["id"]?.stringValue }
            #expect(ids.contains(old))
        }
    }
}
