import Foundation
import HTTPMessages
import HTTPServer
import JSON
import Jobs
import Posix
import TestSupport
import Testing

@Suite("Artifacts", .temporaryDirectory)
struct ArtifactRouteTests {
    @Test("a built artifact is listed and shown with where it lies")
    func show() async throws {
        try await Station.with { station in
            let id = try await station.build()
            let shown = try await station.get("/artifacts/\(id)")
            #expect(shown.json["state"] == "built")
            #expect(shown.json["note"] == "first")
            #expect(shown.json["scope"] == "full")
            #expect(shown.json["path"]?.stringValue == "\(TemporaryDirectory.current)/artifacts/\(id).tar.zst")
            #expect(shown.json["counts"]?["packages"] == 2)
            #expect(try await station.get("/artifacts").items == [shown.json])
            #expect(try await station.get("/artifacts/diff-1").code == "not-found")
        }
    }

    @Test("a download has everything that resuming and checking need")
    func download() async throws {
        try await Station.with { station in
            let id = try await station.build()
            let shown = try await station.get("/artifacts/\(id)").json
            let sha512 = try #require(shown["sha512"]?.stringValue)
            let whole = try await station.get("/artifacts/\(id)/download")
            #expect(whole.status == .ok)
            #expect(whole.bytes.count == Int(shown["size"]?.integerValue ?? 0))
            #expect(whole.fields[.etag] == "\"\(sha512)\"")
            #expect(whole.fields[.reprDigest]?.hasPrefix("sha-512=:") == true)
            #expect(whole.fields[.contentDisposition] == "attachment; filename=\"\(id).tar.zst\"")
            let rest = try await station.get(
                "/artifacts/\(id)/download",
                [.range: "bytes=100-", .ifRange: "\"\(sha512)\""]
            )
            #expect(rest.status == .partialContent)
            #expect(rest.bytes == Array(whole.bytes[100...]))
            let stale = try await station.get("/artifacts/\(id)/download", [.range: "bytes=100-", .ifRange: "\"old\""])
            #expect(stale.status == .ok)
            let known = try await station.get("/artifacts/\(id)/download", [.ifNoneMatch: "\"\(sha512)\""])
            #expect(known.status == .notModified)
            let beyond = try await station.get("/artifacts/\(id)/download", [.range: "bytes=999999999-"])
            #expect(beyond.status == .rangeNotSatisfiable)
            #expect(beyond.code == "range-not-satisfiable")
            #expect(beyond.fields[.contentRange] == "bytes */\(whole.bytes.count)")
        }
    }

    @Test("a file that is no longer as long as it was built is not sent under its digest")
    func shortened() async throws {
        try await Station.with { station in
            let id = try await station.build()
            try SampleStorage.write("short", "\(id).tar.zst", in: "\(TemporaryDirectory.current)/artifacts")
            let answer = try await station.get("/artifacts/\(id)/download")
            #expect(answer.status == .gone, "\(answer.text)")
            #expect(answer.fields[.etag] == nil)
        }
    }

    @Test(
        "downloaded is what was sent whole, in one answer or in several, and nothing else",
        arguments: [
            (HTTPMethod.GET, [nil], true), (.GET, ["bytes=-10"], false), (.GET, ["bytes=0-9"], false),
            (.GET, ["bytes=0-9", "bytes=10-"], true), (.GET, ["bytes=10-", "bytes=0-"], true),
            (.GET, ["bytes=0-9", "bytes=11-"], false), (.GET, ["bytes=0-9", "bytes=-10"], false), (.HEAD, [nil], false),
        ] as [(HTTPMethod, [String?], Bool)]
    )
    func downloaded(method: HTTPMethod, ranges: [String?], counts: Bool) async throws {
        try await Station.with { station in
            let id = try await station.build()
            for range in ranges {
                let fields: HTTPFields = range.map { [.range: $0] } ?? [:]
                let answer = try await station.send(method, "/artifacts/\(id)/download", fields)
                if case .file(let body) = answer.response.body { body.whenPassed?(body.range) }
                await answer.response.whenSent?()
            }
            let state = try await station.get("/artifacts/\(id)").json["state"]?.stringValue
            #expect(state == (counts ? "downloaded" : "built"))
        }
    }

