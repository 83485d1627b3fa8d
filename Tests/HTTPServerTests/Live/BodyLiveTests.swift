import HTTPMessages
import HTTPServer
import Posix
import Synchronization
import Testing

@Suite("Request bodies on a live connection")
struct BodyLiveTests {
    private static let count: Responder = { request in
        var count = 0
        for try await bytes in request.body { count += bytes.count }
        return HTTPResponse(.ok, .plainText, Array("got \(count)".utf8))
    }

    private static func router(limit: Int64) -> Responder {
        var router = Router()
        router.on(.POST, "/", bodyLimit: limit, count)
        router.on(.POST, "/deaf", bodyLimit: limit) { _ in HTTPResponse(.ok, .plainText, Array("deaf".utf8)) }
        router.on(.GET, "/", bodyLimit: 0) { _ in HTTPResponse(.ok, .plainText, Array("next".utf8)) }
        return { [router] request in try await router.respond(to: request) }
    }

    @Test("a body larger than any buffer arrives whole")
    func large() async throws {
        try await LiveServer.with(Self.router(limit: 1 << 30)) { (live) async throws in
            let body = String(repeating: "a", count: 5_000_000)
            #expect(try await live.exchange(.post("/", body)).messageBody == "got 5000000")
        }
    }

    @Test("a body that is announced too large is 413 before it is sent, without a 100")
    func tooLarge() async throws {
        try await LiveServer.with(Self.router(limit: 10)) { (live) async throws in
            let client = try await live.connect()
            try await client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\nExpect: 100-continue\r\n\r\n")
            let text = try await client.receiveAll()
            #expect(text.statusCode == 413)
            #expect(text.contains("\r\nConnection: close\r\n"))
        }
    }

    @Test("chunks that grow too large are 413")
    func chunksTooLarge() async throws {
        try await LiveServer.with(Self.router(limit: 10)) { (live) async throws in
            let head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
            #expect(try await live.exchange("\(head)5\r\nabcde\r\n6\r\nfghijk\r\n0\r\n\r\n").statusCode == 413)
            #expect(try await live.exchange("\(head)5\r\nabcde\r\n5\r\nfghij\r\n0\r\n\r\n").messageBody == "got 10")
        }
    }

    @Test("a client that waits is told to go on when its body is asked for (RFC 9110 §10.1.1)")
    func continues() async throws {
        try await LiveServer.with(Self.router(limit: 10)) { (live) async throws in
            let client = try await live.connect()
            try await client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n")
            #expect(try await client.receive(through: "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
            try await client.send("abc" + .get("/"))
            let text = try await client.receiveAll()
            #expect(text.contains("got 3") && text.hasSuffix("next"))
        }
    }

    @Test("a client that waits is not told to go on when nobody wants its body, and the connection ends")
    func continueRefused() async throws {
        try await LiveServer.with(Self.router(limit: 10)) { (live) async throws in
            let client = try await live.connect()
            try await client.send("POST /deaf HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n")
            let text = try await client.receiveAll()
            #expect(text.hasPrefix("HTTP/1.1 200") && text.contains("\r\nConnection: close\r\n"))
        }
    }

    @Test("a client that does not wait for 100 gets none")
    func continueUnneeded() async throws {
        try await LiveServer.with(Self.router(limit: 10)) { (live) async throws in
            let text = try await live.exchange(.post("/", "abc", "Expect: 100-continue\r\n"))
            #expect(text.hasPrefix("HTTP/1.1 200"))
        }
    }

    @Test("a small body that nobody reads does not stand in the way of the next request")
    func drained() async throws {
        try await LiveServer.with(Self.router(limit: 1 << 20)) { (live) async throws in
            let body = String(repeating: "GET /smuggled HTTP/1.1\r\n\r\n", count: 2000)
            let text = try await live.exchange(.post("/deaf", body, close: false) + .get("/"))
            #expect(text.contains("deaf") && text.hasSuffix("next"))
        }
    }

    @Test("a large body that nobody reads ends the connection, and its answer is still read")
    func notDrained() async throws {
        try await LiveServer.with(Self.router(limit: 1 << 30)) { (live) async throws in
            let client = try await live.connect()
            try await client.send("POST /deaf HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n")
            try await client.send(String(repeating: "x", count: 100_000))
            let text = try await client.receiveAll()
            #expect(text.messageBody == "deaf" && text.contains("\r\nConnection: close\r\n"))
        }
    }

    @Test("a body that breaks off fails its handler")
    func brokenOff() async throws {
        let failure = Failure()
        try await LiveServer.with({ request in
            do {
                return try await Self.count(request)
            } catch {
                failure.note(error)
                throw error
            }
        }) { (live) async throws in
            let client = try await live.connect()
            try await client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc")
            client.stream.finishWriting()
            #expect(try await client.receiveAll().statusCode == 400)
        }
        #expect(failure.code == .malformedRequest)
    }

    @Test("a body is read once; afterwards it is empty")
    func twice() async throws {
        try await LiveServer.with({ request in
            let first = try await request.body.collect()
            let second = try await request.body.collect()
            return HTTPResponse(.ok, .plainText, Array("\(first.count) \(second.count)".utf8))
        }) { (live) async throws in
            #expect(try await live.exchange(.post("/", "abc")).messageBody == "3 0")
        }
    }

    @Test("a body that is kept beyond its request cannot be read from the next one")
    func kept() async throws {
        let keeper = Keeper()
        try await LiveServer.with({ request in
            keeper.bodies.withLock { $0.append(request.body) }
            return HTTPResponse(.ok, .plainText, Array("kept".utf8))
        }) { (live) async throws in
            let client = try await live.connect()
            try await client.send(.post("/", "abc", close: false))
            _ = try await client.receive(through: "kept")
            let body = try #require(keeper.bodies.withLock { $0.first })
            await #expect(throws: CancellationError.self) { try await body.collect() }
        }
    }

    @Test("a body may be read on another thread")
    func elsewhere() async throws {
        let pool = BlockingPool(threads: 1, name: "test")
        try await LiveServer.with({ request in
            try await pool.run { try await Self.count(request) }
        }) { (live) async throws in
            #expect(
                try await live.exchange(.post("/", String(repeating: "a", count: 500_000))).messageBody == "got 500000"
            )
        }
    }

    private final class Failure: Sendable {
        private let error = Mutex<(any Error)?>(nil)

        func note(_ error: any Error) { self.error.withLock { $0 = error } }

        var code: HTTPServerError.Code? { error.withLock { ($0 as? HTTPServerError)?.code } }
    }

    private final class Keeper: Sendable {
        let bodies = Mutex<[RequestBody]>([])
    }
}
