import HTTPClient
import HTTPMessages
import HTTPServer
import Synchronization
import Testing

@Suite("Answers in pieces")
struct StreamingTests {
    private struct Enough: Error {}

    private final class Pieces: Sendable {
        let bytes = Mutex<[UInt8]>([])
        let calls = Atomic(0)
    }

    @Test("pieces come in order with the head")
    func pieces() async throws {
        try await TestServer.with({ _ in
            HTTPResponse(
                .accepted,
                body: .stream { writer in
                    for number in 0..<100 { try await writer.write([UInt8](repeating: UInt8(number), count: 1000)) }
                }
            )
        }) { (url) async throws in
            let pieces = Pieces()
            let head = try await HTTPClient().stream(ClientRequest.patient(.GET, url)) { head, bytes in
                #expect(head.status == .accepted)
                pieces.bytes.withLock { $0 += bytes }
            }
            #expect(head.status == .accepted)
            #expect(pieces.bytes.withLock { $0 } == (0..<100).flatMap { [UInt8](repeating: UInt8($0), count: 1000) })
        }
    }

    @Test("an error of the taker ends the transfer and comes back, and the client goes on")
    func refusing() async throws {
        try await TestServer.with({ request in
            HTTPResponse(.ok, .octetStream, [UInt8](repeating: 0, count: 10_000_000))
        }) { (url) async throws in
            let client = HTTPClient()
            let pieces = Pieces()
            await #expect(throws: Enough.self) {
                try await client.stream(ClientRequest.patient(.GET, url)) { _, _ in
                    pieces.calls.add(1, ordering: .relaxed)
                    throw Enough()
                }
            }
            #expect(pieces.calls.load(ordering: .relaxed) == 1)
            #expect(try await client.send(ClientRequest.patient(.GET, url)).body.count == 10_000_000)
        }
    }

    @Test("a server is held back by a taker that does not take")
    func backPressure() async throws {
        let sent = Pieces()
        let (mayGoOn, goOn) = AsyncStream.makeStream(of: Void.self)
        try await TestServer.with({ _ in
            HTTPResponse(
                .ok,
                body: .stream { writer in
                    let piece = [UInt8](repeating: 0, count: 1 << 20)
                    for _ in 0..<64 {
                        try await writer.write(piece)
                        sent.calls.add(1, ordering: .relaxed)
                    }
                }
            )
        }) { (url) async throws in
            let pieces = Pieces()
            let gate = Gate()
            let transfer = Task {
                try await HTTPClient().stream(ClientRequest.patient(.GET, url)) { _, bytes in
                    if pieces.calls.add(1, ordering: .relaxed).oldValue == 0 {
                        goOn.finish()
                        gate.wait()
                    }
                    pieces.bytes.withLock { $0 += bytes.prefix(1) }
                }
            }
            for await _ in mayGoOn {}
            #expect(sent.calls.load(ordering: .relaxed) < 64)
            gate.open()
            #expect(try await transfer.value.status == .ok)
            #expect(sent.calls.load(ordering: .relaxed) == 64)
        }
    }

    @Test("cancelling ends a transfer, whether its head has come or not", arguments: [false, true])
    func cancelling(sendsHead: Bool) async throws {
        let (arrivals, arrival) = AsyncStream.makeStream(of: Void.self)
        let (departures, departure) = AsyncStream.makeStream(of: Void.self)
        try await TestServer.with({ _ in
            if sendsHead {
                return HTTPResponse(
                    .ok,
                    body: .stream { writer in
                        defer { departure.finish() }
                        try await writer.write([1])
                        arrival.finish()
                        try await Task.sleep(for: .seconds(1000))
                    }
                )
            }
            defer { departure.finish() }
            arrival.finish()
            try await Task.sleep(for: .seconds(1000))
            return HTTPResponse(.ok)
        }) { (url) async throws in
            let client = HTTPClient()
            let transfer = Task { try await client.send(ClientRequest.patient(.GET, url)) }
            for await _ in arrivals {}
            transfer.cancel()
            await #expect(throws: CancellationError.self) { try await transfer.value }
            for await _ in departures {}
        }
    }

    @Test("a task that is cancelled already sends nothing")
    func cancelledBefore() async throws {
        try await TestServer.with({ _ in
            Issue.record("nobody was to ask")
            return HTTPResponse(.ok)
        }) { (url) async throws in
            let transfer = Task {
                while !Task.isCancelled { await Task.yield() }
                return try await HTTPClient().send(ClientRequest.patient(.GET, url))
            }
            transfer.cancel()
            await #expect(throws: CancellationError.self) { try await transfer.value }
        }
    }

    /// Holds a thread up until it is opened.
    ///
    /// It is the client's own thread that waits here, never one of the pool.
    private final class Gate: Sendable {
        private let isOpen = Atomic(false)

        func open() { isOpen.store(true, ordering: .releasing) }

        func wait() { while !isOpen.load(ordering: .acquiring) {} }
    }
}
