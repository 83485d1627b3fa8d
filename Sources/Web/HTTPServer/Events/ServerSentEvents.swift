import HTTPMessages
import Synchronization
import Time

/// Sends events to one browser.
package final class EventWriter: Sendable {
    private let writer: ResponseWriter
    private let count = Atomic<UInt64>(0)

    init(_ writer: ResponseWriter) { self.writer = writer }

    /// Sends one event; throws when the browser has gone or takes nothing for too long.
    package func send(_ event: ServerSentEvent) async throws { try await write(event.bytes) }

    func write(_ bytes: [UInt8]) async throws {
        count.add(1, ordering: .relaxed)
        try await writer.write(bytes)
    }

    /// Sends a comment whenever nothing else was sent for `interval`, so that both ends notice a dead connection.
    func beat(every interval: Duration, _ clock: any Clock<Duration>) async throws {
        while true {
            let before = count.load(ordering: .relaxed)
            try await clock.sleep(for: interval)
            if count.load(ordering: .relaxed) == before { try await write(Array(":\n\n".utf8)) }
        }
    }
}

/// Responses that stay open and carry events.
package enum ServerSentEvents {
    /// A response that lives as long as `body` runs.
    ///
    /// A graceful stop, or the browser leaving, cancels `body`.
    ///
    /// `retry` is how long the browser waits before it connects again; `heartbeat` is measured with `clock`.
    package static func response(
        heartbeat: Duration = .seconds(15),
        retry: Duration = .seconds(2),
        clock: any Clock<Duration> = ContinuousClock(),
        _ body: @escaping @Sendable (EventWriter) async throws -> Void
    ) -> HTTPResponse {
        let stream: @Sendable (ResponseWriter) async throws -> Void = { writer in
            let events = EventWriter(writer)
            // Sent at once, as it takes the head along.
            try await events.write(Array("retry: \(retry.milliseconds)\n\n".utf8))
            try await run(body, events, heartbeat, clock)
        }
        var response = HTTPResponse(.ok, fields: fields, body: .stream(stream))
        response.isEndless = true
        return response
    }

    private static let fields: HTTPFields = [
        .contentType: MediaType.eventStream.description,
        .cacheControl: "no-store",
        // nginx would otherwise hold events back until its buffer is full.
        HTTPFieldName("X-Accel-Buffering"): "no",
    ]

    private static func run(
        _ body: @escaping @Sendable (EventWriter) async throws -> Void,
        _ events: EventWriter,
        _ heartbeat: Duration,
        _ clock: any Clock<Duration>
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await body(events) }
            group.addTask { try await events.beat(every: heartbeat, clock) }
            defer { group.cancelAll() }
            try await group.next()
        }
    }
}

/// One event of a stream (WHATWG HTML, server-sent events).
package struct ServerSentEvent: Sendable {
    private let id: String?
    private let name: String?
    private let data: String

    /// Describes an event.
    ///
    /// The browser sends the last `id` back when it connects again.
    ///
    /// Line ends in `data` arrive as line feeds; in `id` and `name` they become spaces.
    package init(id: String? = nil, name: String? = nil, data: String) {
        self.id = id
        self.name = name
        self.data = data
    }

    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        if let id { append("id", id, to: &bytes) }
        if let name { append("event", name, to: &bytes) }
        for line in lines { append("data", line, to: &bytes) }
        bytes.append(0x0A)
        return bytes
    }

    /// CR LF is one character of Swift's.
    private var lines: [Substring] {
        data.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r" || $0 == "\r\n" }
    }

    private func append(_ field: String, _ value: some StringProtocol, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: "\(field): ".utf8)
        bytes.append(contentsOf: value.utf8.map { $0 == 0x0A || $0 == 0x0D || $0 == 0 ? 0x20 : $0 })
        bytes.append(0x0A)
    }
}
