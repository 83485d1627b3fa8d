import HTTPClient
import HTTPMessages
import HTTPServer
import Logging
import Posix
import Synchronization
import TestSupport

/// A server on loopback with files that behave as they are told to.
final class BlobUpstream: Sendable {
    /// One file, and how it is sent.
    struct File: Sendable {
        var bytes: [UInt8]
        var etag: String?
        /// After so many bytes of a body the connection breaks.
        var breaksAfter: Int?
        /// What is answered to a request for a part, whatever it asks.
        var toRange: HTTPResponse?
        var type = MediaType.octetStream
    }

    private struct State {
        var files: [String: File] = [:]
        var status: HTTPStatus?
        var requests: [(path: String, range: String?, condition: String?)] = []
    }

    private let state = Mutex(State())
    private struct BrokenOff: Error {}

    subscript(path: String) -> File? {
        get { state.withLock { $0.files[path] } }
        set { state.withLock { $0.files[path] = newValue } }
    }

    /// What everything is answered with, if not as it should be.
    var status: Int? {
        get { state.withLock { $0.status?.code } }
        set { state.withLock { $0.status = newValue.map { HTTPStatus($0) } } }
    }

    /// What was asked for, as `path`, with the part in brackets.
    var asked: [String] {
        state.withLock { $0.requests.map { $0.path + ($0.range.map { " [\($0)]" } ?? "") } }
    }

    /// Runs a server while `body` runs with it and its address, as `http://127.0.0.1:port`.
    static func with(_ body: @Sendable (BlobUpstream, String) async throws -> Void) async throws {
        let upstream = BlobUpstream()
        let configuration = HTTPServerConfiguration(addresses: [.loopback(port: 0)], limits: .patient)
        let server = try HTTPServer(configuration, logger: Logger(label: "http", sink: .none)) { request in
            await upstream.answer(request)
        }
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await server.run() }
            defer { tasks.cancelAll() }
            try await body(upstream, "http://\(server.addresses[0])")
        }
    }

    private func answer(_ request: HTTPRequest) async -> HTTPResponse {
        let path = "/" + request.target.segments.joined(separator: "/")
        let (range, condition) = (request.fields[.range], request.fields[.ifRange])
        let file: File? = state.withLock { state in
            state.requests.append((path, range, condition))
            return state.files[path]
        }
        guard let file else { return HTTPResponse(.notFound, .plainText, Array("not here".utf8)) }
        if let status = state.withLock(\.status) { return HTTPResponse(status, .plainText, [1]) }
        if range != nil, let answer = file.toRange { return answer }
        guard let range, condition == file.etag, let start = Int(range.dropFirst(6).dropLast()) else {
            return response(.ok, file, from: 0)
        }
        return response(.partialContent, file, from: start)
    }

    private func response(_ status: HTTPStatus, _ file: File, from start: Int) -> HTTPResponse {
        let rest = Array(file.bytes[start...])
        var fields: HTTPFields = [.contentLength: "\(rest.count)", .contentType: "\(file.type)"]
        fields[.etag] = file.etag
        if start > 0 { fields[.contentRange] = "bytes \(start)-\(file.bytes.count - 1)/\(file.bytes.count)" }
        guard let limit = file.breaksAfter, limit < rest.count else {
            return HTTPResponse(status, fields: fields, body: .bytes(rest))
        }
        let body: HTTPResponse.Body = .stream { writer in
            try await writer.write(Array(rest[..<limit]))
            throw BrokenOff()
        }
        return HTTPResponse(status, fields: fields, body: body)
    }
}
