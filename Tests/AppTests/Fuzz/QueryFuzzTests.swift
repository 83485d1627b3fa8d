import API
import HTTPMessages
import HTTPServer
import JSON
import Posix
import TestSupport
import Testing

@testable import App

/// Paths and queries that were changed, at every route that only looks.
///
/// `FuzzRun` says how to let it run for long.
@Suite("Queries", .temporaryDirectory, .ends) struct QueryFuzzTests {
    private static let values = [
        "1", "0", "-1", "500", "501", "99999999999999999999", "true", "false", "", "a", "%00", "%FF", "name", "-name",
        "2026-11-21T01:30:00Z", "2026-11-21", "9999-99-99T99:99:99Z", "npm", "nope", "csv", "1e3", "%2B5", "%C3%A9",
        "a,b",
        "failed,partial", "open", "*", "%25", "'%22;--", "eyJ4IjoxfQ", "%7B%7D", "0x10", "1.5", "NaN", "%20",
        "a%2F..%2Fb",
        String(repeating: "x", count: 300),
    ]
    private static let routes = APIRoute.all.filter { $0.method == .GET }

    @Test("are answered, or refused by name without a place on this machine")
    func queries() async throws {
        try await Station.with { station in
            try await station.collect()
            let id = try await station.build()
            for (name, bytes) in try Corpus.inputs("http-query") { try await check(bytes, name, station) }
            try await FuzzRun("http-query", 400).each { random in
                var bytes = Array(Self.target(id, &random).utf8)
                if random.once(in: 2) { HTTPMutation.mutate(&bytes, with: &random) }
                return bytes
            } try: { input, number in
                try await check(input, "\(number)", station)
            }
            #expect(try await station.get("/packages").status == .ok)
        }
    }

    /// A route with some of its parameters, and now and then a foreign one.
    private static func target(_ id: String, _ random: inout SeededGenerator) -> String {
        let route = random.pick(routes)
        let parts = route.pattern.split(separator: "/").map { part in
            part.hasPrefix("{") ? random.pick([id, "a", "@s%2fb", "latest", "1"]) : String(part)
        }
        let pairs = (0..<Int.random(in: 0...3, using: &random)).map { _ in
            "\(random.pick(route.parameters + ["foreign"]))=\(random.pick(values))"
        }
        return "/\(parts.joined(separator: "/"))?\(pairs.joined(separator: "&"))"
    }

    private func check(_ input: [UInt8], _ what: String, _ station: Station) async throws {
        guard let target = try? RequestTarget(parsing: input[...]), target.authority == nil else { return }
        let answer = try await station.get(target.raw)
        let isHealth = ["health", "readyz"].contains(target.segments.first)
        #expect(answer.status.code < 500 || isHealth, "\(what): \(target.raw): \(answer.status) \(answer.text)")
        guard answer.status.code >= 400, !isHealth else { return }
        #expect(!answer.text.contains(TemporaryDirectory.current), "\(what): \(target.raw): \(answer.text)")
        // Below the registry's paths, refusals are as npm wants them.
        let isNamed = answer.code != nil || answer.json["error"] != nil
        #expect(isNamed && answer.text.utf8.count < 50_000, "\(what): \(target.raw): \(answer.text.prefix(300))")
    }
}
