import HTTPClient
import HTTPMessages
import Synchronization

/// What of a stream of server-sent events matters to whoever only waits for news (WHATWG HTML §9.2): that there are some,
/// the last id, and the end.
struct ServerEvents {
    private static let longestLine = 64 << 10

    /// The id of the last event that was whole.
    private(set) var lastID: String?
    /// Whether the server said that nothing more comes.
    private(set) var hasEnded = false
    private var line: [UInt8] = []
    private var id: String?
    private var name = ""
    private var hasData = false

    /// Takes the next bytes; says whether an event was completed by them.
    mutating func take(_ bytes: [UInt8]) -> Bool {
        var isNews = false
        for byte in bytes {
            guard byte == 0x0A else {
                // The data of an event may be long, and is not needed here.
                if line.count < Self.longestLine { line.append(byte) }
                continue
            }
            if line.isEmpty { isNews = dispatch() || isNews } else { readLine() }
            line.removeAll(keepingCapacity: true)
        }
        return isNews
    }

    /// A new connection begins with a new event.
    mutating func beginAgain() {
        (line, id, name, hasData) = ([], nil, "", false)
    }

    private mutating func readLine() {
        let field = String(decoding: line.prefix { $0 != UInt8(ascii: ":") }, as: UTF8.self)
        let value = String(decoding: line.dropFirst(field.utf8.count + 1).drop { $0 == 0x20 }, as: UTF8.self)
        switch field {
        case "id": id = value
        case "event": name = value
        case "data": hasData = true
        default: break
        }
    }

    private mutating func dispatch() -> Bool {
        defer { (id, name, hasData) = (nil, "", false) }
        guard hasData else { return false }
        lastID = id ?? lastID
        hasEnded = hasEnded || name == "end"
        return true
    }
}

/// Follows the events of a server for one who waits for news.
final class NewsReader: Sendable {
    /// Between two tries to connect.
    private static let pause = Duration.seconds(2)

    private let transport: HTTPTransport
    private let path: String
    private let news: AsyncStream<Void>.Continuation
    private let events = Mutex(ServerEvents())

    private init(_ transport: HTTPTransport, _ path: String, _ news: AsyncStream<Void>.Continuation) {
        self.transport = transport
        self.path = path
        self.news = news
    }

    /// Yields whenever there is news at a path of events, and at first; ends where the server says so.
    ///
    /// A connection that breaks is made again and goes on after the last event; news that nobody waited for comes once.
    static func news(of path: String, on transport: HTTPTransport) -> AsyncStream<Void> {
        let (stream, news) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let reader = NewsReader(transport, path, news)
        let following = Task { await reader.follow() }
        news.onTermination = { _ in following.cancel() }
        return stream
    }

    private func follow() async {
        // Whoever waits looks himself whether the server is there.
        news.yield()
        while !Task.isCancelled, !(await followOnce()) {
            news.yield()
            try? await Task.sleep(for: Self.pause)
        }
        news.finish()
    }

    /// Follows one connection; true when there is nothing more to follow.
    private func followOnce() async -> Bool {
        var fields: HTTPFields = [.accept: "text/event-stream"]
        if let last = events.withLock(\.lastID) { fields[.lastEventID] = last }
        events.withLock { $0.beginAgain() }
        let head = try? await transport.stream(path, fields: fields) { [self] head, bytes in
            guard head.status == .ok else { return }
            if events.withLock({ $0.take(bytes) }) { news.yield() }
        }
        return events.withLock(\.hasEnded) || head?.status == .noContent
    }
}
