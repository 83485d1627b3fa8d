import App
import HTTPClient
import HTTPMessages

/// The API of a server, over the network.
struct HTTPTransport: Transport {
    /// A server that verifies a large archive says nothing until it has.
    private static let patience = Duration.seconds(24 * 3600)
    /// The longest answer that is taken as a whole.
    private static let replyLimit = 64 << 20

    private let client = HTTPClient(userAgent: "packferry/\(Version.current)")
    /// Without a slash at its end.
    private let address: String

    /// Takes the address of a server, such as `http://127.0.0.1:8470`.
    init(_ address: String) throws {
        guard address.hasPrefix("http://") || address.hasPrefix("https://"), !address.contains("?") else {
            throw CommandError(
                .usage,
                "bad-address",
                "'\(address)' is no address of a server: write it as http://host:port."
            )
        }
        self.address = String(address.reversed().drop { $0 == "/" }.reversed())
    }

    func send(_ method: HTTPMethod, _ path: String, fields: HTTPFields, body: [UInt8]) async throws -> Reply {
        try await whole(open(method, path, fields: fields, body: body.isEmpty ? .none : .bytes(body)))
    }

    /// Waits for the rest of an answer.
    func whole(_ response: ClientResponse) async throws -> Reply {
        let bytes = try await response.collect(limit: Self.replyLimit)
        return Reply(status: response.status, fields: response.fields, body: bytes)
    }

    /// Sends a request and returns once the head of the answer is there, whatever its status.
    func open(
        _ method: HTTPMethod,
        _ path: String,
        fields: HTTPFields = [:],
        body: ClientRequest.Body = .none
    ) async throws -> ClientResponse {
        var request = ClientRequest(method, address + path, fields: fields, body: body)
        request.idleTimeout = Self.patience
        return try await client.send(request)
    }
}
