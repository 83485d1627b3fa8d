import API
import HTTPMessages
import HTTPServer

extension HTTPRequest {
    /// The body as a request of the API, read strictly.
    func body<Request: APIRequest>(_ type: Request.Type) async throws -> Request {
        let bytes = try await body.collect()
        if !bytes.isEmpty, let type = fields[.contentType], MediaType(parsing: type)?.essence != "application/json" {
            throw Problem.Answer(.unsupportedMediaType, "The body must be application/json.")
        }
        return try APICoding.decodeStrict(type, from: bytes)
    }

    /// The query, read strictly.
    func query<Query: APIQuery>(_ type: Query.Type) throws -> Query { try Query(target.query) }

    /// The number of the last event that the client saw (WHATWG HTML, server-sent events).
    var lastEventID: Int64? { fields[.lastEventID].flatMap { Int64($0) } }
}
