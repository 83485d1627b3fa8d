import API
package import HTTPMessages
import HTTPServer
import Jobs
import Posix

/// The API without a server: for programs that look things up where no server runs.
///
/// Jobs can be read; starting, cancelling and retrying them throws, because nothing here would run them.
package struct InProcessAPI: Sendable {
    /// The longest part of a file that is read.
    private static let fileLimit: Int64 = 256 << 20

    private let router: Router
    private let pool: BlockingPool

    /// Wires the routes to `application`.
    package init(_ application: Application) throws {
        pool = application.pages
        let jobs = try Service.queue(application, kinds: application.jobKinds)
        router = try Routes(
            application,
            jobs: jobs,
            schedules: application.scheduler(of: jobs),
            address: application.configuration.values.listen,
            servesPages: false
        ).router
    }

    /// Answers one request; throws what an engine threw, so that nothing of it is lost.
    package func answer(
        _ method: HTTPMethod,
        _ path: String,
        fields: HTTPFields = [:],
        body: [UInt8] = []
    ) async throws -> (status: HTTPStatus, fields: HTTPFields, body: [UInt8]) {
        // Who asks within this process is on this machine, and may say who it is.
        let peer = SocketAddress.loopback(port: 0)
        let request = HTTPRequest(method, try RequestTarget(path), fields: fields, body: body, peer: peer)
        let response = try await response(to: request)
        let bytes = try await pool.run { try Self.bytes(of: response.body) }
        return (response.status, response.fields, bytes)
    }

    private func response(to request: HTTPRequest) async throws -> HTTPResponse {
        do {
            return try await router.respond(to: request)
        } catch let problem as Problem {
            return .problem(problem)
        } catch let error as HTTPServerError {
            // An answer like others, as when a log is read to its end.
            return .problem(Problem(describing: error))
        }
    }

    private static func bytes(of body: HTTPResponse.Body) throws -> [UInt8] {
        switch body {
        case .empty: return []
        case .bytes(let bytes): return bytes
        case .file(let part):
            let count = part.range.upperBound - part.range.lowerBound
            guard count <= fileLimit else { throw Problem(.tooLarge, detail: "The part is too large.") }
            var bytes = [UInt8](repeating: 0, count: Int(count))
            let read = try part.file.descriptor.read(into: &bytes, at: part.range.lowerBound)
            return Array(bytes[..<read])
        case .stream: throw Problem(.notAcceptable, detail: "Streams need a server.")
        }
    }
}
