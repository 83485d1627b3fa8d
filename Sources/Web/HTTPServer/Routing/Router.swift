package import HTTPMessages

/// Finds the handler for a path and a method.
///
/// A path that no pattern fits is 404, a method that it does not have 405 with `Allow`. HEAD is answered by GET and
/// OPTIONS by the router itself.
package struct Router: Sendable {
    private var tree = RouteTree()

    package init() {}

    /// Adds a handler.
    ///
    /// Patterns hold literals, `{name}` for one segment and `{name...}` for one or more.
    ///
    /// Where several fit, the one that is literal earliest wins, and has no methods but its own. One that is not listed
    /// answers and is not told of, as where it only says why there is nothing. A request whose body is announced to be longer than
    /// `bodyLimit` bytes is 413 before any of it is read; one that turns out longer is so then.
    package mutating func on(
        _ method: HTTPMethod,
        _ pattern: String,
        bodyLimit: Int64 = 0,
        isListed: Bool = true,
        _ handler: @escaping Responder
    ) {
        let parts = RoutePattern(pattern)
        let route = Route(
            label: RouteLabel(method: method.name, pattern: pattern),
            names: parts.names,
            bodyLimit: bodyLimit,
            isListed: isListed,
            handler: handler
        )
        tree.insert(parts, method, route)
    }

    /// Answers a request by its route.
    package func respond(to request: HTTPRequest) async throws -> HTTPResponse {
        if request.target.isAsterisk { return options(tree.methods) }
        switch tree.match(request.target.segments, request.method) {
        case .route(let route, let parameters):
            request.route.take(route.label)
            try request.body.limit(to: route.bodyLimit)
            var request = request
            request.parameters = parameters
            return try await route.handler(request)
        case .methods([]):
            throw HTTPServerError(.notFound, "there is nothing at \(request.target.rawPath)")
        case .methods(let methods):
            if request.method == .OPTIONS { return options(methods) }
            let allow = Self.allow(methods)
            let reason = "\(request.target.rawPath) takes \(allow), not \(request.method)"
            throw HTTPServerError(.methodNotAllowed, reason, fields: [.allow: allow])
        }
    }

    private func options(_ methods: [HTTPMethod]) -> HTTPResponse {
        HTTPResponse(.noContent, fields: [.allow: Self.allow(methods)])
    }

    private static func allow(_ methods: [HTTPMethod]) -> String {
        var names = Set(methods.map(\.name))
        if names.contains("GET") { names.insert("HEAD") }
        names.insert("OPTIONS")
        return names.sorted().joined(separator: ", ")
    }
}
