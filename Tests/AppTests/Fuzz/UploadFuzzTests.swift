import Foundation
import HTTPMessages
import HTTPServer
import JSON
import Posix
import TestSupport
import Testing

@testable import App

/// Bodies that were changed, sent to the whole service over a socket in pieces of any size.
///
/// `FuzzRun` says how to let it run for long.
@Suite("Uploads", .temporaryDirectory, .ends) struct UploadFuzzTests {
    /// Something that a service takes.
    private struct Upload {
        let path: String
        let type: String
        let bodies: [[UInt8]]
    }

    private static let lockfile = """
        {"name":"x","lockfileVersion":3,"packages":{"":{"dependencies":{"a":"^1.0.0"}},"node_modules/a":{"version":"1.0.0",
        "resolved":"https://registry.npmjs.org/a/-/a-1.0.0.tgz","integrity":"sha512-AAAA"}}}
        """
    private static let list = "\(String(repeating: "ab", count: 64))  ./a/a-1.0.0.tgz\n"

    @Test("are taken or refused, once each, the same in any pieces, and nothing of them stays behind")
    func uploads() async throws {
        try await LiveService.with(["near", "far"]) { live in
            for package in ["a", "@s"] {
                try FileManager.default.removeItem(atPath: "\(TemporaryDirectory.current)/far/\(package)")
            }
            let uploads = try await Self.kinds(live)
            for (name, bytes) in try Corpus.inputs("http-upload") {
                for upload in uploads { try await check(bytes, of: upload, name, live) }
            }
            try await FuzzRun("http-upload", 60).each { random in
                let kind = Int.random(in: 0..<uploads.count, using: &random)
                var bytes = random.pick(uploads[kind].bodies)
                if !random.once(in: 8) {
                    random.once(in: 2)
                        ? ByteMutation.mutate(&bytes, with: &random) : HTTPMutation.mutate(&bytes, with: &random)
                }
                return [UInt8(kind)] + bytes
            } try: { input, number in
                let kind = uploads[Int(input[0])]
                try await check(Array(input.dropFirst()), of: kind, "\(number)", live, FuzzRun.generator(number))
            }
            #expect(try await live.send("GET", "/livez").hasPrefix("HTTP/1.1 200 "))
        }
    }

    private static func kinds(_ live: LiveService) async throws -> [Upload] {
        let built = try await live.send("POST", "/jobs/diff-build?repository=near&wait=60", ["Content-Length: 0"])
        let id = try #require(built.firstMatch(of: /"artifact":"(diff-[^"]+)"/)).1
        let folder = try Directory(opening: live.application.configuration.values.paths.artifacts)
        let archive = try folder.open(RelativePath("\(id).tar.zst")).readAll(limit: 1 << 24)
        return [
            Upload(path: "/imports?repository=far", type: "application/zstd", bodies: [archive]),
            Upload(
                path: "/imports?repository=far",
                type: "application/json",
                bodies: [Array(#"{"path":"/nowhere/x"}"#.utf8)]
            ),
            Upload(path: "/install-checks?repository=far", type: "application/json", bodies: [Array(lockfile.utf8)]),
            Upload(
                path: "/receipts?repository=near",
                type: "application/json",
                bodies: [Array(#"{"format":"x"}"#.utf8)]
            ),
            Upload(path: "/inventories?repository=near&site=plant-7", type: "text/plain", bodies: [Array(list.utf8)]),
            Upload(
                path: "/jobs/collect?repository=near",
                type: "application/json",
                bodies: [Array(#"{"deep":true}"#.utf8)]
            ),
        ]
    }

    private func check(
        _ body: [UInt8],
        of upload: Upload,
        _ what: String,
        _ live: LiveService,
        _ generator: SeededGenerator = SeededGenerator(seed: 1)
    ) async throws {
        var random = generator
        let isChunked = random.once(in: 2)
        let head =
            "POST \(upload.path) HTTP/1.1\r\nHost: localhost\r\nContent-Type: \(upload.type)\r\nConnection: close\r\n"
            + (isChunked ? "Transfer-Encoding: chunked\r\n\r\n" : "Content-Length: \(body.count)\r\n\r\n")
        let bytes = Array(head.utf8) + (isChunked ? Self.chunks(body, &random) : body)
        // Some leave before they are done.
        let isWhole = !random.once(in: 8)
        let sent = isWhole ? bytes : Array(bytes.prefix(Int.random(in: 0..<bytes.count, using: &random)))
        let cuts = HTTPMutation.cuts(of: sent.count, with: &random)
        let text = try await live.exchange(sent, in: cuts, isEnd: !isWhole)
        let statuses = text.matches(of: #/HTTP/1\.1 (\d\d\d) /#).compactMap { Int($0.1) }.filter { $0 >= 200 }
        if isWhole {
            #expect(
                statuses.count == 1 && statuses.allSatisfy { $0 < 500 },
                "\(upload.path) \(what): \(text.prefix(2000))"
            )
        } else {
            #expect(
                statuses.count <= 1 && statuses.allSatisfy { $0 < 500 },
                "\(upload.path) \(what): \(text.prefix(2000))"
            )
        }
        // Who left is noticed a moment later.
        while try await !live.send("GET", "/livez").isEmpty, !leftovers().isEmpty {}
        guard isWhole, random.once(in: 4), !upload.path.hasPrefix("/jobs/") else { return }
        let plain = try await live.exchange(bytes, in: [bytes.count], isEnd: false)
        #expect(Self.outcome(plain) == Self.outcome(text), "\(upload.path) \(what): \(plain.prefix(2000))")
    }

    private func leftovers() -> [String] {
        let uploads = "\(TemporaryDirectory.current)/far/.packferry/uploads"
        return (try? FileManager.default.contentsOfDirectory(atPath: uploads)) ?? []
    }

    private static func chunks(_ body: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = body[...]
        while !rest.isEmpty {
            let piece = rest.prefix(Int.random(in: 1...max(1, body.count), using: &random))
            bytes += Array("\(String(piece.count, radix: 16))\r\n".utf8) + piece + [0x0D, 0x0A]
            rest = rest.dropFirst(piece.count)
        }
        return bytes + Array("0\r\n\r\n".utf8)
    }

    /// What is the same when something is sent again: how it was refused, or that it was taken.
    private static func outcome(_ text: String) -> String {
        let status = text.firstMatch(of: /HTTP\/1\.1 (\d)\d\d/).map { String($0.1) } ?? ""
        return status + (text.firstMatch(of: /"code":"([^"]+)"/).map { String($0.1) } ?? "")
    }
}
