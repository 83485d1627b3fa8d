import App
import Foundation
import Posix
import TestSupport
import Testing

@Suite("Events and logs over a connection", .temporaryDirectory)
struct StreamTests {
    @Test("the events of a job end with its end; who saw that, and comes back, is told to stay away")
    func followJob() async throws {
        try await LiveService.with { live in
            let id = try await live.collect()
            let stream = try await live.send("GET", "/jobs/\(id)/events")
            #expect(stream.contains("Content-Type: text/event-stream"))
            #expect(stream.contains("event: state\n"))
            #expect(stream.contains(#""state":"succeeded""#))
            #expect(stream.contains("event: end\n"))
            let last = try #require(stream.matches(of: /id: (\d+)/).last?.1)
            let again = try await live.send("GET", "/jobs/\(id)/events", ["Last-Event-ID: \(last)"])
            #expect(again.hasPrefix("HTTP/1.1 204 No Content\r\n"))
        }
    }

    @Test("who lost the connection gets what came after the last event he saw")
    func resume() async throws {
        try await LiveService.with { live in
            async let following = live.send("GET", "/events", until: #""state":"succeeded""#)
            let id = try await live.collect()
            let stream = try await following
            let ids = stream.matches(of: /id: (\d+)\nevent: state\n/).map { String($0.1) }
            let seen = try #require(ids.first)
            let rest = try await live.send("GET", "/events", ["Last-Event-ID: \(seen)"], until: #""state":"succeeded""#)
            #expect(!rest.contains("id: \(seen)\n"))
            #expect(rest.contains("id: \(ids.last ?? "")\n"))
            #expect(rest.contains(id))
        }
    }

    @Test("who was away for too long is told that events are missing")
    func lagged() async throws {
        try await LiveService.with { live in
            let id = try await live.collect()
            let stream = try await live.send("GET", "/jobs/\(id)/events", ["Last-Event-ID: 5"])
            #expect(stream.contains("event: lagged\n"))
            #expect(stream.contains("event: end\n"))
        }
    }

    @Test("a log comes as text or as JSON lines, whole or its tail")
    func log() async throws {
        try await LiveService.with { live in
            let id = try await live.collect()
            let whole = try await live.send("GET", "/jobs/\(id)/log")
            let text = try #require(whole.split(separator: "\r\n\r\n", maxSplits: 1).last)
            #expect(text.contains("INFO    collect: started attempt=1 initiator=api:127.0.0.1\n"))
            #expect(text.hasSuffix("INFO    collect: succeeded\n"))
            let size = text.utf8.count
            let tail = try await live.send("GET", "/jobs/\(id)/log", ["Range: bytes=-10"])
            #expect(tail.hasPrefix("HTTP/1.1 206 Partial Content\r\n"))
            #expect(tail.contains("Content-Range: bytes \(size - 10)-\(size - 1)/\(size)\r\n"))
            #expect(tail.hasSuffix("\r\n\r\nsucceeded\n"))
            let middle = try await live.send("GET", "/jobs/\(id)/log", ["Range: bytes=2-5"])
            #expect(middle.hasSuffix("\r\n\r\n\(text.dropFirst(2).prefix(4))"))
            let beyond = try await live.send("GET", "/jobs/\(id)/log", ["Range: bytes=\(size)-"])
            #expect(beyond.hasPrefix("HTTP/1.1 416 "))
            let head = try await live.send("HEAD", "/jobs/\(id)/log")
            #expect(head.contains("Content-Length: \(size)\r\n"))
            #expect(head.hasSuffix("\r\n\r\n"))
            #expect(whole.contains("Content-Disposition: inline; filename=\"\(id).log\"\r\n"))
            #expect(whole.contains("Content-Type: text/plain; charset=utf-8\r\n"))
            let lines = try await live.send("GET", "/jobs/\(id)/log", ["Accept: application/x-ndjson"])
            #expect(lines.contains("Content-Disposition: inline; filename=\"\(id).ndjson\"\r\n"))
            #expect(lines.contains(#""level":"info","label":"collect","message":"started""#))
            let picture = try await live.send("GET", "/jobs/\(id)/log", ["Accept: image/png"])
            #expect(picture.hasPrefix("HTTP/1.1 406 "))
        }
    }

    @Test("who follows everything is told which lists became others")
    func changes() async throws {
        try await LiveService.with { live in
            async let following = live.send("GET", "/events", until: #""collection":"schedules""#)
            _ = try await live.collect()
            let body = #"{"type":"collect","every":"12h"}"#
            let fields = ["Content-Type: application/json", "Content-Length: \(body.utf8.count)"]
            let made = try await live.exchange(
                (["POST /schedules HTTP/1.1", "Host: localhost", "Connection: close"] + fields)
                    .joined(separator: "\r\n") + "\r\n\r\n" + body
            )
            #expect(made.hasPrefix("HTTP/1.1 201 "))
            let stream = try await following
            #expect(stream.contains("event: changed\n"))
            #expect(stream.contains(#""collection":"packages","job":null,"job_id":null,"kind":"changed""#))
        }
    }

    @Test("the list of all packages is one document")
    func all() async throws {
        try await LiveService.with { live in
            _ = try await live.collect()
            let answer = try await live.send("GET", "/npm/-/all", ["Accept: application/json"])
            #expect(answer.contains(#""a":{"name":"a""#))
            #expect(answer.contains(#""@s/b":{"name":"@s/b""#))
        }
    }

    @Test("a download whose last byte has left counts, one that is broken off does not")
    func download() async throws {
        try await LiveService.with { live in
            let started = try await live.send("POST", "/jobs/diff-build", ["Content-Length: 0"])
            let job = try #require(started.firstMatch(of: /Location: (\S+)/)?.1)
            let ended = try await live.send("GET", "\(job)?wait=20")
            let artifact = try #require(ended.firstMatch(of: /"artifact":"(\/artifacts\/[^"]+)"/)?.1)
            let part = try await live.send("GET", "\(artifact)/download", ["Range: bytes=0-3"])
            #expect(part.hasPrefix("HTTP/1.1 206 "))
            #expect(try await live.send("GET", "\(artifact)").contains(#""state":"built""#))
            let rest = try await live.send("GET", "\(artifact)/download", ["Range: bytes=4-"])
            #expect(rest.hasPrefix("HTTP/1.1 206 "))
            #expect(try await live.send("GET", "\(artifact)").contains(#""state":"downloaded""#))
        }
    }

    @Test("an archive may come in chunks, and what is none is gone again")
    func upload() async throws {
        try await LiveService.with { live in
            let chunk = "100000\r\n" + String(repeating: "x", count: 1 << 20) + "\r\n"
            let head = "POST /imports HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            let fields = "Content-Type: application/zstd\r\nTransfer-Encoding: chunked\r\n\r\n"
            let answer = try await live.exchange(head + fields + chunk + chunk + chunk + "0\r\n\r\n")
            #expect(answer.contains(#""code":"archive-refused""#))
            let uploads = "\(TemporaryDirectory.current)/npm/.packferry/uploads"
            #expect(try FileManager.default.contentsOfDirectory(atPath: uploads).isEmpty)
        }
    }

    @Test("what the disk has no room for is refused before it is sent")
    func noSpace() async throws {
        try await LiveService.with { live in
            let fields = ["Content-Type: application/zstd", "Content-Length: 900000000000000000"]
            let answer = try await live.send("POST", "/imports", fields)
            #expect(answer.hasPrefix("HTTP/1.1 507 "))
            #expect(answer.contains(#""code":"no-space""#))
        }
    }

    @Test("a client that names no host is given the address of the configuration")
    func oldClient() async throws {
        try await LiveService.with { live in
            let answer = try await live.exchange("GET /npm/a HTTP/1.0\r\n\r\n")
            let address = live.application.configuration.values.listen
            #expect(answer.contains("http://\(address)/npm/a/-/a-1.0.0.tgz"))
        }
    }
}
