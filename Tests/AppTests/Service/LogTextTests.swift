import Foundation
import TestSupport
import Testing

@testable import App

@Suite("The text of a log", .temporaryDirectory)
struct LogTextTests {
    /// A log of many pieces, whose lines are as long as `number` says.
    private static let lines = (1...4000).map { number in
        let padding = String(repeating: "x", count: number % 300)
        return
            #"{"time":"2026-11-21T01:30:00.123Z","level":"info","label":"collect","message":"m","n":"\#(number)\#(padding)"}"#
    }
    private static let text = (1...4000).map { number in
        "2026-11-21T01:30:00.123Z INFO    collect: m n=\(number)\(String(repeating: "x", count: number % 300))\n"
    }

    private func write(_ content: String, as id: String) throws {
        try SampleStorage.write(content, "\(id).log", in: "\(TemporaryDirectory.current)/state/logs")
    }

    private func body(_ answer: String) -> Substring {
        answer.firstRange(of: "\r\n\r\n").map { answer[$0.upperBound...] } ?? ""
    }

    @Test("a log of many pieces is rendered whole, and any part of it the same")
    func pieces() async throws {
        try await LiveService.with { live in
            let id = try await live.collect()
            try write(Self.lines.joined(separator: "\n") + "\n", as: id)
            let expected = Self.text.joined()
            let whole = body(try await live.send("GET", "/jobs/\(id)/log"))
            #expect(whole == expected)
            for range in [0...0, 250_000...700_000, 262_143...262_145, 1...(expected.utf8.count - 1)] {
                let part = body(
                    try await live.send(
                        "GET",
                        "/jobs/\(id)/log",
                        ["Range: bytes=\(range.lowerBound)-\(range.upperBound)"]
                    )
                )
                #expect(part == expected.dropFirst(range.lowerBound).prefix(range.count), "\(range)")
            }
        }
    }

    @Test("a line that is no event is shown as it is, an unfinished one too")
    func oddLines() async throws {
        try await LiveService.with { live in
            let id = try await live.collect()
            try write("no JSON\n\(Self.lines[0])\n{\"half\":", as: id)
            let text = body(try await live.send("GET", "/jobs/\(id)/log"))
            #expect(text == "no JSON\n\(Self.text[0]){\"half\":\n")
        }
    }

    @Test("a log that is not there is empty")
    func none() async throws {
        try await LiveService.with { live in
            let id = try await live.collect()
            try FileManager.default.removeItem(atPath: "\(TemporaryDirectory.current)/state/logs/\(id).log")
            let answer = try await live.send("GET", "/jobs/\(id)/log")
            #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(body(answer).isEmpty)
        }
    }
}
