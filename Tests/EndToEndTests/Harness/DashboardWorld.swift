import Foundation
import JSON
import TestSupport
import Testing

/// Two sides that have something to show on every page of the dashboard, and one that has nothing yet.
struct DashboardWorld: Sendable {
    let near: Server
    let far: Server
    let empty: Server

    /// What is called so that a page may take it for something else, by where it is shown.
    static let names = [
        "<img src=x onerror=alert(1)>": "/packages?repository=images",
        "\u{202E}gpj.exe": "/packages?repository=images",
        String(repeating: "long-", count: 42) + "name": "/packages?repository=npm",
    ]

    static func with(_ body: (DashboardWorld) async throws -> Void) async throws {
        let folder = TemporaryDirectory.current
        let near = try await near(in: folder)
        let far = try await far(in: folder, taking: near)
        let empty = try await site("empty", role: "both", in: folder).serve()
        try await body(DashboardWorld(near: near, far: far, empty: empty))
        for server in [near, far, empty] { try await server.stop() }
    }

    /// What stories are told of it.
    var told: JSONValue {
        [
            "near": .string(near.url), "far": .string(far.url), "empty": .string(empty.url),
            "names": .object(Self.names.map { ($0.key, .string($0.value)) }),
        ]
    }

    private static func site(_ name: String, role: String, in folder: String) throws -> Site {
        let site = try Site(name, in: folder, role: role)
        try FileManager.default.createDirectory(atPath: "\(site.folder)/images", withIntermediateDirectories: true)
        // Nothing listens at the upstream, so that a refresh fails.
        try site.configure(
            """
            site: { role: \(role), name: \(name) }
            listen: 127.0.0.1:0
            repositories:
              npm: { type: npm, storage: ./storage, upstream: "http://127.0.0.1:9/" }
              images: { type: files, path: ./images }
            schedules: [{ job: collect, repository: npm, cron: "0 3 * * 0" }]
            """
        )
        return site
    }

    /// Two archives, a broken file, a job that failed and schedules of both kinds.
    private static func near(in folder: String) async throws -> Server {
        let site = try site("near", role: "online", in: folder)
        var storage = SampleStorage(in: site.storage)
        try await storage.add((0..<12).map { SampleVersion("package-\($0)", "1.0.0") })
        try await storage.add([SampleVersion("left", "1.0.0"), SampleVersion("@team/right", "2.0.0")])
        for name in names.keys {
            if name.hasPrefix("long") {
                try await storage.add([SampleVersion(name, "1.0.0")])
            } else {
                let own = "\(site.folder)/images/\(name)"
                try FileManager.default.createDirectory(atPath: own, withIntermediateDirectories: true)
                try Data("an image".utf8).write(to: URL(fileURLWithPath: "\(own)/file"))
            }
        }
        try await site.run("keys", "generate").succeeded()
        let server = try await site.serve()
        _ = try await server.job("/jobs/collect", #"{"repository":"images"}"#)
        _ = try await server.job("/jobs/diff-build", #"{"repository":"npm"}"#)
        try await storage.add([SampleVersion("left", "1.1.0")])
        _ = try await server.job("/jobs/diff-build", #"{"repository":"npm","note":"the second"}"#)
        try await storage.add([SampleVersion("left", "1.2.0")])
        _ = try await server.job("/snapshots", #"{"repository":"npm","name":"spare"}"#)
        try Data("rot".utf8).write(to: URL(fileURLWithPath: "\(site.storage)/package-0/package-0-1.0.0.tgz"))
        _ = try await server.job("/jobs/broken-rescan", #"{"repository":"npm"}"#)
        _ = try await server.job("/jobs/full-refresh", #"{"repository":"npm"}"#)
        _ = try await server.post("/schedules", #"{"type":"collect","repository":"npm","every":"12h"}"#).expect(201)
        return server
    }

    /// One archive that is applied, of which the receipt came back, and one that waits.
    private static func far(in folder: String, taking near: Server) async throws -> Server {
        let server = try await site("far", role: "offline", in: folder).serve()
        let own = try #require(try await near.ask("/keys").expect(200).json["own"]?["current"])
        let key: JSONValue = ["repository": "npm", "key": .string(try own.text("key"))]
        _ = try await server.post("/keys", String(decoding: key.encoded(), as: UTF8.self)).expect(201)
        let artifacts = try await near.ask("/artifacts").expect(200).json.list("items")
        for (index, id) in try artifacts.map({ try $0.text("id") }).sorted().enumerated() {
            let body: JSONValue = ["repository": "npm", "path": .string("\(near.site.artifacts)/\(id).tar.zst")]
            let staged = try await server.post("/imports", String(decoding: body.encoded(), as: UTF8.self)).expect(201)
            guard index == 0 else { continue }
            let path = try "/imports/\(staged.json.text("id"))"
            _ = try await server.job("\(path)/apply")
            let receipt = try await server.ask("\(path)/receipt").expect(200).body
            _ = try await near.post("/receipts", receipt).expect(200)
        }
        return server
    }
}
