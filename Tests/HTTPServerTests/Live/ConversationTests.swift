import HTTPMessages
import HTTPServer
import Posix
import TestSupport
import Testing

/// Says what it got, so that tests can see it.
private let echo: Responder = { request in
    let body = try await request.body.collect()
    let text = "\(request.method) \(request.target.raw) \(String(decoding: body, as: UTF8.self))"
    return HTTPResponse(.ok, .plainText, Array(text.utf8))
}

@Suite("Conversations with a server")
struct ConversationTests {
    @Test("a response has its framing, its type and a date")
    func response() async throws {
        try await LiveServer.with(echo) { (live) async throws in
            let text = try await live.exchange(.get("/a?b=c"))
            #expect(text.hasPrefix("HTTP/1.1 200 OK\r\nDate: "))
            #expect(text.contains("\r\nContent-Length: 11\r\n"))
            #expect(text.contains("\r\nContent-Type: text/plain; charset=utf-8\r\n"))
            #expect(text.contains("\r\nConnection: close\r\n"))
            #expect(text.messageBody == "GET /a?b=c ")
        }
    }

    @Test("many requests use one connection, which says nothing of staying")
    func keepAlive() async throws {
        try await LiveServer.with(echo) { (live) async throws in
            let client = try await live.connect()
            for number in 0..<20 {
                try await client.send(.get("/\(number)", close: false))
                let text = try await client.receive(through: "GET /\(number) ")
                #expect(!text.contains("Connection:"))
            }
        }
    }

    @Test("pipelined requests are answered in their order")
    func pipelined() async throws {
        try await LiveServer.with(echo) { (live) async throws in
            let requests = (0..<50).map { String.post("/\($0)", "body\($0)", close: false) }.joined() + .get("/last")
            let text = try await live.exchange(requests)
            var rest = text[...]
            for number in 0..<50 {
                let found = try #require(rest.firstRange(of: "POST /\(number) body\(number)"))
                rest = rest[found.upperBound...]
            }
            #expect(rest.contains("GET /last"))
        }
    }

    @Test("a request that comes byte by byte is answered")
    func bytewise() async throws {
        try await LiveServer.with(echo) { (live) async throws in
            let client = try await live.connect()
            for byte in String.post("/slow", "abc").utf8 {
                try await client.stream.send([byte], stall: .far)
            }
            #expect(try await client.receiveAll().messageBody == "POST /slow abc")
        }
    }

    @Test("chunks are read as one body, and the next request is found behind their trailers")
    func chunks() async throws {
        try await LiveServer.with(echo) { (live) async throws in
            let head = "POST /c HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
            let body = "3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nExpires: never\r\n\r\n"
            let text = try await live.exchange(head + body + .get("/next"))
            #expect(text.contains("POST /c abcde"))
            #expect(text.hasSuffix("GET /next "))
        }
    }

    @Test(
        "HTTP/1.0 is answered and closed, unless it asks to stay",
        arguments: [("", "close"), ("Connection: keep-alive\r\n", "keep-alive")]
    )
    func oldVersion(field: String, expected: String) async throws {
        try await LiveServer.with(echo) { (live) async throws in
            let client = try await live.connect()
            try await client.send("GET / HTTP/1.0\r\n\(field)\r\n")
            #expect(try await client.receive(through: "GET / ").contains("\r\nConnection: \(expected)\r\n"))
            if expected == "close" { #expect(try await client.receive().isEmpty) }
        }
    }

    @Test("HEAD has the fields of GET and no body")
    func head() async throws {
        try await LiveServer.with(echo) { (live) async throws in
            let request = "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n"
            let text = try await live.exchange(request + .get("/"))
            #expect(text.contains("\r\nContent-Length: 7\r\n"))
            #expect(text.components(of: "HTTP/1.1 200 OK").count == 3)
            #expect(!text.contains("HEAD / "))
        }
    }

    @Test("204 and 304 have no body and no length", arguments: [204, 304])
    func bodiless(code: Int) async throws {
        try await LiveServer.with({ _ in HTTPResponse(HTTPStatus(code), .plainText, [1, 2, 3]) }) {
            (live) async throws in
            let text = try await live.exchange(.get("/"))
            #expect(text.statusCode == code)
            #expect(!text.contains("Content-Length") && text.hasSuffix("\r\n\r\n"))
        }
    }

    @Test("what a handler throws is a 500 that says nothing of it")
    func failure() async throws {
        struct Secret: Error {}
        try await LiveServer.with({ _ in throw Secret() }) { (live) async throws in
            let text = try await live.exchange(.get("/"))
            #expect(text.statusCode == 500)
            #expect(!text.contains("Secret"))
        }
    }

    @Test("framing fields and dates of a handler are not believed, nor can a value split the response")
    func forgedFields() async throws {
        let fields: HTTPFields = [
            .contentLength: "99", .transferEncoding: "gzip", .connection: "upgrade", .date: "never",
            .location: "/x\r\nSet-Cookie: a=b",
        ]
        try await LiveServer.with({ _ in HTTPResponse(.ok, fields: fields, body: .bytes([65])) }) {
            (live) async throws in
            let text = try await live.exchange(.get("/"))
            #expect(text.contains("\r\nContent-Length: 1\r\n"))
            #expect(!text.contains("gzip") && !text.contains("upgrade") && !text.contains("never"))
            #expect(!text.contains("\r\nSet-Cookie"))
        }
    }

    @Test("a body of megabytes is sent whole to a slow reader")
    func largeBody() async throws {
        let body = [UInt8](repeating: 65, count: 8 << 20)
        try await LiveServer.with({ _ in HTTPResponse(.ok, .octetStream, body) }) { (live) async throws in
            #expect(try await live.exchange(.get("/")).messageBody.utf8.count == body.count)
        }
    }
}

extension String {
    /// The parts between occurrences of `separator`.
    func components(of separator: String) -> [Substring] {
        var parts: [Substring] = []
        var rest = self[...]
        while let found = rest.firstRange(of: separator) {
            parts.append(rest[..<found.lowerBound])
            rest = rest[found.upperBound...]
        }
        return parts + [rest]
    }
}
