import Foundation
import HTTPMessages
import JSON
import Jobs
import Posix
import TestSupport
import Testing
import Transfer

@testable import App

@Suite("Imports", .temporaryDirectory)
struct ImportRouteTests {
    /// A near repository whose archive a far one, which lacks everything, is to take.
    private func withArchive(_ body: (Station, [UInt8]) async throws -> Void) async throws {
        try await Station.with(["near", "far"]) { station in
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

    private func leftovers() -> [String] {
        let uploads = "\(TemporaryDirectory.current)/far/.packferry/uploads"
        return (try? FileManager.default.contentsOfDirectory(atPath: uploads)) ?? []
    }

    @Test("the last one is taken back by a job, shown as such, and can be applied again")
    func rollback() async throws {
        try await withArchive { station, archive in
            let id = try #require(try await stage(archive, station).json["id"]?.stringValue)
            #expect(try await station.get("/imports/\(id)").json["links"]?["rollback"] == nil)
            let early = try await station.run("/imports/\(id)/rollback", "{}")
            #expect(early.state == .failed && early.problem?.code == "not-found")
            _ = try await station.run("/imports/\(id)/apply", "{}")
            let path = "/imports/\(id)/rollback"
            #expect(try await station.get("/imports/\(id)").json["links"]?["rollback"]?.stringValue == path)
            let tried = try await station.run(path, #"{"dry_run":true}"#)
            #expect(tried.result["removed"] == 3 && tried.result["dry_run"] == true)
            #expect(try await station.get("/imports/\(id)").json["state"] == "applied")
            let job = try await station.run(path, "{}")
            #expect(job.state == .succeeded && job.type == "import-rollback" && job.result["removed"] == 3)
            let known = try await station.get("/imports/\(id)").json
            #expect(known["state"] == "rolled-back" && known["links"]?["rollback"] == nil)
            for (member, value) in job.result.objectValue ?? [] {
                #expect(known["rollback"]?[member] == value, "\(member)")
            }
            #expect(try await station.get("/imports?state=rolled-back").items.count == 1)
            let gone = try await station.run("/imports/\(id)/apply", "{}")
            #expect(gone.state == .failed && gone.problem?.code == "not-found")
            #expect(try await stage(archive, station).json["state"] == "staged")
            #expect(try await station.run("/imports/\(id)/apply", "{}").result["placed"] == 3)
            let again = try await station.get("/imports/\(id)").json
            #expect(again["state"] == "applied" && again["rollback"] == .null)
        }
    }

    @Test("an archive is taken in, planned, applied, and remembered")
    func wholeWay() async throws {
        try await withArchive { station, archive in
            let staged = try await stage(archive, station)
            #expect(staged.status == .created, "\(staged.text)")
            let id = try #require(staged.json["id"]?.stringValue)
            #expect(staged.fields[.location] == "/imports/\(id)")
            #expect(staged.json["plan"]?["new"] == 3)
            #expect(staged.json["plan"]?["merged"] == 2)
            #expect(leftovers().isEmpty)
            #expect(try await station.get("/imports").items.map { $0["state"]?.stringValue } == ["staged"])
            #expect(try await station.get("/imports/\(id)").json["plan"]?["packages"] == 2)

            let job = try await station.run("/imports/\(id)/apply", "{}")
            #expect(job.state == .succeeded, "\(String(describing: job.problem))")
            #expect(job.repository == "far")
            let applied = try await station.get("/imports/\(id)").json
            #expect(applied["state"] == "applied")
            #expect(applied["job_id"]?.stringValue == job.id)
            let who = try #require(applied["applied_by"]?.stringValue)
            #expect(who.hasPrefix("api") && who.hasSuffix(" (job \(job.id))"), "\(who)")
            #expect(applied["plan"]?["new"] == 3 && applied["placed"] == 3 && applied["result"] == "succeeded")
            for member in ["source", "created", "staged_at", "counts", "warnings", "origin"] {
                #expect(applied[member] == staged.json[member], "\(member)")
            }
            let sorted = JSONEncoder(.sorted)
            for (member, value) in job.result.objectValue ?? [] {
                #expect(try sorted.value(of: applied[member]) == sorted.value(of: value), "\(member)")
            }
            let again = try await station.run("/imports/\(id)/apply", "{}")
            #expect(again.state == .succeeded && again.result["changed"] == false)
            #expect(try await station.send(.DELETE, "/imports/\(id)").code == "wrong-state")
            try await station.collect("far")
            #expect(try await station.get("/packages/a?repository=far").json["files"] == 2)
        }
    }

    @Test("what was applied twice is listed once, as the time when something came of it")
    func replay() async throws {
        try await withArchive { station, archive in
            let id = try #require(await stage(archive, station).json["id"]?.stringValue)
            let job = try await station.run("/imports/\(id)/apply", "{}")
            _ = try await stage(archive, station)
            #expect(try await station.get("/imports").items.map { $0["state"]?.stringValue } == ["staged"])
            #expect(try await station.get("/imports/\(id)").json["applied_at"]?.stringValue != nil)
            #expect(try await station.run("/imports/\(id)/apply").result["changed"] == false)
            let listed = try await station.get("/imports").items
            #expect(listed.map { $0["id"]?.stringValue } == [id])
            #expect(listed.first?["job_id"]?.stringValue == job.id)
        }
    }

    @Test("where an archive was kept on its way in is nobody's business")
    func upload() async throws {
        try await withArchive { station, archive in
            let staged = try await stage(archive, station)
            #expect(staged.json["origin"] == "upload")
            let id = staged.json["id"]?.stringValue ?? ""
            _ = try await station.run("/imports/\(id)/apply", "{}")
            #expect(try await station.get("/imports").items.first?["origin"] == "upload")
            let refused = try await stage(Array(archive.dropLast(9)), station)
            #expect(refused.json["detail"]?.stringValue?.hasPrefix("The upload") == true, "\(refused.text)")
            #expect(!refused.text.contains("uploads"))
        }
    }

    @Test("a sidecar beside an archive is believed more than the archive")
    func sidecar() async throws {
        try await withArchive { station, archive in
            let path = "\(TemporaryDirectory.current)/carried.tar.zst"
            try Data(archive).write(to: URL(filePath: path))
            let wrong = String(repeating: "0", count: 128) + "  carried.tar.zst\n"
            try Data(wrong.utf8).write(to: URL(filePath: "\(path).sha512"))
            let refused = try await station.post("/imports", #"{"repository":"far","path":"\#(path)"}"#)
            #expect(refused.code == "archive-refused", "\(refused.text)")
            #expect(try await station.get("/imports").items.isEmpty)
        }
    }

    @Test("an archive that lies on the server is named by its path")
    func byPath() async throws {
        try await withArchive { station, archive in
            let path = "\(TemporaryDirectory.current)/carried.tar.zst"
            try Data(archive).write(to: URL(filePath: path))
            let staged = try await station.post("/imports", #"{"repository":"far","path":"\#(path)"}"#)
            #expect(staged.status == .created, "\(staged.text)")
            #expect(staged.json["origin"]?.stringValue == path)
            let id = staged.json["id"]?.stringValue ?? ""
            #expect(try await station.send(.DELETE, "/imports/\(id)").status == .noContent)
            #expect(try await station.get("/imports/\(id)").code == "not-found")
        }
    }

    @Test("an import whose record is damaged is told as one, and can be forgotten")
    func damaged() async throws {
        try await withArchive { station, archive in
            let id = try #require(await stage(archive, station).json["id"]?.stringValue)
            let record = "\(TemporaryDirectory.current)/far/.packferry/staging/\(id)/import.json"
            try Data("{".utf8).write(to: URL(filePath: record))
            let shown = try await station.get("/imports/\(id)")
            #expect(shown.code == "records-unusable" && shown.json["hint"]?.stringValue?.contains(id) == true)
            let tried = try await station.send(.DELETE, "/imports/\(id)?dry_run=true")
            #expect(tried.status == .ok && tried.json["dry_run"] == true && tried.json["deleted"]?.stringValue == id)
            #expect(FileManager.default.fileExists(atPath: record))
            #expect(try await station.send(.DELETE, "/imports/\(id)").status == .noContent)
            #expect(try await station.get("/imports/\(id)").code == "not-found")
        }
    }

    @Test(
        "what is damaged beside the storage is named with the cure, and no archive is blamed",
        arguments: ["{", "[]", "{}"]
    )
    func damagedRecords(text: String) async throws {
        try await withArchive { station, archive in
            let file = "\(TemporaryDirectory.current)/far/.packferry/accepted.json"
            let own = URL(filePath: file).deletingLastPathComponent()
            try FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
            try Data(text.utf8).write(to: URL(filePath: file))
            let answer = try await stage(archive, station)
            #expect(
                answer.code == "records-unusable" && answer.json["title"]?.stringValue?.contains("archive") == false
            )
            #expect(answer.json["detail"]?.stringValue?.hasPrefix("\(file) ") == true, "\(answer.text)")
            #expect(answer.json["hint"]?.stringValue?.contains("backup") == true)
        }
    }

    @Test(
        "what cannot be taken in is refused, and nothing of it stays",
        arguments: [
            (#"{"repository":"far","path":"/nowhere/x.tar.zst"}"#, 404), (#"{"repository":"far","path":"x"}"#, 422),
            (#"{"repository":"far"}"#, 422), (#"{"path":"/x"}"#, 422),
        ]
    )
    func badPath(body: String, status: Int) async throws {
        try await Station.with(["near", "far"]) { station in
            let answer = try await station.post("/imports", body)
            #expect(answer.status.code == status, "\(answer.text)")
        }
    }

    @Test("a damaged archive is refused with the reason, another type of body is 415")
    func refused() async throws {
        try await withArchive { station, archive in
            for bytes in [Array(archive.dropLast(9)), Array("no archive".utf8), []] {
                let answer = try await stage(bytes, station)
                #expect(answer.code == "archive-refused", "\(answer.text)")
                #expect(leftovers().isEmpty)
            }
            let picture = try await station.send(.POST, "/imports", [.contentType: "image/png"], body: archive)
            #expect(picture.code == "unsupported-media-type")
        }
    }

    @Test("a document that names an archive is not as long as an archive")
    func longDocument() async throws {
        try await Station.with { station in
            let path = String(repeating: "x", count: 1 << 20)
            let answer = try await station.post("/imports", #"{"path":"/\#(path)"}"#)
            #expect(answer.code == "too-large")
        }
    }

    @Test("looking at imports writes nothing, not even into a storage that was never worked on")
    func safe() async throws {
        try await withArchive { station, archive in
            for path in ["/imports", "/imports?repository=far", "/imports/\(String(repeating: "0", count: 32))"] {
                _ = try await station.get(path)
            }
            let far = try station.application.repository("far").open().root
            #expect(try far.info(RelativePath(".packferry")) == nil)
            let id = try await stage(archive, station).json["id"]?.stringValue ?? ""
            // As a run that was killed would leave it.
            let folder = try station.application.repository("far").open().folder()
            try folder.write("journal.jsonl", Array("{\"import\":\"\(id)\",\"log_size\":0}\n".utf8))
            let gate: @Sendable (FileOperation) throws(SystemError) -> Void = { operation throws(SystemError) in
                throw SystemError(operation: "\(operation.kind)", path: operation.path, errno: .readOnly)
            }
            try await FileOperation.$gate.withValue(gate) {
                let shown = try await station.get("/imports/\(id)")
                #expect(shown.status == .ok, "\(shown.text)")
                #expect(shown.json["state"] == "staged" && shown.json["plan"]?["new"] == 3, "\(shown.text)")
                #expect(try await station.get("/imports").items.count == 1)
            }
            #expect(try folder.read("journal.jsonl") != nil)
        }
    }

    @Test("however busy jobs are, imports are shown")
    func busy() async throws {
        try await withArchive { station, archive in
            let id = try await stage(archive, station).json["id"]?.stringValue ?? ""
            let (isShown, pool) = (DispatchSemaphore(value: 0), station.application.pool)
            let threads = station.application.configuration.values.limits.threads.count + 1
            let work = (0..<threads).map { _ in
                Task { try await pool.run { isShown.isSignalledInTime } }
            }
            for path in ["/imports", "/imports/\(id)"] { #expect(try await station.get(path).status == .ok) }
            for _ in work { isShown.signal() }
            for task in work { #expect(try await task.value, "imports were shown only when a job ended") }
        }
    }

    @Test(
        "while somebody works on the tree, the plan of when it was staged is shown and a new import waits as a job that says for whom"
    )
    func locked() async throws {
        try await withArchive { station, archive in
            let id = try await stage(archive, station).json["id"]?.stringValue ?? ""
            let lock = try station.application.repository("far").open().folder().lock(holder: "test")
            let shown = try await station.get("/imports/\(id)")
            #expect(shown.status == .ok)
            #expect(shown.json["plan"]?["new"] == 3 && shown.json["plan"]?["made_at"]?.stringValue != nil)
            let waiting = try await stage(archive, station)
            #expect(waiting.status == .accepted)
            #expect(waiting.json["type"] == "import-stage" && waiting.json["blocked_by"] == "test")
            let job = try #require(waiting.json["id"]?.stringValue)
            #expect(try await station.post("/jobs/\(job)/cancel").json["state"] == "cancelled")
            #expect(leftovers().isEmpty, "what was sent is gone with the job")
            withExtendedLifetime(lock) {}
        }
    }

    @Test("a file that only looks like an upload is refused like any other, and stays")
    func likeAnUpload() async throws {
        try await Station.with(["far"]) { station in
            let folder = "\(TemporaryDirectory.current)/elsewhere/.packferry/uploads"
            try SampleStorage.write("half", "x.tar.zst", in: folder)
            let path = "\(folder)/x.tar.zst"
            let job = try await station.run("/jobs/import-stage", #"{"path":"\#(path)"}"#)
            #expect(job.state == .failed)
            #expect(job.problem?.detail.contains(path) == true)
            #expect(FileManager.default.fileExists(atPath: path))
        }
    }

    @Test("what a killed service had taken in is removed when the next one starts")
    func leftover() async throws {
        try await Station.with(["far"]) { station in
            try SampleStorage.write("half", "x.tar.zst", in: "\(TemporaryDirectory.current)/far/.packferry/uploads")
            let folder = try station.application.repository(nil).open().folder()
            try Upload.removeAll(in: folder)
            #expect(leftovers().isEmpty)
        }
    }
}

extension DispatchSemaphore {
    /// Blocks like a job that reads a large file, though not for ever.
    fileprivate var isSignalledInTime: Bool { wait(timeout: .now() + 20) == .success }
}
