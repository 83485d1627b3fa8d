import HTTPMessages

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
