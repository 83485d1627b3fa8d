import HTTPMessages
import JSON
import Jobs
import TestSupport
import Testing

@testable import App

@Suite("The side of an installation", .temporaryDirectory)
struct RoleTests {
    @Test(
        "refuses what belongs to the other side, and names the key",
        arguments: [
            ("offline", "/jobs/diff-build", nil), ("offline", "/jobs/diff-build", #"{"dry_run":true}"#),
            ("online", "/jobs/import-apply", #"{"path":"/a"}"#), ("online", "/jobs/import-stage", #"{"path":"/a"}"#),
            ("online", "/imports", #"{"path":"/a"}"#),
        ] as [(String, String, String?)]
    )
    func refused(role: String, path: String, body: String?) async throws {
        try await Station.with(settings: "site: { role: \(role) }") { station in
            let answer = try await station.post(path, body)
            #expect(answer.status == .forbidden && answer.code == "not-permitted", "\(answer.text)")
            #expect(answer.json["detail"]?.stringValue?.contains("site.role is \(role)") == true)
            #expect(answer.json["hint"]?.stringValue?.contains("site.role: both") == true)
        }
    }

    @Test("an archive is refused before any of it is taken")
    func upload() async throws {
        try await Station.with(settings: "site: { role: online }") { station in
            let answer = try await station.send(.POST, "/imports", [.contentType: "application/zstd"], body: [1, 2, 3])
            #expect(answer.status == .forbidden)
        }
    }

    @Test("allows what belongs to it, and both allow all", arguments: ["online", "both", "offline"])
    func allowed(role: String) async throws {
        try await Station.with(settings: "site: { role: \(role) }") { station in
            #expect(try await station.run("/jobs/collect").state == .succeeded)
            if role != "offline" { #expect(try await station.run("/jobs/diff-build").state == .succeeded) }
            if role != "online" {
                #expect(try await station.post("/imports", #"{"path":"/nothing"}"#).status == .notFound)
            }
            let site = try await station.get("/storage").json["site"]
            #expect(site?["role"]?.stringValue == role)
        }
    }
}
