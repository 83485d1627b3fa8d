import JSON
import Jobs
import TestSupport
import Testing
import Trees

@testable import App

@Suite("Lists whose counts are remembered", .temporaryDirectory)
struct CountedListTests {
    private func note(_ names: [String], _ outcome: RefreshedPackage.Outcome, of job: String, _ station: Station)
        async throws
    {
        let packages = names.map { RefreshedPackage(name: $0, outcome: outcome, files: [], problems: []) }
        try await RefreshRecord(database: station.application.database, job: job).note(packages)
    }

    @Test("what a job came to goes on behind the last package, however many came before it meanwhile")
    func jobPackages() async throws {
        try await Station.with { station in
            let job = try await station.run("/jobs/collect").id
            try await note(["b", "d", "f"], .refreshed, of: job, station)
            let first = try await station.get("/jobs/\(job)/packages?limit=2")
            #expect(first.items.map { $0["package"]?.stringValue } == ["b", "d"] && first.json["total"] == 3)
            let cursor = try #require(first.json["next_cursor"]?.stringValue)
            try await note(["a", "c", "e"], .failed, of: job, station)
            let rest = try await station.get("/jobs/\(job)/packages?limit=2&cursor=\(cursor)")
            #expect(rest.items.map { $0["package"]?.stringValue } == ["e", "f"] && rest.json["total"] == 6)
            #expect(rest.json["next_cursor"]?.isNull == true)
            #expect(try await station.get("/jobs/\(job)/packages?outcome=failed").json["total"] == 3)
            #expect(
                try await station.get("/jobs/\(job)/packages?outcome=failed&cursor=\(cursor)").code == "invalid-request"
            )
        }
    }

    @Test("findings are counted anew once one is another")
    func findings() async throws {
        try await Station.with { station in
            for file in ["a-1.0.0.tgz", "a-1.1.0.tgz"] {
                try SampleStorage.write("rot", file, in: "\(TemporaryDirectory.current)/npm/a")
            }
            try await station.collect()
            for open in [2, 1, 0] {
                for _ in 0..<2 {
                    let answer = try await station.get("/broken-archives")
                    #expect(answer.json["total"] == 2 && answer.json["counts"]?["open"] == .integer(Int64(open)))
                }
                let found = try await station.get("/broken-archives?state=open")
                #expect(found.json["total"] == .integer(Int64(open)) && found.items.count == open)
                guard let id = found.items.first?["id"]?.stringValue else { continue }
                _ = try await station.post("/broken-archives/\(id)/ignore")
            }
        }
    }
}
