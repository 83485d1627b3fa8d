import App
import HTTPMessages

/// Hands requests to the routes of this process: what a server would answer, without one.
struct InProcessTransport: Transport {
    private let api: InProcessAPI

    init(_ application: Application) throws { api = try InProcessAPI(application) }

    func send(_ method: HTTPMethod, _ path: String, fields: HTTPFields, body: [UInt8]) async throws -> Reply {
        let answer = try await api.answer(method, path, fields: fields, body: body)
        return Reply(status: answer.status, fields: answer.fields, body: answer.body)
    }
}
