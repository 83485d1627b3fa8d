import HTTPClient
import HTTPMessages

/// The API of a server, over the network.
struct HTTPTransport: Transport {
    /// A server that verifies a large archive says nothing until it has.
    private static let patience = Duration.seconds(24 * 3600)

    let client: HTTPClient
    /// The address without a slash at its end.
    let address: String

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
        client = HTTPClient()
    }

    func send(_ method: HTTPMethod, _ path: String, fields: HTTPFields, body: [UInt8]) async throws -> Reply {
        try await send(request(method, path, fields: fields, body: body.isEmpty ? .none : .bytes(body)))
    }

    /// Sends a request whose body may be a file.
    func send(_ request: ClientRequest) async throws -> Reply {
        let response = try await client.send(request)
        return Reply(status: response.head.status, fields: response.head.fields, body: response.body)
    }

    /// A request to this server.
    func request(
        _ method: HTTPMethod,
        _ path: String,
        fields: HTTPFields = [:],
        body: ClientRequest.Body = .none
    ) -> ClientRequest {
        ClientRequest(method, address + path, fields: fields, body: body, idleTimeout: Self.patience)
    }
}
