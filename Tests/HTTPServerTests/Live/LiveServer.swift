import HTTPMessages
import HTTPServer
import Logging
import Posix
import TestSupport

/// A server on loopback for one test.
struct LiveServer: Sendable {
    let server: HTTPServer
    /// Connections with what was sent on them before the server began to answer.
    private(set) var early: [RawClient] = []
    private let clients: EventLoopGroup

    private init(_ server: HTTPServer, _ clients: EventLoopGroup) {
        self.server = server
        self.clients = clients
    }

    /// Runs a server with `responder` while `body` runs, then stops it.
    static func with(
        limits: HTTPLimits = .patient,
        errors: ErrorResponses = .plain,
        early requests: [String] = [],
        _ responder: @escaping Responder,
        _ body: @Sendable (LiveServer) async throws -> Void
    ) async throws {
        let configuration = HTTPServerConfiguration(addresses: [.loopback(port: 0)], limits: limits)
        let logger = Logger(label: "http", sink: .none)
        let server = try HTTPServer(configuration, errors: errors, logger: logger, responder: responder)
        let clients = try EventLoopGroup(threads: 1, name: "client")
        defer { clients.stop() }
        var live = LiveServer(server, clients)
        for request in requests {
            let client = try await live.connect()
            try await client.send(request)
            live.early.append(client)
        }
        try await withThrowingTaskGroup(of: Void.self) { [live] tasks in
            tasks.addTask { try await server.run() }
            defer { tasks.cancelAll() }
            try await body(live)
            await server.shutdown(deadline: .seconds(5))
            try await tasks.waitForAll()
        }
    }

    /// Opens a connection of its own.
    func connect() async throws -> RawClient {
        let loop = clients.loops[0]
        return RawClient(
            try await SocketStream.connecting(to: server.addresses[0], on: loop, until: .far)
        )
    }

    /// Sends one request on a connection of its own and returns everything that comes back until it ends.
    func exchange(_ text: String) async throws -> String {
        let client = try await connect()
        try await client.send(text)
        return try await client.receiveAll()
    }
}

/// A client that sends what it is told to, right or wrong, and reads plainly.
final class RawClient: Sendable {
    let stream: SocketStream

    init(_ stream: SocketStream) { self.stream = stream }

    /// Sends text as it stands.
    func send(_ text: String) async throws { try await stream.send(Array(text.utf8), stall: .far) }

    /// Everything up to the end of the connection.
    func receiveAll() async throws -> String {
        var all: [UInt8] = []
        while true {
            let bytes = try await receive()
            if bytes.isEmpty { return String(decoding: all, as: UTF8.self) }
            all += bytes
        }
    }

    /// What comes until `text` has come.
    func receive(through text: String) async throws -> String {
        var all = ""
        while !all.contains(text) {
            let bytes = try await receive()
            if bytes.isEmpty { throw Ended(received: all) }
            all += String(decoding: bytes, as: UTF8.self)
        }
        return all
    }

    func receive() async throws -> [UInt8] {
        try await stream.receive(atMost: 65_536, until: .far)
    }

    struct Ended: Error {
        let received: String
    }
}

extension String {
    /// A request of version 1.1 without a body.
    static func get(_ target: String, _ fields: String = "", close: Bool = true) -> String {
        "GET \(target) HTTP/1.1\r\nHost: localhost\r\n\(fields)\(close ? "Connection: close\r\n" : "")\r\n"
    }

    /// A request with a body of known length.
    static func post(_ target: String, _ body: String, _ fields: String = "", close: Bool = true) -> String {
        let last = close ? "Connection: close\r\n" : ""
        return
            "POST \(target) HTTP/1.1\r\nHost: localhost\r\nContent-Length: \(body.utf8.count)\r\n\(fields)\(last)\r\n\(body)"
    }

    /// The status code of a response that starts here.
    var statusCode: Int? { Int(split(separator: " ").dropFirst().first ?? "") }

    /// What follows the head.
    var messageBody: String {
        var rest = self[...]
        while let end = rest.firstIndex(of: "\r\n") {
            rest = rest[index(after: end)...]
            if rest.first == "\r\n" { return String(rest.dropFirst()) }
        }
        return ""
    }
}
