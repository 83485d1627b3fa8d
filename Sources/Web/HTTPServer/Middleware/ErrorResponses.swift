import HTTPMessages

/// The one place where an error becomes a response.
package struct ErrorResponses: Middleware {
    private let handlerError: @Sendable (any Error, HTTPRequest) -> HTTPResponse
    private let refusal: @Sendable (HTTPServerError) -> HTTPResponse

    /// Takes the conversion of what handlers throw and of requests that cannot be read, which reach no handler.
    package init(
        handlerError: @escaping @Sendable (any Error, HTTPRequest) -> HTTPResponse,
        refusal: @escaping @Sendable (HTTPServerError) -> HTTPResponse
    ) {
        self.handlerError = handlerError
        self.refusal = refusal
    }

    /// A line of text for what this layer refuses, and no more than a 500 for anything else.
    package static let plain = ErrorResponses(
        handlerError: { error, _ in plainText(error as? HTTPServerError) },
        refusal: { plainText($0) }
    )

    package func respond(to request: HTTPRequest, next: Responder) async throws -> HTTPResponse {
        do {
            return try await next(request)
        } catch {
            return response(to: error, request)
        }
    }

    /// What a handler's error becomes, with the fields that a refusal must have.
    func response(to error: any Error, _ request: HTTPRequest) -> HTTPResponse {
        var response = handlerError(error, request)
        if let refusal = error as? HTTPServerError { response.fields.fill(from: refusal.fields) }
        return response
    }

    /// What becomes of a request that cannot be read.
    func response(to error: HTTPServerError) -> HTTPResponse {
        var response = refusal(error)
        response.fields.fill(from: error.fields)
        return response
    }

    private static func plainText(_ error: HTTPServerError?) -> HTTPResponse {
        guard let error else {
            return HTTPResponse(.internalServerError, .plainText, Array("Internal Server Error\n".utf8))
        }
        return HTTPResponse(error.status, .plainText, Array("\(error.reason)\n".utf8))
    }
}
