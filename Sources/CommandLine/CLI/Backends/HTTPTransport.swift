import App
import FoundationEssentials
import HTTPClient
import HTTPMessages

/// The API of a server, over the network.
struct HTTPTransport: Transport {
    /// A server that verifies a large archive says nothing until it has.
    private static let patience = Duration.seconds(24 * 3600)
    /// The longest answer that is taken as a whole.
    private static let replyLimit = 64 << 20

    private let client = HTTPClient()
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
        try await send(method, path, fields: fields, body: body.isEmpty ? .none : .bytes(body))
    }

    /// Sends one request, whose body may be a file, and waits for all of its answer, whatever its status.
    func send(
        _ method: HTTPMethod,
        _ path: String,
        fields: HTTPFields,
        body: ClientRequest.Body
    ) async throws -> Reply {
        let response = try await client.send(request(method, path, fields, body), limit: Self.replyLimit)
        return Reply(status: response.head.status, fields: response.head.fields, body: response.body)
    }

    /// Asks for something large and hands it on in pieces, in order.
    func stream(
        _ path: String,
        fields: HTTPFields,
        _ take: @escaping @Sendable (ClientResponseHead, [UInt8]) throws -> Void
    ) async throws -> ClientResponseHead {
        try await client.stream(request(.GET, path, fields, .none), take)
    }

    private func request(
        _ method: HTTPMethod,
        _ path: String,
        _ fields: HTTPFields,
        _ body: ClientRequest.Body
    ) -> ClientRequest {
        var fields = fields
        fields[.userAgent] = "packferry/\(Version.current)"
        fields[.initiator] = PercentEncoding.encode(ProcessInfo.processInfo.userName)
        return ClientRequest(method, address + path, fields: fields, body: body, idleTimeout: Self.patience)
    }
}
