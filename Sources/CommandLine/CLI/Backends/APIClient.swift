import API
import HTTPMessages
import Requests

/// Asks the API in its own words: values in, values out, problems thrown.
struct APIClient: Sendable {
    let transport: any Transport

    /// Fetches one value.
    func get<Value: Decodable>(_ path: String, as type: Value.Type = Value.self) async throws -> Value {
        try await decoded(send(.GET, path))
    }

    /// Fetches a list page by page, up to `limit` items if one is given.
    func list<Item: Codable & Sendable>(
        limit: Int? = nil,
        _ path: (PageQuery) -> String
    ) async throws -> [Item] {
        var items: [Item] = []
        var query = PageQuery(limit: min(limit ?? .max, PageQuery.limits.upperBound))
        repeat {
            let page: Page<Item> = try await get(path(query))
            items += page.items
            query.cursor = page.nextCursor
        } while query.cursor != nil && items.count < limit ?? .max
        return Array(items.prefix(limit ?? .max))
    }

    /// Asks for something to be done.
    func post<Value: Decodable>(_ path: String, _ body: (any Encodable)? = nil) async throws -> Value {
        guard let body else { return try await decoded(send(.POST, path)) }
        let fields: HTTPFields = [.contentType: APICoding.mediaType]
        return try await decoded(send(.POST, path, fields: fields, body: APICoding.encode(body)))
    }

    /// Removes something.
    func delete(_ path: String) async throws {
        _ = try await send(.DELETE, path)
    }

    /// Asks what removing something would take away; the path says that it is a dry run.
    func tryDeleting<Value: Decodable>(_ path: String) async throws -> Value {
        try await decoded(send(.DELETE, path))
    }

    /// Sends a request; throws the problem that came back, if it was one.
    func send(
        _ method: HTTPMethod,
        _ path: String,
        fields: HTTPFields = [:],
        body: [UInt8] = []
    ) async throws -> Reply {
        let reply = try await transport.send(method, path, fields: fields, body: body)
        guard reply.status.isSuccess else { throw Problem(reply) }
        return reply
    }

    private func decoded<Value: Decodable>(_ reply: Reply) throws -> Value {
        do {
            return try APICoding.decode(Value.self, from: reply.body)
        } catch {
            throw Problem.unreadable
        }
    }
}

extension APIClient {
    /// The health behind a path; one that fails is an answer too, with a status of its own.
    func health(_ path: String) async throws -> Health {
        let reply = try await transport.send(.GET, path, fields: [:], body: [])
        guard let health = try? APICoding.decode(Health.self, from: reply.body) else { throw Problem(reply) }
        return health
    }
}

/// A way to the API: over the network, or straight into the routes of this process.
protocol Transport: Sendable {
    /// Sends one request and waits for all of its answer, whatever its status.
    func send(_ method: HTTPMethod, _ path: String, fields: HTTPFields, body: [UInt8]) async throws -> Reply
}

/// A whole answer of the API.
struct Reply: Sendable {
    let status: HTTPStatus
    let fields: HTTPFields
    let body: [UInt8]
}

extension Problem {
    /// Reads what a server answered; anything but a problem comes from something between here and there.
    init(_ reply: Reply) {
        let problem = try? APICoding.decode(Problem.self, from: reply.body)
        self = problem ?? .foreign(reply.status)
    }

    private static func foreign(_ status: HTTPStatus) -> Problem {
        Problem(
            .unavailable,
            detail: "What answered is no Packferry server: \(status).",
            hint: "Check the address."
        )
    }

    /// An answer in a shape that is not known here.
    static var unreadable: Problem {
        Problem(
            .unavailable,
            detail: "The answer cannot be understood.",
            hint: "Server and command should be of the same version."
        )
    }
}
