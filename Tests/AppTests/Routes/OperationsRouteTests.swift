import Foundation
import HTTPMessages
import JSON
import TestSupport
import Testing

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
            let names = health.json["checks"]?.arrayValue?.map { $0["name"]?.stringValue }
            #expect(names == ["database", "queue", "storage:npm", "disk"])
            #expect(try await station.get("/readyz").status == .ok)
            #expect(try await station.get("/livez").json["status"] == "pass")
            #expect(try await station.get("/version").json["version"]?.stringValue == Version.current)
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
                let answer = try await station.get(path)
                #expect(answer.status == .serviceUnavailable)
                #expect(answer.json["status"] == "fail")
            }
            #expect(try await station.get("/livez").status == .ok)
        }
    }
}
