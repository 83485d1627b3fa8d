import Foundation
import HTTPMessages
import JSON
import TestSupport
import Testing

@testable import API
@testable import App

@Suite("Storage, health and version", .temporaryDirectory)
struct OperationsRouteTests {
    @Test("the totals are what lies on disk")
    func storage() async throws {
        try await Station.with { station in
            let before = try await station.get("/storage").json
            #expect(before["collected"]?.isNull == true)
            let artifact = try await station.build()
            let after = try await station.get("/storage").json
            let npm = after["repositories"]?.arrayValue?.first
            #expect(
                npm?["counts"] == [
                    "bytes": .integer(Int64(SampleStorage.bytes)), "files": 5, "packages": 2, "versions": 3,
                ]
            )
            #expect(npm?["scopes"]?.arrayValue?.map { $0["scope"]?.stringValue } == ["", "@s"])
            let size = try await station.get("/artifacts/\(artifact)").json["size"]
            #expect(after["artifacts"] == ["bytes": size ?? 0, "count": 1])
            #expect(after["snapshots"]?["count"] == 1)
            #expect(after["collected"]?.stringValue?.hasPrefix("20") == true)
        }
    }

    @Test("what is broken, or belongs to nobody, is counted too: it lies on disk")
    func odd() async throws {
        try await Station.with { station in
            let storage = "\(TemporaryDirectory.current)/npm"
            try SampleStorage.write("{", "package.json", in: "\(storage)/bad")
            try SampleStorage.write("orphan", "bad-1.0.0.tgz", in: "\(storage)/bad")
            try SampleStorage.write("", "bad-1.0.1.tgz", in: "\(storage)/bad")
            try SampleStorage.write("nobody's", "x-1.0.0.tgz", in: "\(storage)/nodocument")
            try await station.collect()
            let counts = try await station.get("/storage").json["repositories"]?.arrayValue?.first?["counts"]
            #expect(counts?["files"] == .integer(Int64(SampleStorage.files + 4)))
            #expect(counts?["bytes"] == .integer(Int64(SampleStorage.bytes + 1 + 6 + 0 + 8)))
        }
    }

    @Test("everything passes where everything works")
    func healthy() async throws {
        try await Station.with { station in
            let health = try await station.get("/health")
            #expect(health.status == .ok)
            #expect(health.json["status"] == "pass", "\(health.text)")
            #expect(health.fields[.contentType] == "application/health+json")
            let checks = try #require(health.json["checks"]?.objectValue)
            #expect(checks.map(\.0).sorted() == ["database", "disk", "queue", "schedules", "storage:npm"])
            for (name, list) in checks {
                for check in list.arrayValue ?? [] {
                    #expect(check["name"] == .string(name) && check["status"] == "pass" && check["output"] == nil)
                    #expect(["component", "datastore", "system"].contains(check["componentType"]?.stringValue))
                    #expect(check["time"]?.stringValue?.hasSuffix("Z") == true, "\(check)")
                }
            }
            #expect(checks.first { $0.0 == "disk" }?.1.arrayValue?.first?["observedUnit"] == "bytes")
            #expect(try await station.get("/readyz").status == .ok)
            #expect(try await station.get("/livez").json["status"] == "pass")
            #expect(try await station.get("/version").json["version"]?.stringValue == Version.current)
        }
    }

    @Test(
        "a disk that is nearly full is a warning, then a failure, however small it is",
        arguments: [
            (8 << 20, 3 << 20, .fail), (4 << 30, 63 << 20, .fail), (4 << 30, 65 << 20, .warn),
            (4 << 30, 255 << 20, .warn), (4 << 30, 257 << 20, .pass), (1 << 40, 1 << 30, .pass),
            (1 << 40, (1 << 30) - 1, .warn), (1 << 40, 200 << 20, .fail), (10 << 30, 500 << 20, .warn),
            (10 << 30, 513 << 20, .pass),
        ] as [(Int64, Int64, Health.Status)]
    )
    func disk(total: Int64, free: Int64, status: Health.Status) {
        #expect(DiskSpace(path: "/", totalBytes: total, freeBytes: free).status == status)
    }

    @Test(
        "a disk that will be full within a week is a warning that says so, and one of which only the reserve is left a failure"
    )
    func outlook() {
        var disk = DiskSpace(path: "/srv", totalBytes: 100 << 30, freeBytes: 50 << 30)
        disk.fullInDays = 8
        #expect(disk.status == .pass && disk.sentence.contains("full in about 8 days"))
        disk.fullInDays = 1
        #expect(disk.status == .warn && disk.sentence.contains("full in about 1 day."))
        #expect(disk.sentence.contains("packferry prune"))
        disk.reserveBytes = 51 << 30
        #expect(disk.status == .fail && disk.sentence.contains("retention.reserve"))
    }

    @Test("each repository says when it was read")
    func collected() async throws {
        try await Station.with(["near", "other"]) { station in
            try await station.collect("near")
            let repositories = try await station.get("/storage").json["repositories"]?.arrayValue ?? []
            #expect(repositories.map { $0["collected"]?.isNull } == [false, true])
        }
    }

    @Test("a storage that is gone, or lost what it held, makes the service unready", arguments: [true, false])
    func unready(wholly: Bool) async throws {
        try await Station.with { station in
            try await station.collect()
            let storage = "\(TemporaryDirectory.current)/npm"
            try FileManager.default.removeItem(atPath: storage)
            if !wholly { try FileManager.default.createDirectory(atPath: storage, withIntermediateDirectories: false) }
            for path in ["/health", "/readyz"] {
                // What was seen just now counts for a moment.
                while try await station.get(path).status == .ok {}
                let answer = try await station.get(path)
                #expect(answer.status == .serviceUnavailable)
                #expect(answer.json["status"] == "fail")
            }
            #expect(try await station.get("/livez").status == .ok)
        }
    }
}
