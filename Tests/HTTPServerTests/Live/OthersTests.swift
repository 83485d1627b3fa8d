import HTTPMessages
import HTTPServer
import Posix
import Testing

@Suite("What a slow handler does to others")
struct OthersTests {
    private static func small(_ request: HTTPRequest) -> HTTPResponse {
        HTTPResponse(.ok, .plainText, Array("small".utf8))
    }

    @Test("handlers that block on a pool do not hold up a loop")
    func blocking() async throws {
        let pool = BlockingPool(threads: 2, name: "test")
        let (arrivals, arrival) = AsyncStream.makeStream(of: Void.self)
        let (openings, opening) = AsyncStream.makeStream(of: Void.self)
        try await LiveServer.with({ request in
            guard request.target.raw == "/blocking" else { return Self.small(request) }
            return try await pool.run {
                arrival.yield()
                for await _ in openings {}
                return HTTPResponse(.ok, .plainText, Array("blocked".utf8))
            }
        }) { (live) async throws in
            let waiting = try await live.connect()
            try await waiting.send(.get("/blocking"))
            for await _ in arrivals { break }
            #expect(try await live.exchange(.get("/")).messageBody == "small")
            opening.finish()
            #expect(try await waiting.receiveAll().messageBody == "blocked")
        }
    }
}
