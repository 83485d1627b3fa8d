import Foundation
import HTTPMessages
import JSON
import TestSupport
import Testing

@Suite("Install checks", .temporaryDirectory)
struct InstallCheckRouteTests {
    private static let sha1 = "67391c79f34e9e15ff402519de36b4741c30e6a3"

    private func lock(_ entries: [String]) -> String {
        "{\"lockfileVersion\":3,\"packages\":{\(entries.joined(separator: ","))}}"
    }

    private func entry(_ name: String, _ version: String, _ extra: String = "") -> String {
        "\"node_modules/\(name)\":{\"version\":\"\(version)\"\(extra)}"
    }

    @Test("a lockfile whose files are all there lacks nothing")
    func whole() async throws {
        try await Station.with { station in
            let lock = lock([entry("a", "1.1.0"), entry("@s/b", "2.0.0")])
            let answer = try await station.post("/install-checks", lock)
            #expect(answer.status == .ok, "\(answer.text)")
            #expect(answer.json["kind"] == "package-lock.json")
            #expect(answer.json["checked"]?.integerValue == 2)
            #expect(answer.json["missing"] == [])
            #expect(answer.json["request"]?.isNull == true)
        }
    }

    @Test("what is missing or has other bytes is named, and asked for in a request that is taken again")
    func missing() async throws {
        try await Station.with { station in
            let other = #","integrity":"sha512-\#(String(repeating: "A", count: 86))==""#
            let right = #","resolved":"http://elsewhere.example:4873/a/-/a-1.0.0.tgz""#
            let lock = lock([
                entry("a", "1.0.0", right), entry("x/node_modules/a", "1.1.0", other),
                entry("y/node_modules/a", "1.2.0"),
                entry("c", "3.0.0"),
            ])
            let answer = try await station.post("/install-checks", lock)
            let missing = try #require(answer.json["missing"]?.arrayValue)
            let found = missing.map { item in
                ["name", "version", "file", "state"].map { item[$0]?.stringValue ?? "-" }.joined(separator: " ")
            }
            #expect(
                found == [
                    "a 1.1.0 a-1.1.0.tgz different", "a 1.2.0 a-1.2.0.tgz missing", "c 3.0.0 c-3.0.0.tgz missing",
                ]
            )
            let host = try #require(answer.json["hosts"]?.arrayValue?.first)
            #expect(host["host"] == "elsewhere.example:4873")
            #expect(host["cure"]?.stringValue?.contains("--replace-registry-host=always") == true)
            let request = try #require(answer.json["request"])
            let again = try await station.send(.POST, "/install-checks", body: request.encoded())
            #expect(again.json["kind"] == "packferry.request/1")
            #expect(again.json["missing"]?.arrayValue?.count == 3)
        }
    }

    @Test("ranges are followed to what is there, and what leads nowhere is named with who asks")
    func ranges() async throws {
        try await Station.with { station in
            let project = #"{"dependencies":{"a":"^1.0.0","@s/b":"^3","g":"github:u/g"}}"#
            let answer = try await station.post("/install-checks", project)
            let missing = try #require(answer.json["missing"]?.arrayValue)
            #expect(missing.map { $0["name"]?.stringValue } == ["@s/b"])
            #expect(missing.first?["spec"] == "^3")
            #expect(missing.first?["state"] == "unresolved")
            #expect(missing.first?["asked_by"] == "package.json")
            #expect(answer.json["elsewhere"]?.arrayValue?.first?["name"] == "g")
            let never = try await station.send(.POST, "/install-checks", body: Array("a@1.2.0\n".utf8))
            #expect(never.json["missing"]?.arrayValue?.count == 1)
        }
    }

    @Test("the hosts of the service itself are no strangers")
    func ownHosts() async throws {
        try await Station.with { station in
            let resolved = #","resolved":"http://packferry.example:8470/npm/a/-/a-1.0.0.tgz""#
            let answer = try await station.post("/install-checks", lock([entry("a", "1.0.0", resolved)]))
            #expect(answer.json["hosts"] == [])
        }
    }

    @Test(
        "what is no list of packages is refused with the reason",
        arguments: [
            ("image/png", "x", HTTPStatus.unsupportedMediaType, "unsupported-media-type"),
            ("text/plain", "<html>", .unprocessableContent, "package-list-refused"),
            ("application/json", "{", .unprocessableContent, "package-list-refused"),
            ("text/plain", "", .unprocessableContent, "package-list-refused"),
        ]
    )
    func refusals(type: String, body: String, status: HTTPStatus, code: String) async throws {
        try await Station.with { station in
            let fields: HTTPFields = [.contentType: type]
            let answer = try await station.send(.POST, "/install-checks", fields, body: Array(body.utf8))
            #expect(answer.status == status)
            #expect(answer.code == code)
            #expect(answer.json["hint"]?.stringValue?.isEmpty == false)
        }
    }

    @Test("where several are configured, the repository is named")
    func several() async throws {
        try await Station.with(["near", "other"]) { station in
            #expect(try await station.post("/install-checks", "{}").status == .unprocessableContent)
            let body = Array("a@^1\n".utf8)
            let answer = try await station.send(.POST, "/install-checks?repository=other", body: body)
            #expect(answer.json["repository"] == "other")
        }
    }
}
