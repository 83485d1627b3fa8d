import HTTPClient
import HTTPMessages
import HTTPServer
import Logging
import Posix
import TestSupport

/// Our own server on loopback for one test.
enum TestServer {
    /// Runs a server with `responder` while `body` runs with its address, as `http://127.0.0.1:port`.
    static func with(_ responder: @escaping Responder, _ body: @Sendable (String) async throws -> Void) async throws {
        let configuration = HTTPServerConfiguration(addresses: [.loopback(port: 0)], limits: .patient)
        let server = try HTTPServer(configuration, logger: Logger(label: "http", sink: .none), responder: responder)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await server.run() }
            defer { tasks.cancelAll() }
            try await body("http://\(server.addresses[0])")
        }
    }
}

/// A server that says what it is told to, right or wrong, once for each connection.
enum LyingServer {
    /// Answers the n-th connection with the n-th text as soon as its request has begun, then closes it.
    static func with(_ answers: [String], _ body: @Sendable (String) async throws -> Void) async throws {
        let group = try EventLoopGroup(threads: 1, name: "liar")
        defer { group.stop() }
        let listener = try Listener(binding: .loopback(port: 0))
        let acceptor = try Acceptor(listener, on: group.loops[0])
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                for answer in answers {
                    guard let stream = try await acceptor.accept(into: group) else { return }
                    _ = try await stream.receive(atMost: 65_536, until: .far)
                    if !answer.isEmpty { try await stream.send(Array(answer.utf8), stall: .far) }
                }
            }
            defer { listener.close() }
            try await body("http://\(listener.address)")
        }
    }
}

extension ClientRequest {
    /// A request that nothing but `idle` breaks off.
    static func patient(
        _ method: HTTPMethod,
        _ url: String,
        fields: HTTPFields = [:],
        body: Body = .none,
        idle: Duration = .far
    ) -> ClientRequest {
        ClientRequest(method, url, fields: fields, body: body, connectTimeout: .far, idleTimeout: idle)
    }
}
