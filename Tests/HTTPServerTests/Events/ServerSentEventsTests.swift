import HTTPMessages
import HTTPServer
import Posix
import TestSupport
import Testing

@Suite("Server-sent events")
struct ServerSentEventsTests {
    @Test("an event is lines and an empty one")
    func events() async throws {
        try await LiveServer.with({ _ in
            ServerSentEvents.response(retry: .milliseconds(1500)) { events in
                try await events.send(ServerSentEvent(id: "7", name: "state", data: "{\"a\":1}"))
                try await events.send(ServerSentEvent(data: "one\ntwo\r\nthree\rfour"))
                try await events.send(ServerSentEvent(id: "a\nb", name: "c\r\nd", data: ""))
            }
        }) { (live) async throws in
            let text = try await live.exchange(.get("/"))
            #expect(text.contains("\r\nContent-Type: text/event-stream\r\n"))
            #expect(text.contains("\r\nCache-Control: no-store\r\n"))
            #expect(text.contains("retry: 1500\n\n"))
            #expect(text.contains("id: 7\nevent: state\ndata: {\"a\":1}\n\n"))
            #expect(text.contains("data: one\ndata: two\ndata: three\ndata: four\n\n"))
            #expect(text.contains("id: a b\nevent: c  d\ndata: \n\n"))
            #expect(text.hasSuffix("\r\n0\r\n\r\n"))
        }
    }

    @Test("a stream that rests gets a heartbeat, one that does not gets none")
    func heartbeat() async throws {
        let clock = ManualClock()
        let (ends, end) = AsyncStream.makeStream(of: Void.self)
        try await LiveServer.with({ _ in
            ServerSentEvents.response(heartbeat: .seconds(15), clock: clock) { events in
                for await _ in ends { try await events.send(ServerSentEvent(data: "x")) }
            }
        }) { (live) async throws in
            let client = try await live.connect()
            try await client.send(.get("/"))
            _ = try await client.receive(through: "retry: 2000\n\n")
            await clock.waitForSleepers()
            clock.advance(by: .seconds(15))
            #expect(try await client.receive(through: ":\n\n").contains("3\r\n:\n\n\r\n"))
            await clock.waitForSleepers()
            end.yield()
            _ = try await client.receive(through: "data: x")
            clock.advance(by: .seconds(15))
            await clock.waitForSleepers()
            end.finish()
            #expect(try await !client.receiveAll().contains(":\n\n"))
        }
    }

    @Test("a browser that leaves ends its stream")
    func leaving() async throws {
        let (ends, end) = AsyncStream.makeStream(of: Void.self)
        try await LiveServer.with({ _ in
            ServerSentEvents.response { _ in
                defer { end.finish() }
                try await Task.sleep(for: .seconds(1000))
            }
        }) { (live) async throws in
            let client = try await live.connect()
            try await client.send(.get("/"))
            _ = try await client.receive(through: "retry")
            client.stream.close()
            for await _ in ends {}
        }
    }

    @Test("a graceful stop ends streams properly and at once")
    func stopping() async throws {
        try await LiveServer.with({ _ in
            ServerSentEvents.response { _ in try await Task.sleep(for: .seconds(1000)) }
        }) { (live) async throws in
            let client = try await live.connect()
            try await client.send(.get("/"))
            _ = try await client.receive(through: "retry")
            async let rest = client.receiveAll()
            await live.server.shutdown(deadline: .seconds(1000))
            #expect(try await rest.hasSuffix("0\r\n\r\n"))
        }
    }
}
