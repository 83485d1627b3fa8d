import HTTPMessages
import HTTPServer
import Synchronization
import Testing

@Suite("Streamed responses")
struct StreamLiveTests {
    private static func stream(
        _ fields: HTTPFields = [:],
        _ body: @escaping @Sendable (ResponseWriter) async throws -> Void
    ) -> Responder {
        { _ in HTTPResponse(.ok, fields: fields, body: .stream(body)) }
    }

    @Test("pieces become chunks and an end (RFC 9112 §7.1)")
    func chunks() async throws {
        try await LiveServer.with(
            Self.stream { writer in
                try await writer.write(Array("abc".utf8))
                try await writer.write([])
                try await writer.write([UInt8](repeating: 65, count: 17))
            }
        ) { (live) async throws in
            let text = try await live.exchange(.get("/") + .get("/"))
            #expect(text.contains("\r\nTransfer-Encoding: chunked\r\n"))
            #expect(text.messageBody == "3\r\nabc\r\n11\r\nAAAAAAAAAAAAAAAAA\r\n0\r\n\r\n")
        }
    }

    @Test("a stream without pieces has an end")
    func empty() async throws {
        try await LiveServer.with(Self.stream { _ in }) { (live) async throws in
            #expect(try await live.exchange(.get("/")).messageBody == "0\r\n\r\n")
        }
    }

    @Test("HTTP/1.0 gets pieces without chunks, up to the end of the connection")
    func oldVersion() async throws {
        try await LiveServer.with(Self.stream { try await $0.write(Array("abc".utf8)) }) { (live) async throws in
            let text = try await live.exchange("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
            #expect(text.contains("\r\nConnection: close\r\n") && text.messageBody == "abc")
        }
    }

    @Test("a length that is known is kept")
    func fixedLength() async throws {
        try await LiveServer.with(
            Self.stream([.contentLength: "6"]) { writer in
                try await writer.write(Array("abc".utf8))
                try await writer.write(Array("def".utf8))
            }
        ) { (live) async throws in
            let text = try await live.exchange(.get("/", close: false) + .get("/"))
            #expect(text.contains("\r\nContent-Length: 6\r\n"))
            #expect(text.components(of: "abcdef").count == 3)
        }
    }

    @Test("a length that is not kept breaks the connection", arguments: [2, 4])
    func wrongLength(length: Int) async throws {
        try await LiveServer.with(
            Self.stream([.contentLength: "\(length)"]) { writer in
                try await writer.write(Array("a".utf8))
                try await writer.write(Array("bc".utf8))
            }
        ) { (live) async throws in
            let text = try await live.exchange(.get("/", close: false) + .get("/"))
            #expect(text.components(of: "HTTP/1.1").count == 2)
        }
    }

    @Test("a stream that fails does not look as if it were whole")
    func failing() async throws {
        struct Failure: Error {}
        try await LiveServer.with(
            Self.stream { writer in
                try await writer.write(Array("abc".utf8))
                throw Failure()
            }
        ) { (live) async throws in
            let text = try await live.exchange(.get("/", close: false))
            #expect(text.messageBody == "3\r\nabc\r\n")
        }
    }

    @Test("HEAD runs no stream")
    func head() async throws {
        try await LiveServer.with(Self.stream { _ in Issue.record("nobody asked for the body") }) {
            (live) async throws in
            let text = try await live.exchange("HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            #expect(text.contains("\r\nTransfer-Encoding: chunked\r\n") && text.hasSuffix("\r\n\r\n"))
        }
    }

    @Test("several tasks may write; each piece stays whole")
    func severalWriters() async throws {
        try await LiveServer.with(
            Self.stream { writer in
                try await withThrowingTaskGroup(of: Void.self) { tasks in
                    for number in 0..<8 {
                        tasks.addTask {
                            let piece = [UInt8](repeating: UInt8(ascii: "a") + UInt8(number), count: 40_000)
                            for _ in 0..<10 { try await writer.write(piece) }
                        }
                    }
                    try await tasks.waitForAll()
                }
            }
        ) { (live) async throws in
            let body = try await live.exchange(.get("/")).messageBody
            let pieces = body.components(of: "9c40\r\n").dropFirst()
            #expect(pieces.count == 80)
            #expect(pieces.allSatisfy { Set($0.prefix(40_000)).count == 1 })
        }
    }

    @Test("a request's body can be sent back while it is read")
    func echo() async throws {
        try await LiveServer.with({ request in
            try request.body.limit(to: .max)
            return HTTPResponse(
                .ok,
                body: .stream { writer in
                    for try await bytes in request.body { try await writer.write(bytes) }
                }
            )
        }) { (live) async throws in
            let client = try await live.connect()
            let body = String(repeating: "0123456789", count: 200_000)
            async let received = client.receiveAll()
            try await client.send(.post("/", body))
            let text = try await received
            let digits = text.messageBody.utf8.lazy.filter { $0 != 0x0D && $0 != 0x0A }.count
            #expect(text.hasSuffix("\r\n0\r\n\r\n") && digits > body.utf8.count)
        }
    }

    @Test("a writer waits for its reader")
    func backPressure() async throws {
        let written = Written()
        let piece = [UInt8](repeating: 65, count: 1 << 20)
        try await LiveServer.with(
            Self.stream { writer in
                for _ in 0..<64 {
                    try await writer.write(piece)
                    written.count.add(1, ordering: .relaxed)
                }
            }
        ) { (live) async throws in
            let client = try await live.connect()
            try await client.send(.get("/"))
            _ = try await client.receive(through: "\r\n\r\n")
            // What the reader has not taken lies in the system's buffers at most.
            #expect(written.count.load(ordering: .relaxed) < 32)
            let rest = try await client.receiveAll()
            #expect(rest.utf8.count > 60 << 20)
            #expect(written.count.load(ordering: .relaxed) == 64)
        }
    }

    private final class Written: Sendable {
        let count = Atomic(0)
    }
}
