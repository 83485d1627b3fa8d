import API
import HTTPMessages
import HTTPServer
import JSON

extension HTTPRequest {
    /// The body as a request of the API, read strictly.
    func body<Request: APIRequest>(_ type: Request.Type) async throws -> Request {
        let bytes = try await body.collect()
        if !bytes.isEmpty, let type = fields[.contentType], MediaType(parsing: type)?.essence != "application/json" {
            throw Problem.Answer(.unsupportedMediaType, "The body must be application/json.")
        }
        if !bytes.isEmpty { try Self.requireJSON(bytes) }
        return try APICoding.decodeStrict(type, from: bytes)
    }

    /// Refuses what is no JSON, and a member that is there twice: readers differ in which of the two counts
    /// (RFC 8259 §4).
    private static func requireJSON(_ bytes: [UInt8]) throws {
        do throws(JSONError) {
            var scanner = try JSONScanner(bytes, duplicateKeys: .reject)
            _ = try scanner.skipValue()
            try scanner.end()
        } catch {
            throw Problem.Answer(Problem(error))
        }
    }

    /// The query, read strictly.
    func query<Query: APIQuery>(_ type: Query.Type) throws -> Query { try Query(target.query) }

    /// The number of the last event that the client saw (WHATWG HTML, server-sent events).
    var lastEventID: Int64? { fields[.lastEventID].flatMap { Int64($0) } }
}
