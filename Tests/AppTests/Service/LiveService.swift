import HTTPMessages
import Logging
import Persistence
import Posix
import TestSupport

@testable import App

/// A service on loopback for one test, and plain connections to it.
struct LiveService: Sendable {
    let application: Application
    let service: Service
    private let clients: EventLoopGroup

    /// Runs a service over the sample storage while `body` runs, then stops it as a signal would.
    static func with(
        _ repositories: [String] = ["npm"],
        _ body: @Sendable (LiveService) async throws -> Void
    ) async throws {
        let application = try await Station.application(repositories, logger: Logger(label: "test", sink: .none))
        let service = try Service(application, limits: .patient, grace: .far)
        let clients = try EventLoopGroup(threads: 1, name: "client")
        defer { clients.stop() }
        let (stops, stop) = AsyncStream.makeStream(of: Int32.self)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await service.run(until: stops) }
            defer { tasks.cancelAll() }
            // Whatever came of it: a service that is only cancelled waits for its jobs.
            defer { stop.yield(15) }
            try await body(LiveService(application: application, service: service, clients: clients))
            stop.yield(15)
            try await tasks.waitForAll()
        }
        try await application.database.close()
    }

    /// Sends one request and gives everything that comes back until the connection ends, or holds `end`.
    func exchange(_ request: String, until end: String? = nil) async throws -> String {
        let stream = try await SocketStream.connecting(
            to: service.address,
            on: clients.loops[0],
            until: .far
        )
        defer { stream.close() }
        try await stream.send(Array(request.utf8), stall: .far)
        var text = ""
        while true {
            let bytes = try await stream.receive(atMost: 65_536, until: .far)
            text += String(decoding: bytes, as: UTF8.self)
            if bytes.isEmpty { return text }
            if let end, text.contains(end) { return text }
        }
    }

    /// Sends bytes in pieces of these lengths, then ends its own side if `isEnd`, and gives everything that comes back.
    ///
    /// Who is answered before all was sent need not send the rest.
    func exchange(_ bytes: [UInt8], in pieces: [Int], isEnd: Bool) async throws -> String {
        let stream = try await SocketStream.connecting(to: service.address, on: clients.loops[0], until: .far)
        defer { stream.close() }
        var rest = bytes[...]
        for size in pieces {
            guard (try? await stream.send(Array(rest.prefix(size)), stall: .far)) != nil else { break }
            rest = rest.dropFirst(size)
        }
        if isEnd { stream.finishWriting() }
        var text = ""
        while let bytes = try? await stream.receive(atMost: 65_536, until: .far), !bytes.isEmpty {
            text += String(decoding: bytes, as: UTF8.self)
        }
        return text
    }

    /// Sends one request whose connection ends with the answer.
    func send(_ method: String, _ path: String, _ fields: [String] = [], until end: String? = nil) async throws
        -> String
    {
        let lines = ["\(method) \(path) HTTP/1.1", "Host: localhost", "Connection: close"] + fields
        return try await exchange(lines.joined(separator: "\r\n") + "\r\n\r\n", until: end)
    }

    /// Starts a collect, waits for its end, and gives its id.
    func collect() async throws -> String {
        let answer = try await send("POST", "/jobs/collect", ["Content-Length: 0"])
        let id = answer.firstMatch(of: /Location: \/jobs\/([0-9a-z]+)/).map { String($0.1) } ?? ""
        while true {
            // A poll may come back before the job has ended.
            let job = try await send("GET", "/jobs/\(id)?wait=20")
            if !["queued", "blocked", "running"].contains(where: { job.contains("\"state\":\"\($0)\"") }) { return id }
        }
    }
}
