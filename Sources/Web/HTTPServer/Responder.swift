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
