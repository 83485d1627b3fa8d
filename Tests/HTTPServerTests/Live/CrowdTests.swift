import HTTPMessages
import HTTPServer
import Posix
import Testing

/// Many connections at once: these tests run apart from all others (`scripts/test`), one after another.
@Suite("Crowds of clients", .serialized)
struct CrowdTests {
    init() { CurrentProcess.raiseFileLimit() }

    private static func small(_ request: HTTPRequest) -> HTTPResponse {
        HTTPResponse(.ok, .plainText, Array("small".utf8))
    }

    @Test("two thousand connections that rest leave others unharmed")
    func resting() async throws {
        try await LiveServer.with({ Self.small($0) }) { (live) async throws in
            var clients: [RawClient] = []
            for _ in 0..<2000 { clients.append(try await live.connect()) }
            #expect(try await live.exchange(.get("/")).messageBody == "small")
            try await clients[1234].send(.get("/"))
            #expect(try await clients[1234].receiveAll().messageBody == "small")
        }
    }

    @Test("readers that have stopped leave others unharmed")
    func slowReaders() async throws {
        let large = [UInt8](repeating: 65, count: 8 << 20)
        try await LiveServer.with({ request in
            request.target.raw == "/large" ? HTTPResponse(.ok, .octetStream, large) : Self.small(request)
        }) { (live) async throws in
            var readers: [RawClient] = []
            for _ in 0..<60 {
                let reader = try await live.connect()
                try await reader.send(.get("/large", close: false))
                readers.append(reader)
            }
            for _ in 0..<20 { #expect(try await live.exchange(.get("/")).messageBody == "small") }
            #expect(readers.count == 60)
        }
    }

    @Test("hundreds of heads that never end leave others unharmed")
    func slowHeads() async throws {
        try await LiveServer.with({ Self.small($0) }) { (live) async throws in
            var clients: [RawClient] = []
            for _ in 0..<300 {
                let client = try await live.connect()
                try await client.send("GET / HTTP/1.1\r\nHost: a\r\nX: ")
                clients.append(client)
            }
            #expect(try await live.exchange(.get("/")).messageBody == "small")
            try await clients[7].send("y\r\nConnection: close\r\n\r\n")
            #expect(try await clients[7].receiveAll().messageBody == "small")
        }
    }

    @Test("a client with a thousand requests in hand does not keep others waiting")
    func greedy() async throws {
        try await LiveServer.with({ Self.small($0) }) { (live) async throws in
            let greedy = try await live.connect()
            let requests = String(repeating: .get("/", close: false), count: 1000) + .get("/")
            async let sending: Void = greedy.send(requests)
            async let all = greedy.receiveAll()
            #expect(try await live.exchange(.get("/")).messageBody == "small")
            try await sending
            #expect(try await all.components(of: "small").count == 1002)
        }
    }
}
