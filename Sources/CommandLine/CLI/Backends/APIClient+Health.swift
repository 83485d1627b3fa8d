import API
import HTTPMessages

extension APIClient {
    /// The health behind a path; one that fails is an answer too, with a status of its own.
    func health(_ path: String) async throws -> Health {
        let reply = try await transport.send(.GET, path, fields: [:], body: [])
        guard let health = try? APICoding.decode(Health.self, from: reply.body) else { throw APIError(reply) }
        return health
    }
}