    @Test("checksums are coreutils' line, and the manifest the archive's own")
    func documents() async throws {
        try await Station.with { station in
            let id = try await station.build()
            let shown = try await station.get("/artifacts/\(id)").json
            let sums = try await station.get("/artifacts/\(id)/SHA512SUMS")
            #expect(sums.text == "\(shown["sha512"]?.stringValue ?? "")  \(id).tar.zst\n")
            let manifest = try await station.get("/artifacts/\(id)/manifest")
            #expect(manifest.json["format"] == "packferry.archive/1")
            #expect(manifest.json["sequence"] == shown["sequence"])
        }
    }

    @Test("a verify is a job; a file that changed fails it, one that is gone is 410")
    func verify() async throws {
        try await Station.with { station in
            let id = try await station.build()
            #expect(try await station.run("/artifacts/\(id)/verify").state == .succeeded)
            let folder = "\(TemporaryDirectory.current)/artifacts"
            try SampleStorage.write("rot", "\(id).tar.zst", in: folder)
            let failed = try await station.run("/artifacts/\(id)/verify")
            #expect(failed.problem?.code == "archive-refused")
            #expect(try await station.get("/artifacts/\(id)").json["state"] == "damaged")
            for path in ["download", "manifest"] {
                #expect(try await station.get("/artifacts/\(id)/\(path)").status == .conflict)
            }
            try Directory(opening: AbsolutePath(folder)).unlink(RelativePath("\(id).tar.zst"))
            #expect(try await station.get("/artifacts/\(id)").json["state"] == "missing")
            #expect(try await station.get("/artifacts").items.first?["state"] == "missing")
        }
    }

    @Test("one that was damaged is whole again once a whole copy was verified")
    func healed() async throws {
        try await Station.with { station in
            let id = try await station.build()
            let whole = try await station.get("/artifacts/\(id)/download").bytes
            let folder = try Directory(opening: AbsolutePath("\(TemporaryDirectory.current)/artifacts"))
            let file = try RelativePath("\(id).tar.zst")
            var rotten = whole
            rotten[rotten.count / 2] ^= 1
            for (bytes, ending, state) in [(rotten, JobState.failed, "damaged"), (whole, .succeeded, "built")] {
                try AtomicFile.write(bytes, to: file, in: folder)
                #expect(try await station.run("/artifacts/\(id)/verify").state == ending)
                #expect(try await station.get("/artifacts/\(id)").json["state"]?.stringValue == state)
            }
            #expect(try await station.get("/artifacts/\(id)/download").bytes == whole)
        }
    }

    @Test("when nothing changed, the one that carries the state is named, and whether its file is there")
    func current() async throws {
        try await Station.with { station in
            let id = try await station.build()
            let again = try await station.run("/jobs/diff-build")
            #expect(again.result["artifact"] == .null && again.result["current"]?.stringValue == id)
            #expect(again.result["warnings"]?.arrayValue?.isEmpty == true)
            try FileManager.default.removeItem(atPath: "\(TemporaryDirectory.current)/artifacts/\(id).tar.zst")
            let warned = try await station.run("/jobs/diff-build")
            #expect(warned.result["current"]?.stringValue == id && warned.result["changed"] == false)
            let warning = warned.result["warnings"]?.arrayValue?.first?.stringValue
            #expect(warning?.contains(id) == true && warning?.contains("--full") == true)
        }
    }

    @Test("one that a later one builds upon is deleted only by force")
    func delete() async throws {
        try await Station.with { station in
            let first = try await station.build()
            try SampleStorage.write("a@1.2.0\n", "a-1.2.0.tgz", in: "\(TemporaryDirectory.current)/npm/a")
            let second = try await station.build()
            let refused = try await station.send(.DELETE, "/artifacts/\(first)")
            #expect(refused.status == .conflict)
            #expect(refused.json["detail"]?.stringValue?.contains(second) == true)
            #expect(try await station.send(.DELETE, "/artifacts/\(first)?force=true").status == .noContent)
            #expect(try await station.get("/artifacts/\(first)").status == .notFound)
            #expect(try await station.send(.DELETE, "/artifacts/\(second)").status == .noContent)
        }
    }

    @Test("what is gone is told before a job looks for it")
    func verifyGone() async throws {
        try await Station.with { station in
            let id = try await station.build()
            try FileManager.default.removeItem(atPath: "\(TemporaryDirectory.current)/artifacts/\(id).tar.zst")
            #expect(try await station.post("/artifacts/\(id)/verify", "{}").status == .gone)
        }
    }
}
