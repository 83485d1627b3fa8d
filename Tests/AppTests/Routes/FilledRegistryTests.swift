import HTTPMessages
import HTTPServer
import JSON
import Logging
import Posix
import Synchronization
import TestSupport
import Testing

@testable import App

@Suite("The npm registry in front of an upstream", .temporaryDirectory, .ends)
struct FilledRegistryTests {
    /// An upstream on loopback that has nothing, or fails, and counts who asks.
    private func withUpstream(
        _ answer: HTTPResponse,
        _ body: @Sendable (_ url: String, _ asked: @Sendable () -> Int) async throws -> Void
    ) async throws {
        let asked = Atomic(0)
        let configuration = HTTPServerConfiguration(addresses: [.loopback(port: 0)], limits: .patient)
        let server = try HTTPServer(configuration, logger: Logger(label: "http", sink: .none)) { _ in
            asked.add(1, ordering: .relaxed)
            return answer
        }
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await server.run() }
            defer { tasks.cancelAll() }
            try await body("http://\(server.addresses[0])") { asked.load(ordering: .relaxed) }
        }
    }

    @Test("says with what it serves while upstream is away that it is stale, in every form, and of a tarball nothing")
    func stale() async throws {
        // 404 of a package that came from there is what an upstream without it says, too.
        try await withUpstream(HTTPResponse(.forbidden)) { url, asked in
            try await Station.with(repository: ", upstream: \"\(url)\"") { station in
                for path in ["/npm/a", "/npm/a/1.0.0", "/npm/a/latest", "/npm/-/package/a/dist-tags"] {
                    let answer = try await station.get(path)
                    #expect(answer.status == .ok, "\(path): \(answer.text)")
                    #expect(answer.fields[HTTPFieldName("Warning")] == "110 packferry \"Response is Stale\"", "\(path)")
                }
                let known = try await station.get("/npm/a").fields[.etag] ?? ""
                let same = try await station.get("/npm/a", [.ifNoneMatch: known])
                #expect(same.status == .notModified)
                #expect(same.fields[HTTPFieldName("Warning")] == "110 packferry \"Response is Stale\"")
                let count = asked()
                #expect(count > 0)
                let tarball = try await station.get("/npm/a/-/a-1.0.0.tgz")
                #expect(tarball.status == .ok && tarball.text == "a@1.0.0\n")
                #expect(tarball.fields[HTTPFieldName("Warning")] == nil)
                #expect(asked() == count)
                let unknown = try await station.get("/npm/unknown")
                #expect(unknown.status == .serviceUnavailable, "\(unknown.text)")
                #expect(unknown.json["error"]?.stringValue?.contains("answers 403") == true, "\(unknown.text)")
            }
        }
    }

    @Test("is not stale where it was published here, which upstream does not have")
    func local() async throws {
        try await withUpstream(HTTPResponse(.notFound, .json, Array("{}".utf8))) { url, asked in
            try await Station.with(repository: ", upstream: \"\(url)\"") { station in
                let answer = try await station.get("/npm/a")
                #expect(answer.status == .ok && answer.fields[HTTPFieldName("Warning")] == nil)
                #expect(asked() == 1)
                let unknown = try await station.get("/npm/unknown")
                #expect(unknown.status == .notFound)
            }
        }
    }

    @Test("never asks upstream on an offline site, whatever is asked for")
    func offline() async throws {
        try await withUpstream(HTTPResponse(.forbidden)) { url, asked in
            let settings = "site: { role: offline }"
            try await Station.with(settings: settings, repository: ", upstream: \"\(url)\"") { station in
                let here = try await station.get("/npm/a")
                #expect(here.status == .ok && here.fields[HTTPFieldName("Warning")] == nil)
                #expect(try await station.get("/npm/a/-/a-1.0.0.tgz").status == .ok)
                #expect(try await station.get("/npm/a/-/a-1.2.0.tgz").status == .notFound)
                #expect(try await station.get("/npm/unknown").status == .notFound)
                let refresh = try await station.post("/jobs/full-refresh")
                #expect(refresh.status == .forbidden, "\(refresh.text)")
                #expect(asked() == 0)
            }
        }
    }
}
