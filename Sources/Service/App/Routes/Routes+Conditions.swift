import API
import HTTPMessages
import HTTPServer

extension Routes {
    /// Gives each document a tag made from its bytes, so that who has it already is answered 304.
    static func validating(_ respond: @escaping Responder, at route: APIRoute) -> Responder {
        guard route.method == .GET, !route.isProbe else { return respond }
        return { request in
            let response = try await respond(request)
            guard case .bytes(let bytes) = response.body, response.status == .ok, response.fields[.etag] == nil else {
                return response
            }
            return try response.kept(by: EntityTag(of: bytes), for: request)
        }
    }
}

extension HTTPResponse {
    /// The same under a tag by which a cache may ask whether its copy is still good.
    func kept(by tag: EntityTag, for request: HTTPRequest) throws -> HTTPResponse {
        var response = self
        response.fields[.cacheControl] = "private, no-cache"
        return try response.validated(by: tag, for: request)
    }
}
