import API
import Crypto
import HTTPMessages
import HTTPServer

extension HTTPResponse {
    /// An answer in JSON, made anew each time.
    static func json(
        _ value: some Encodable,
        _ status: HTTPStatus = .ok,
        fields: HTTPFields = [:]
    ) throws -> HTTPResponse {
        var response = HTTPResponse(status, .json, try APICoding.encode(value))
        response.fields[.cacheControl] = "no-store"
        response.fields.fill(from: fields)
        return response
    }

    /// A document in JSON that is kept under a name of its own by whoever fetches it; the signature that belongs beside it
    /// is in a field.
    static func document(_ bytes: [UInt8], named name: String, signature: [UInt8]? = nil) -> HTTPResponse {
        var response = HTTPResponse(.ok, .json, bytes)
        response.fields[.contentDisposition] = "attachment; filename=\"\(name)\""
        response.fields[.cacheControl] = "no-store"
        if let signature { response.fields[.signature] = Base64.encode(signature) }
        return response
    }

    /// A problem (RFC 9457); one that cannot be written is an internal error without a body.
    static func problem(_ problem: Problem) -> HTTPResponse {
        guard let bytes = try? APICoding.encode(problem) else { return HTTPResponse(.internalServerError) }
        var response = HTTPResponse(HTTPStatus(problem.status), .problem, bytes)
        response.fields[.cacheControl] = "no-store"
        return response
    }
}
