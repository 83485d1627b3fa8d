import Foundation
import TestSupport
import Testing

@testable import App

@Suite("Lists as tables over a connection", .temporaryDirectory)
struct TableAnswerTests {
    private func body(_ answer: String) -> String {
        guard let head = answer.firstRange(of: "\r\n\r\n") else { return "" }
        // In chunks: each has its length before it.
        var (rest, text) = (answer[head.upperBound...], "")
        while let line = rest.firstRange(of: "\r\n"), let count = Int(rest[..<line.lowerBound], radix: 16), count > 0 {
            let chunk = rest[line.upperBound...].utf8.prefix(count)
            text += String(Substring(chunk))
            rest = rest[chunk.endIndex...].dropFirst()
        }
        return text
    }

    @Test(
        "by the query or by Accept, whole whatever the limit",
        arguments: [
            ("?format=csv&limit=1", []), ("", ["Accept: text/csv"]), ("", ["Accept: text/csv, application/json;q=0.5"]),
        ]
    )
    func packages(query: String, fields: [String]) async throws {
        try await LiveService.with { live in
            _ = try await live.collect()
            let answer = try await live.send("GET", "/packages\(query)", fields)
            #expect(answer.contains("Content-Type: text/csv; charset=utf-8; header=present\r\n"))
            #expect(answer.contains("Content-Disposition: attachment; filename=\"packages.csv\"\r\n"))
            let lines = body(answer).split(separator: "\r\n")
            #expect(lines.first == "name,repository,versions,files,bytes,updated,findings")
            // What begins as a formula does is made a text.
            #expect(lines.dropFirst().map { $0.split(separator: ",")[0] } == ["'@s/b", "a"])
            #expect(body(answer).hasSuffix(",0\r\n"))
        }
    }

    @Test("every list has one, and a refusal stays a problem")
    func all() async throws {
        try await LiveService.with { live in
            _ = try await live.collect()
            for list in ["jobs", "broken-archives", "artifacts", "snapshots", "imports", "schedules", "sites"] {
                let answer = try await live.send("GET", "/\(list)?format=csv")
                #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"), "\(list)")
                #expect(answer.contains("filename=\"\(list).csv\""), "\(list)")
                let columns = body(answer).split(separator: "\r\n").first?.split(separator: ",") ?? []
                #expect(columns.count > 5 && Set(columns).count == columns.count, "\(list)")
            }
            let jobs = try await live.send("GET", "/jobs?format=csv")
            #expect(body(jobs).contains(",collect,npm,succeeded,api:127.0.0.1,"))
            for query in ["format=csv&cursor=zzz", "format=xls", "format=csv&type=nothing"] {
                let answer = try await live.send("GET", "/jobs?\(query)", ["Accept: text/csv"])
                #expect(answer.hasPrefix("HTTP/1.1 422 ") && answer.contains("application/problem+json"), "\(query)")
            }
            let usual = try await live.send("GET", "/packages", ["Accept: text/html,*/*;q=0.8"])
            #expect(usual.contains("Content-Type: application/json\r\n"))
        }
    }
}
