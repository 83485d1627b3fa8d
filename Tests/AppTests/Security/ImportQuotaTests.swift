import Foundation
import HTTPMessages
import JSON
import Jobs
import Posix
import TestSupport
import Testing

@testable import App

@Suite("How much may wait", .temporaryDirectory)
struct ImportQuotaTests {
    /// A near repository and its archive, and a far one, which lacks everything.
    private func withArchive(_ limits: String, _ body: (Station, [UInt8]) async throws -> Void) async throws {
        try await Station.with(["near", "far"], settings: "limits: { \(limits) }") { station in
            let far = "\(TemporaryDirectory.current)/far"
            for package in ["a", "@s"] { try FileManager.default.removeItem(atPath: "\(far)/\(package)") }
            let job = try await station.run("/jobs/diff-build?repository=near")
            let id = try #require(job.result["artifact"]?.stringValue)
            try await body(station, try await station.get("/artifacts/\(id)/download").bytes)
        }
    }

    private func stage(_ archive: [UInt8], _ station: Station) async throws -> Answer {
        try await station.send(.POST, "/imports?repository=far", [.contentType: "application/zstd"], body: archive)
    }

    private func expectRefused(_ answer: Answer, naming key: String) {
        #expect(answer.status == .tooManyRequests && answer.code == "quota-reached", "\(answer.text)")
        #expect(answer.fields[.retryAfter] == "30" && answer.json["hint"]?.stringValue?.contains(key) == true)
    }

    @Test("no more imports than may wait are staged, sent or named, until one is deleted")
    func waiting() async throws {
        try await withArchive("staged: 1") { station, archive in
            let id = try #require(try await stage(archive, station).json["id"]?.stringValue)
            expectRefused(try await stage(archive, station), naming: "limits.staged")
            let path = "\(TemporaryDirectory.current)/carried.tar.zst"
            try Data(archive).write(to: URL(filePath: path))
            let named = try await station.post("/imports", #"{"repository":"far","path":"\#(path)"}"#)
            expectRefused(named, naming: "limits.staged")
            #expect(try await station.send(.DELETE, "/imports/\(id)").status == .noContent)
            #expect(try await stage(archive, station).status == .created)
        }
    }

    @Test("an upload is refused before it is taken where its size is more than may be held")
    func bytes() async throws {
        try await withArchive("staged_size: 1MB") { station, archive in
            expectRefused(
                try await stage([UInt8](repeating: 1, count: 1_000_001), station),
                naming: "limits.staged_size"
            )
            let uploads = "\(TemporaryDirectory.current)/far/.packferry/uploads"
            #expect((try? FileManager.default.contentsOfDirectory(atPath: uploads)) ?? [] == [])
            #expect(try await stage(archive, station).status == .created)
        }
    }
}
