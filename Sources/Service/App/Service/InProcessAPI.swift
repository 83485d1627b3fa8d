package import HTTPMessages
import HTTPServer
import Jobs
import Posix

/// The API without a server: for programs that look things up where no server runs.
///
/// Jobs can be read; starting, cancelling and retrying them answers 503, because nothing here would run them.
package struct InProcessAPI: Sendable {
    /// Pieces of a file are read into memory up to this many bytes in all.
    private static let fileLimit: Int64 = 256 << 20

    private let respond: Responder

    /// Wires the routes to `application`.
    package init(_ application: Application) throws {
        let address = application.configuration.values.listen
        respond = try Routes(
            application,
            jobs: Service.queue(application, kinds: application.jobKinds),
            address: address
        ).responder
    }

    /// Answers one request; a stream that has no end is refused.
    package func answer(
        _ method: HTTPMethod,
        _ path: String,
        fields: HTTPFields = [:],
        body: [UInt8] = []
    ) async throws -> (status: HTTPStatus, fields: HTTPFields, body: [UInt8]) {
        let response = try await respond(HTTPRequest(method, RequestTarget(path), fields: fields, body: body))
        return (response.status, response.fields, try Self.bytes(of: response.body))
    }

    private static func bytes(of body: HTTPResponse.Body) throws -> [UInt8] {
        switch body {
        case .empty: return []
        case .bytes(let bytes): return bytes
        case .file(let part):
            let count = part.range.upperBound - part.range.lowerBound
            guard count <= fileLimit else { throw RequestError(.invalid, member: "range", "The part is too large.") }
            var bytes = [UInt8](repeating: 0, count: Int(count))
            let read = try part.file.descriptor.read(into: &bytes, at: part.range.lowerBound)
            return Array(bytes[..<read])
        case .stream: throw RequestError(.invalid, member: "accept", "Streams need a server.")
        }
    }
}
