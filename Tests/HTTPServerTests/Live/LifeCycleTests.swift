import HTTPMessages
import HTTPServer
import Logging
import Posix
import TestSupport
import Testing

@Suite("The life of a server")
struct LifeCycleTests {
    /// A handler that tests can see arriving and let go.
    private struct Gate: Sendable {
        let arrivals: AsyncStream<Void>
        private let arrival: AsyncStream<Void>.Continuation
        private let openings: AsyncStream<Void>
        private let opening: AsyncStream<Void>.Continuation

        init() {
            (arrivals, arrival) = AsyncStream.makeStream(of: Void.self)
            (openings, opening) = AsyncStream.makeStream(of: Void.self)
        }

        func open() { opening.finish() }

        func pass(_ request: HTTPRequest) async throws -> HTTPResponse {
            arrival.yield()
            for await _ in openings {}
            try Task.checkCancellation()
            return HTTPResponse(.ok, .plainText, Array("done".utf8))
        }

        func waitForArrival() async {
            for await _ in arrivals { return }
        }
    }

    @Test("a client that leaves cancels its handler")
    func disconnect() async throws {
        let (ends, end) = AsyncStream.makeStream(of: Void.self)
        let (starts, start) = AsyncStream.makeStream(of: Void.self)
        try await LiveServer.with({ _ in
            start.finish()
            do {
                try await Task.sleep(for: .seconds(1000))
            } catch {
                end.finish()
            }
            return HTTPResponse(.ok)
        }) { (live) async throws in
            let client = try await live.connect()
            try await client.send(.get("/", close: false))
            for await _ in starts {}
            client.stream.close()
            for await _ in ends {}
        }
    }

    @Test("a client that ends its side with the request is still answered")
    func halfClosed() async throws {
        try await LiveServer.with({ _ in HTTPResponse(.ok, .plainText, Array("done".utf8)) }) { (live) async throws in
            let client = try await live.connect()
            try await client.send(.get("/1", close: false) + .get("/2", close: false))
            client.stream.finishWriting()
            #expect(try await client.receiveAll().components(of: "done").count == 3)
        }
    }

    @Test("a graceful stop finishes what runs, closes what rests and refuses what is new")
    func graceful() async throws {
        let gate = Gate()
        try await LiveServer.with({ try await gate.pass($0) }) { (live) async throws in
            let busy = try await live.connect()
            let resting = try await live.connect()
            try await busy.send(.get("/", close: false))
            await gate.waitForArrival()
            async let stopped: Void = live.server.shutdown(deadline: .seconds(1000))
            #expect(try await resting.receiveAll().isEmpty)
            let error = await #expect(throws: SystemError.self) { try await live.connect() }
            #expect(error?.errno == .connectionRefused)
            gate.open()
            let text = try await busy.receiveAll()
            #expect(text.messageBody == "done" && text.contains("\r\nConnection: close\r\n"))
            await stopped
        }
    }

    @Test("a graceful stop breaks off what is not done by its deadline")
    func deadline() async throws {
        let gate = Gate()
        try await LiveServer.with({ try await gate.pass($0) }) { (live) async throws in
            let busy = try await live.connect()
            try await busy.send(.get("/", close: false))
            await gate.waitForArrival()
            await live.server.shutdown(deadline: .milliseconds(50))
            #expect((try? await busy.receiveAll()) ?? "" == "")
        }
    }

    @Test("cancelling the task that runs the server ends it")
    func cancelled() async throws {
        let configuration = HTTPServerConfiguration(addresses: [.loopback(port: 0)])
        let server = try HTTPServer(configuration, logger: Logger(label: "http", sink: .none)) { _ in HTTPResponse(.ok)
        }
        let running = Task { try await server.run() }
        running.cancel()
        try await running.value
    }

    @Test("an address that is taken is refused at once")
    func taken() async throws {
        try await LiveServer.with({ _ in HTTPResponse(.ok) }) { (live) async throws in
            let configuration = HTTPServerConfiguration(addresses: live.server.addresses)
            let error = #expect(throws: SystemError.self) {
                try HTTPServer(configuration, logger: Logger(label: "http", sink: .none)) { _ in HTTPResponse(.ok) }
            }
            #expect(error?.errno == .addressInUse)
        }
    }

    @Test("connections beyond the limit are told so")
    func overloaded() async throws {
        var limits = HTTPLimits.patient
        limits.connections = 2
        try await LiveServer.with(limits: limits, { _ in HTTPResponse(.ok) }) { (live) async throws in
            var clients: [RawClient] = []
            for _ in 0..<2 {
                let client = try await live.connect()
                try await client.send(.get("/", close: false))
                _ = try await client.receive(through: "\r\n\r\n")
                clients.append(client)
            }
            #expect(try await live.connect().receiveAll().statusCode == 503)
            clients[0].stream.close()
            #expect(clients.count == 2)
        }
    }
}
