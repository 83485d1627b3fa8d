import HTTPMessages

/// The fields that tell a browser to trust nothing but what this server sends as what it is.
///
/// No response ever allows another origin to read it (CORS).
package struct SecurityHeaders: Middleware {
    /// For pages: scripts, styles and requests of this origin alone, no inline code, no frames, no `innerHTML`.
    private static let pagePolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        + "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
        + "require-trusted-types-for 'script'; trusted-types 'none'"
    /// For everything else, should a browser ever show it as a page.
    private static let dataPolicy = "default-src 'none'; frame-ancestors 'none'"

    package init() {}

    package func respond(to request: HTTPRequest, next: Responder) async throws -> HTTPResponse {
        var response = try await next(request)
        apply(to: &response)
        return response
    }

    /// Adds the fields to one response.
    package func apply(to response: inout HTTPResponse) {
        let isPage = response.isPage
        if !response.fields.contains(.contentSecurityPolicy) {
            response.fields.append(.contentSecurityPolicy, isPage ? Self.pagePolicy : Self.dataPolicy)
        }
        response.fields.append(Self.contentTypeOptions, "nosniff")
        response.fields.append(Self.referrerPolicy, "no-referrer")
        response.fields.append(Self.resourcePolicy, "same-origin")
        if isPage { response.fields.append(Self.openerPolicy, "same-origin") }
    }

    private static let contentTypeOptions = HTTPFieldName("X-Content-Type-Options")
    private static let referrerPolicy = HTTPFieldName("Referrer-Policy")
    private static let resourcePolicy = HTTPFieldName("Cross-Origin-Resource-Policy")
    private static let openerPolicy = HTTPFieldName("Cross-Origin-Opener-Policy")
}

extension MediaType {
    /// Whether a browser shows it as a page.
    var isPage: Bool { essence == "text/html" }
}
