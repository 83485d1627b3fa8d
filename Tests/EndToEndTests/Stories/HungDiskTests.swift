import Foundation
import JSON
import TestSupport
import Testing

@Suite(
    "A disk that does not answer",
    .paced,
    .needsProgram,
    .needsMounts,
    .needsHangingDisk,
    .temporaryDirectory,
    .ends
)
struct HungDiskTests {
    private let version = SampleVersion("left", "1.0.0")

    /// A site with a repository on a disk that can hang, and another one beside it.
    private func site() async throws -> (site: Site, disk: HangingDisk) {
        let folder = TemporaryDirectory.current
        let disk = try await HangingDisk(of: "\(folder)/real", at: "\(folder)/near/storage")
        let site = try Site("near", in: folder, gap: disk.machine, repositories: ["npm", "other"])
        for place in ["\(folder)/real", site.storage(of: "other")] {
            var storage = SampleStorage(in: place)
            try await storage.add([version, SampleVersion("large", "1.0.0")])
            let noise = [UInt8](repeating: 7, count: 3 << 20)
            try Data(noise).write(to: URL(fileURLWithPath: "\(place)/large/large-1.0.0.tgz"))
        }
        return (site, disk)
    }

    private func check(_ name: String, in health: JSONValue) -> JSONValue? {
        health["checks"]?[name]?.arrayValue?.first
    }

    /// The health once it is bad, and how long the quickest of a few answers took.
    private func badHealth(of server: Server) async throws -> (value: JSONValue, seconds: Double) {
        var (quickest, bad) = (Double.infinity, JSONValue?.none)
        while quickest >= 1 || bad == nil {
            let start = ContinuousClock.now
            let answer = try await server.ask("/health", options: ["--max-time", "60"])
            quickest = min(quickest, (ContinuousClock.now - start) / .seconds(1))
            if answer.status == 503 { bad = try answer.json }
        }
        return (bad ?? .null, quickest)
    }

    private static let others = [
        "/livez", "/version", "/metrics", "/jobs", "/packages?repository=other", "/packages?repository=npm",
        "/broken-archives?repository=npm", "/snapshots", "/artifacts", "/schedules", "/sites?repository=other",
        "/storage", "/storage/history", "/configuration", "/routes", "/openapi.json", "/imports?repository=other",
        "/keys?repository=other", "/registries/other/left", "/registries/other/left/-/left-1.0.0.tgz",
        "/registries/other/large/-/large-1.0.0.tgz", "/",
    ]

    @Test("is told within a second, holds up nothing that does not need it, and is forgotten once it answers again")
    func hangs() async throws {
        let (site, disk) = try await site()
        let server = try await site.serve()
        for name in ["npm", "other"] { _ = try await server.job("/jobs/collect", #"{"repository":"\#(name)"}"#) }
        _ = try await server.ask("/registries/npm/left").expect(200)
        #expect(try await server.ask("/health").expect(200).json["status"] == "pass")

        disk.hang()
        defer { disk.goOn() }
        // More than there are threads of any kind, all of which need the disk.
        let needy = (0..<24).map { number in
            let path = ["left", "left/-/left-1.0.0.tgz", "large/-/large-1.0.0.tgz", "left/1.0.0"][number % 4]
            let options = ["--max-time", "600", "-o", "/dev/null"]
            return Task { try await server.ask("/registries/npm/\(path)", options: options) }
        }
        let (health, seconds) = try await badHealth(of: server)
        #expect(health["status"] == "fail" && seconds < 1, "\(seconds) s: \(health)")
        let storage = check("storage:npm", in: health)
        #expect(storage?["status"] == "fail")
        #expect(storage?["output"]?.stringValue?.contains("has not answered") == true)
        for name in ["database", "queue", "storage:other", "disk"] {
            #expect(check(name, in: health)?["status"] == "pass", "\(health)")
        }
        for path in Self.others {
            let answer = try await server.ask(path, options: ["--max-time", "60", "-o", "/dev/null"])
            #expect(answer.status == 200, "\(path)")
        }
        // The large one is no archive, so it stays behind.
        #expect(try await server.job("/jobs/collect", #"{"repository":"other"}"#)["result"]?["packages"] == 2)
        var metrics = ""
        while !metrics.contains("packferry_storage_up{repository=\"npm\"} 0") {
            metrics = try await server.ask("/metrics").body
        }
        #expect(metrics.contains("packferry_storage_up{repository=\"other\"} 1"))
        // Who comes now does not join a queue that does not move.
        let refused = try await server.ask("/registries/npm/left", options: ["--max-time", "60"])
        #expect(refused.status == 503 && refused.body.contains("does not answer"), "\(refused)")

        disk.goOn()
        for task in needy { #expect([200, 503].contains(try await task.value.status)) }
        while try await server.ask("/health").status != 200 { try await Task.sleep(for: .milliseconds(50)) }
        for path in ["left", "left/-/left-1.0.0.tgz"] {
            _ = try await server.ask("/registries/npm/\(path)").expect(200)
        }
        try await server.stop().succeeded()
    }

    @Test("keeps a service neither from starting nor from ending")
    func starts() async throws {
        let (site, disk) = try await site()
        let first = try await site.serve()
        for name in ["npm", "other"] { _ = try await first.job("/jobs/collect", #"{"repository":"\#(name)"}"#) }
        try await first.stop().succeeded()
        disk.hang()
        defer { disk.goOn() }
        let server = try await site.serve()
        let (health, _) = try await badHealth(of: server)
        #expect(check("storage:npm", in: health)?["status"] == "fail")
        #expect(check("recovery", in: health)?["status"] == "warn", "\(health)")
        _ = try await server.ask("/registries/other/left").expect(200)
        let needy = Task { try? await server.ask("/registries/npm/left", options: ["--max-time", "600"]) }
        _ = try await server.ask("/livez").expect(200)
        try await server.stop().succeeded()
        _ = await needy.value
    }
}
