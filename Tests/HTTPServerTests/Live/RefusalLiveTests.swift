import HTTPMessages
import HTTPServer
import Testing

@Suite("Refusals on a live connection")
struct RefusalLiveTests {
    @Test("bytes that are no request get their status, then the end", arguments: Refusal.all)
    func refused(row: Refusal) async throws {
        try await LiveServer.with({ request in
            _ = try await request.body.collect()
            return HTTPResponse(.ok)
        }) { (live) async throws in
            // A second request behind it must never be served: it may be one that was smuggled in.
            let text = try await live.exchange(row.bytes + .get("/smuggled"))
            #expect(text.statusCode == HTTPServerError(row.code, "").status.code)
            #expect(text.contains("\r\nConnection: close\r\n"))
            #expect(text.components(of: "HTTP/1.1 ").count == 2)
        }
    }

    @Test("refusals speak as the application wants them to")
    func converted() async throws {
        let errors = ErrorResponses(
            handlerError: { _, _ in HTTPResponse(.internalServerError) },
            refusal: { HTTPResponse($0.status, .problem, Array("{\"code\":\"\($0.code.rawValue)\"}".utf8)) }
        )
        try await LiveServer.with(errors: errors, { _ in HTTPResponse(.ok) }) { (live) async throws in
            let text = try await live.exchange("GET / HTTP/1.1\r\n\r\n")
            #expect(text.contains("\r\nContent-Type: application/problem+json\r\n"))
            #expect(text.messageBody == #"{"code":"malformed_request"}"#)
        }
    }

    @Test("a client that still sends can read its refusal")
    func stillSending() async throws {
        try await LiveServer.with({ _ in HTTPResponse(.ok) }) { (live) async throws in
            let client = try await live.connect()
            try await client.send("GET / HTTP/1.1\r\n\r\n")
            try await client.send(String(repeating: "x", count: 100_000))
            #expect(try await client.receiveAll().statusCode == 400)
        }
    }
}
