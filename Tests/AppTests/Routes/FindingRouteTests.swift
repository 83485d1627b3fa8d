import HTTPMessages
import JSON
import Jobs
import TestSupport
import Testing

@testable import App

@Suite("Broken tarballs over HTTP", .temporaryDirectory)
struct FindingRouteTests {
    private static let demo = "demo/demo-1.0.0.tgz"

    /// A package with a tarball that lacks its end, beside what every station has.
    private static func publish() throws {
        let folder = "\(TemporaryDirectory.current)/npm/demo"
        let packument =
            #"{"name":"demo","versions":{"1.0.0":{"name":"demo","version":"1.0.0","dist":"#
            + #"{"tarball":"http://upstream.example/demo/-/demo-1.0.0.tgz"}}}}"#
        try SampleStorage.write(packument, "package.json", in: folder)
        try SampleStorage.write("no archive", "demo-1.0.0.tgz", in: folder)
    }

    @Test(
        "a scan is started by either word, names what is broken, and skips it the next time",
        arguments: ["broken-rescan", "broken-scan"]
    )
    func scan(word: String) async throws {
        try await Station.with { station in
            try Self.publish()
            let job = try await station.run("/jobs/\(word)", #"{"deep":true}"#)
            #expect(job.type == "broken-scan" && job.state == .partial)
            #expect(job.result["scanned"] == 4 && job.result["files"] == 4 && job.result["skipped"] == 0)
            let broken = try #require(job.result["broken"]?["items"]?.arrayValue?.first)
            #expect(broken["path"]?.stringValue == Self.demo && broken["kind"] == "damaged")
            // The sample's tarballs are texts whose digests fit.
            #expect(job.result["drifted"]?["count"] == 3 && job.result["repair"] == nil)
            let listed = try await station.get("/broken-archives?state=open").items
            #expect(listed.first { $0["path"]?.stringValue == Self.demo }?["id"] == broken["id"])
            #expect(listed.first?["attempts"] == 0 && listed.first?["history"]?.arrayValue?.isEmpty == true)
            #expect(try await station.get("/jobs?type=broken-scan").items.count == 1)
        }
    }

    @Test("a finding that is ignored makes no scan partial until it is opened again, and that is its history")
    func ignoring() async throws {
        try await Station.with { station in
            try Self.publish()
            let job = try await station.run("/jobs/broken-rescan")
            let id = try #require(job.result["broken"]?["items"]?.arrayValue?.first?["id"]?.stringValue)
            let ignored = try await station.post("/broken-archives/\(id)/ignore")
            #expect(ignored.status == .ok && ignored.json["state"] == "ignored")
            #expect(try await station.run("/jobs/broken-rescan").state == .succeeded)
            #expect(try await station.get("/broken-archives?state=ignored").items.count == 1)
            let twice = try await station.post("/broken-archives/\(id)/ignore")
            #expect(twice.status == .conflict, "\(twice.text)")
            let repair = try await station.post("/broken-archives/\(id)/repair")
            #expect(repair.status == .conflict && repair.json["hint"]?.stringValue?.contains("--undo") == true)
            let opened = try await station.post("/broken-archives/\(id)/reopen")
            #expect(opened.json["state"] == "open")
            #expect(opened.json["history"]?.arrayValue?.map { $0["state"]?.stringValue } == ["ignored", "open"])
            #expect(try await station.run("/jobs/broken-rescan").state == .partial)
        }
    }

    @Test("a repair is refused where nothing is configured that files could be fetched from, and names the key")
    func noUpstream() async throws {
        try await Station.with { station in
            try Self.publish()
            let scan = try await station.run("/jobs/broken-rescan")
            let id = try #require(scan.result["broken"]?["items"]?.arrayValue?.first?["id"]?.stringValue)
            for (path, body) in [("/broken-archives/\(id)/repair", nil), ("/jobs/broken-rescan", #"{"repair":true}"#)] {
                let answer = try await station.post(path, body)
                #expect(answer.json["hint"]?.stringValue?.contains("registry: http") == true, "\(answer.text)")
            }
            #expect(try await station.get("/broken-archives?state=open").items.contains { $0["id"]?.stringValue == id })
        }
    }

    @Test("what there is not is not found, and what is no list of numbers is refused")
    func unknown() async throws {
        try await Station.with { station in
            try await station.collect()
            for verb in ["repair", "ignore", "reopen"] {
                for id in ["77", "x", "99999999999999999999"] {
                    #expect(
                        try await station.post("/broken-archives/\(id)/\(verb)").status == .notFound,
                        "\(id) \(verb)"
                    )
                }
            }
            #expect(try await station.post("/jobs/finding-repair", #"{"findings":"77"}"#).status == .notFound)
            for text in ["x", "1,", "1;2"] {
                let answer = try await station.post("/jobs/finding-repair", #"{"findings":"\#(text)"}"#)
                #expect(answer.status == .unprocessableContent, "\(text)")
            }
        }
    }

    @Test("an offline site scans, and fetches nothing")
    func offline() async throws {
        try await Station.with(settings: "site: { role: offline }") { station in
            #expect(try await station.run("/jobs/broken-rescan").state == .succeeded)
            for (path, body) in [("/jobs/broken-rescan", #"{"repair":true}"#), ("/jobs/finding-repair", "{}")] {
                let answer = try await station.post(path, body)
                #expect(answer.code == "not-permitted", "\(answer.text)")
            }
        }
    }
}
