import HTTPMessages
import HTTPServer
import TestSupport
import Testing

@Suite("Patience with slow clients")
struct PatienceTests {
    private static func limits(_ change: (inout HTTPLimits) -> Void) -> HTTPLimits {
        var limits = HTTPLimits.patient
        change(&limits)
        return limits
    }

    private static let read: Responder = { request in
        _ = try await request.body.collect()
        return HTTPResponse(.ok)
    }

    @Test("a head that does not end is 408")
    func slowHead() async throws {
        let limits = Self.limits { $0.headTimeout = .milliseconds(60) }
        try await LiveServer.with(limits: limits, Self.read) { (live) async throws in
            let text = try await live.exchange("GET / HTTP/1.1\r\nHost: a\r\nX: ")
            #expect(text.statusCode == 408 && text.contains("\r\nConnection: close\r\n"))
        }
    }

    @Test("a head that drips is 408, however often a byte comes")
    func drippingHead() async throws {
        let limits = Self.limits { $0.headTimeout = .milliseconds(80) }
        try await LiveServer.with(limits: limits, Self.read) { (live) async throws in
            let client = try await live.connect()
            let dripping = Task {
                try await client.send("GET / HTTP/1.1\r\nHost: a\r\nX: ")
                while true {
                    try await client.send("x")
                    try await Task.sleep(for: .milliseconds(5))
                }
            }
            defer { dripping.cancel() }
            #expect(try await client.receiveAll().statusCode == 408)
        }
    }

    @Test("a connection that rests is closed without a word")
    func idle() async throws {
        let limits = Self.limits { $0.idleTimeout = .milliseconds(60) }
        // The request is there before the server is, so that it does not come too late.
        try await LiveServer.with(limits: limits, early: [.get("/", close: false)], Self.read) { (live) async throws in
            #expect(try await live.early[0].receiveAll().components(of: "HTTP/1.1").count == 2)
            #expect(try await live.connect().receiveAll().isEmpty)
        }
    }

    @Test("a body that does not come is 408")
    func slowBody() async throws {
        let limits = Self.limits { $0.bodyTimeout = .milliseconds(60) }
        try await LiveServer.with(limits: limits, Self.read) { (live) async throws in
            let text = try await live.exchange("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc")
            #expect(text.statusCode == 408 && text.contains("\r\nConnection: close\r\n"))
        }
    }

    @Test("a body that drips below the least rate is 408")
    func drippingBody() async throws {
        let limits = Self.limits { limits in
            limits.bodyTimeout = .milliseconds(80)
            limits.bodyBytesPerSecond = 1 << 20
        }
        try await LiveServer.with(limits: limits, Self.read) { (live) async throws in
            let client = try await live.connect()
            let dripping = Task {
                try await client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n")
                while true {
                    try await client.send("x")
                    try await Task.sleep(for: .milliseconds(5))
                }
            }
            defer { dripping.cancel() }
            #expect(try await client.receiveAll().statusCode == 408)
        }
    }

    @Test("a handler that takes its time does not make its client slow")
    func slowHandler() async throws {
        let limits = Self.limits { $0.bodyTimeout = .milliseconds(40) }
        let (sent, wasSent) = AsyncStream.makeStream(of: Void.self)
        let responder: Responder = { request in
            for await _ in sent {}
            try await Task.sleep(for: .milliseconds(80))
            return try await Self.read(request)
        }
        try await LiveServer.with(limits: limits, responder) { (live) async throws in
            let client = try await live.connect()
            try await client.send(.post("/", String(repeating: "a", count: 50_000)))
            wasSent.finish()
            #expect(try await client.receiveAll().statusCode == 200)
        }
    }

    @Test("a reader that takes nothing is dropped")
    func slowReader() async throws {
        let limits = Self.limits { $0.sendTimeout = .milliseconds(60) }
        let (ends, ended) = AsyncStream.makeStream(of: Bool.self)
        let body = [UInt8](repeating: 0, count: 1 << 20)
        let responder: Responder = { _ in
            HTTPResponse(
                .ok,
                body: .stream { writer in
                    defer { ended.finish() }
                    while true { try await writer.write(body) }
                }
            )
        }
        try await LiveServer.with(limits: limits, responder) { (live) async throws in
            let client = try await live.connect()
            try await client.send(.get("/"))
            for await _ in ends {}
        }
    }
}
