package import HTTPMessages
package import Posix

/// A request whose head has been read and checked.
///
/// Its body is read when the handler asks for it.
package struct HTTPRequest: Sendable {
    package let method: HTTPMethod
    package let target: RequestTarget
    package let fields: HTTPFields
    package let body: RequestBody
    /// Host and port that the client named; `nil` only in HTTP/1.0.
    package let authority: Authority?
    /// Who sent it; `nil` for a request made inside this process.
    package let peer: SocketAddress?
    /// Which route it took.
    package let route: RouteNote
    /// What the route's pattern captured.
    package var parameters = RouteParameters()

    /// Puts a request together inside this process.
    package init(
        _ method: HTTPMethod,
        _ target: RequestTarget,
        fields: HTTPFields = [:],
        body: [UInt8] = [],
        peer: SocketAddress? = nil
    ) {
        self.method = method
        self.target = target
        self.fields = fields
        self.body = body.isEmpty ? .none : RequestBody(body)
        self.authority = fields[.host].flatMap { Authority(parsing: $0) }
        self.peer = peer
        route = RouteNote()
    }

    /// The same request with a body that was read of it.
    package func holding(_ body: [UInt8]) -> HTTPRequest {
        HTTPRequest(self, body: RequestBody(body))
    }

    private init(_ request: HTTPRequest, body: RequestBody) {
        (method, target, fields) = (request.method, request.target, request.fields)
        (authority, peer, parameters) = (request.authority, request.peer, request.parameters)
        route = request.route
        self.body = body
    }

    init(_ head: RequestHead, body: RequestBody, peer: SocketAddress) {
        method = head.method
        target = head.target
        fields = head.fields
        authority = head.authority
        self.body = body
        self.peer = peer
        route = RouteNote()
    }
}

/// What answers requests: a handler, a router, or either inside middleware.
///
/// It runs on the event loop's thread. What blocks must hop to a `BlockingPool`.
package typealias Responder = @Sendable (HTTPRequest) async throws -> HTTPResponse

/// Something that sees every request on its way in and every response on its way out.
package protocol Middleware: Sendable {
    /// Answers itself, or asks `next` and may change what comes back.
    func respond(to request: HTTPRequest, next: Responder) async throws -> HTTPResponse
}

extension Middleware {
    /// A responder that asks this first.
    package func wrapping(_ next: @escaping Responder) -> Responder {
        { request in try await respond(to: request, next: next) }
    }
}
