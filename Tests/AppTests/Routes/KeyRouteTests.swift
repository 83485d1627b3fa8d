import Crypto
import Foundation
import HTTPMessages
import JSON
import Jobs
import Posix
import TestSupport
import Testing
import Transfer

@testable import App

@Suite("Keys", .temporaryDirectory)
struct KeyRouteTests {
    /// A near repository that signs with a key of its own, and a far one that holds nothing.
    private func withSides(_ body: (Station) async throws -> Void) async throws {
        try await Station.with(["near", "far"]) { station in
            let far = "\(TemporaryDirectory.current)/far"
            for package in ["a", "@s"] { try FileManager.default.removeItem(atPath: "\(far)/\(package)") }
            try await body(station)
        }
    }

    private func makeKey(_ station: Station, _ role: SigningKeyStore.Role = .current) async throws -> SSHPublicKeyLine {
        try await station.application.makeSigningKey(role, from: nil, comment: "near", isDryRun: false)
    }

    private func archive(_ station: Station) async throws -> [UInt8] {
        let job = try await station.run("/jobs/diff-build?repository=near", #"{"full":true}"#)
        let id = try #require(job.result["artifact"]?.stringValue)
        return try await station.get("/artifacts/\(id)/download").bytes
    }

    private func stage(_ archive: [UInt8], _ station: Station, _ query: String = "") async throws -> Answer {
        try await station.send(
            .POST,
            "/imports?repository=far\(query)",
            [.contentType: "application/zstd"],
            body: archive
        )
    }

    private func trust(_ key: String, _ station: Station, _ more: String = "") async throws -> Answer {
        try await station.post("/keys", #"{"repository":"far","key":"\#(key)"\#(more)}"#)
    }

    private static func path(_ key: SSHPublicKeyLine, _ query: String = "") -> String {
        "/keys/\(PercentEncoding.encode(key.key.fingerprint))?repository=far\(query)"
    }

    @Test("none is there at first; the one that signs is shown in all its forms, and nothing of its secret")
    func own() async throws {
        try await withSides { station in
            #expect(try await station.get("/keys").json == ["own": .null, "own_problem": .null, "trusted": []])
            let line = try await makeKey(station)
            let next = try await makeKey(station, .next)
            let answer = try await station.get("/keys")
            let own = try #require(answer.json["own"])
            #expect(own["current"]?["fingerprint"]?.stringValue == line.key.fingerprint)
            #expect(own["current"]?["key"]?.stringValue == line.text)
            #expect(own["current"]?["minisign"]?.stringValue == line.key.minisignText)
            #expect(own["current"]?["allowed_signer"]?.stringValue == line.allowedSigner)
            #expect(own["next"]?["fingerprint"]?.stringValue == next.key.fingerprint)
            let secret = try String(
                contentsOfFile: "\(TemporaryDirectory.current)/state/keys/signing",
                encoding: .utf8
            ).split(separator: "\n")
            for path in ["/keys", "/configuration", "/health", "/storage"] {
                let text = try await station.get(path).text
                for line in secret.dropFirst().dropLast() { #expect(!text.contains(line), "\(path)") }
            }
        }
    }

    @Test("a key that others may read is said to be unusable, the rest is shown, and nothing is built")
    func exposed() async throws {
        try await withSides { station in
            _ = try await makeKey(station)
            let state = try Directory(opening: AbsolutePath("\(TemporaryDirectory.current)/state"))
            try state.changeMode(RelativePath("keys/signing"), 0o644)
            let answer = try await station.get("/keys").json
            #expect(answer["own"] == .null && answer["own_problem"]?.stringValue?.contains("chmod 600") == true)
            let checks = try await station.get("/health").json["checks"]
            #expect(checks?["key"]?.arrayValue?.first?["status"] == "fail")
            let job = try await station.run("/jobs/diff-build?repository=near")
            #expect(job.state == .failed && job.problem?.code == "not-permitted")
            #expect(try await station.get("/artifacts").items.isEmpty)
        }
    }

    @Test("artifacts, imports and jobs say who signed, and a key that is trusted makes it so")
    func signed() async throws {
        try await withSides { station in
            let line = try await makeKey(station)
            let archive = try await archive(station)
            let artifact = try #require(try await station.get("/artifacts").items.first)
            #expect(artifact["signer"]?["fingerprint"]?.stringValue == line.key.fingerprint)
            #expect(artifact["signer"]?["trusted"] == nil)
            let id = try #require(artifact["id"]?.stringValue)
            let verified = try await station.run("/artifacts/\(id)/verify")
            #expect(verified.result["signer"]?["key"]?.stringValue == line.key.sshText)
            let staged = try await stage(archive, station).json
            #expect(staged["signer"]?["trusted"] == false)
            let known = try #require(staged["id"]?.stringValue)
            #expect(try await trust(line.text, station).status == .created)
            #expect(try await station.get("/imports/\(known)").json["signer"]?["trusted"] == true)
            let job = try await station.run("/imports/\(known)/apply", "{}")
            #expect(job.result["signer"]?["trusted"] == true && job.result["allowed_unsigned"] == false)
            #expect(try await station.get("/imports/\(known)").json["signer"]?["trusted"] == true)
        }
    }

    @Test("what no trusted key signed is refused, with its fingerprint, and let in by a decision alone")
    func refused() async throws {
        try await withSides { station in
            let unsigned = try await archive(station)
            let other = Ed25519PrivateKey.generate().publicKey
            #expect(try await trust(other.sshText, station).status == .created)
            let refused = try await stage(unsigned, station)
            #expect(refused.status.code == 422 && refused.code == "untrusted", "\(refused.text)")
            #expect(refused.json["detail"]?.stringValue?.contains(other.fingerprint) == true)
            #expect(refused.json["hint"]?.stringValue?.contains("allow_unsigned") == true)
            #expect(try await station.get("/imports").items.isEmpty)
            let staged = try await stage(unsigned, station, "&allow_unsigned=true")
            #expect(staged.status == .created, "\(staged.text)")
            let id = try #require(staged.json["id"]?.stringValue)
            let failed = try await station.run("/imports/\(id)/apply", "{}")
            #expect(failed.problem?.code == "untrusted")
            let job = try await station.run("/imports/\(id)/apply", #"{"allow_unsigned":true}"#)
            #expect(job.state == .succeeded && job.result["allowed_unsigned"] == true)
            #expect(try await station.get("/imports/\(id)").json["allowed_unsigned"] == true)
        }
    }

    @Test("by its path it is refused and let in alike")
    func byPath() async throws {
        try await withSides { station in
            let path = "\(TemporaryDirectory.current)/carried.tar.zst"
            try await Data(archive(station)).write(to: URL(filePath: path))
            #expect(try await trust(Ed25519PrivateKey.generate().publicKey.sshText, station).status == .created)
            let body = #"{"repository":"far","path":"\#(path)""#
            #expect(try await station.post("/imports", "\(body)}").code == "untrusted")
            #expect(try await station.post("/imports", "\(body),\"allow_unsigned\":true}").status == .created)
        }
    }

    @Test("a key is listed with who trusted it, retired once, and kept in mind")
    func retired() async throws {
        try await withSides { station in
            let line = SSHPublicKeyLine(Ed25519PrivateKey.generate().publicKey, comment: "theirs")
            let tried = try await trust(line.text, station, ",\"dry_run\":true")
            #expect(tried.status == .ok && tried.json["dry_run"] == true)
            #expect(try await station.get("/keys").json["trusted"] == [])
            let made = try await trust(line.text, station)
            #expect(made.fields[.location] == "/keys?repository=far")
            let listed = try #require(try await station.get("/keys").json["trusted"]?.arrayValue?.first)
            #expect(listed["comment"] == "theirs" && listed["by"] == "api" && listed["retired_at"] == .null)
            #expect(listed["links"]?["self"]?.stringValue == Self.path(line))
            #expect(try await station.get("/keys?repository=near").json["trusted"] == [])
            let wouldRetire = try await station.send(.DELETE, Self.path(line, "&dry_run=true"))
            #expect(wouldRetire.status == .ok && wouldRetire.json["dry_run"] == true)
            #expect(wouldRetire.json["retired_at"]?.stringValue != nil)
            #expect(try await station.send(.DELETE, Self.path(line)).status == .noContent)
            #expect(try await station.send(.DELETE, Self.path(line)).status == .notFound)
            let kept = try #require(try await station.get("/keys").json["trusted"]?.arrayValue?.first)
            #expect(kept["retired_at"]?.stringValue != nil)
        }
    }

    @Test(
        "what is no key, or one of another kind, is refused and not repeated",
        arguments: [
            "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQ==", "ssh-ed25519 AAAA", "-----BEGIN OPENSSH PRIVATE KEY-----",
        ]
    )
    func noKey(text: String) async throws {
        try await withSides { station in
            let answer = try await trust(text, station)
            #expect(answer.status.code == 422 && answer.code == "invalid-request", "\(answer.text)")
            #expect(!answer.text.contains("AAAA"))
            let trusted = try await station.get("/keys").json["trusted"]
            #expect(trusted == [])
        }
    }

    @Test("a further source is taken by its uuid, and what is none is refused")
    func source() async throws {
        try await withSides { station in
            let archive = try await archive(station)
            let other = String(repeating: "a", count: 32)
            for (body, status) in [
                (#"{"repository":"far","source":"x"}"#, 422), (#"{"repository":"far"}"#, 422),
                (#"{"repository":"far","source":"\#(other)","dry_run":true}"#, 200),
            ] { #expect(try await station.post("/sources", body).status.code == status) }
            let taken = try await station.post("/sources", #"{"repository":"far","source":"\#(other)"}"#)
            #expect(taken.status == .ok && taken.json["source"]?.stringValue == other)
            let refused = try await stage(archive, station)
            #expect(refused.code == "archive-refused" && refused.text.contains(other), "\(refused.text)")
            let uuid = try #require(
                try station.application.repository("near").open().existingFolder()?.uuid()
            )
            let added = try await station.post("/sources", #"{"repository":"far","source":"\#(uuid)"}"#)
            #expect(added.status == .ok)
            #expect(try await stage(archive, station).status == .created)
        }
    }

    @Test("a side that only takes archives has a key for what it says, and for nothing else")
    func side() async throws {
        try await Station.with(settings: "site: { role: offline }") { station in
            let made = try await makeKey(station)
            let own = try await station.get("/keys").json["own"]?["current"]
            #expect(own?["key"]?.stringValue == made.text)
            let allowed = try #require(own?["allowed_signer"]?.stringValue)
            #expect(allowed.contains("namespaces=\"packferry-receipt\""), "\(allowed)")
        }
    }

    @Test("a repository that somebody works on is waited for, and then said to be in use")
    func locked() async throws {
        try await Station.with { station in
            let lock = try station.lockRepository()
            defer { withExtendedLifetime(lock) {} }
            let key = Ed25519PrivateKey.generate().publicKey.sshText
            #expect(try await station.post("/keys", #"{"key":"\#(key)"}"#).code == "locked")
        }
    }
}
