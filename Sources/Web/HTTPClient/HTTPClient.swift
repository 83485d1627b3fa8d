package import HTTPMessages
package import Posix
import Synchronization

/// Sends requests.
///
/// One thread drives all transfers of a client, and keeps connections for the next ones.
package final class HTTPClient: Sendable {
    private let loop: TransferLoop

    /// Starts the client's thread, which ends with the client.
    package init() { loop = TransferLoop() }

    deinit { loop.stop() }

    /// Sends a request and collects the answer, whatever its status; more than `limit` bytes are `tooLarge`.
    package func send(_ request: ClientRequest, limit: Int = 64 << 20) async throws -> ClientResponse {
        let collected = Mutex<[UInt8]>([])
        let head = try await stream(request) { _, bytes in
            try collected.withLock { body in
                guard body.count + bytes.count <= limit else {
                    let cause = "the answer is over \(limit) bytes"
                    throw HTTPClientError(.tooLarge, url: request.url, cause: cause)
                }
                body += bytes
            }
        }
        return ClientResponse(head: head, body: collected.withLock { $0 })
    }

    /// Sends a request, hands the body of the answer on in pieces, and returns once it is whole.
    ///
    /// `take` is called on the client's thread, in order, and holds up all its transfers while it runs: what it does
    /// not take stays with the server. An error that it throws ends the transfer and is rethrown; cancelling the
    /// caller ends it with a `CancellationError`. After the return `take` is never called again.
    package func stream(
        _ request: ClientRequest,
        _ take: @escaping @Sendable (ClientResponseHead, [UInt8]) throws -> Void
    ) async throws -> ClientResponseHead {
        let transfer = Transfer(request, take: take)
        return try await withTaskCancellationHandler {
            try await transfer.result { loop.start(transfer) }
        } onCancel: {
            loop.cancel(transfer)
        }
    }
}

/// The start of an answer.
package struct ClientResponseHead: Sendable {
    package let status: HTTPStatus
    package let fields: HTTPFields
}

/// A whole answer.
package struct ClientResponse: Sendable {
    package let head: ClientResponseHead
    package let body: [UInt8]
}

/// One request to an http or https address.
///
/// Redirects are not followed: they are answers like others. A proxy is taken from the environment, as libcurl does
/// it, but never for this machine itself.
package struct ClientRequest: Sendable {
    /// What is sent after the head.
    package enum Body: Sendable {
        case none
        case bytes([UInt8])
        /// The file beneath the folder, from its start; its size is announced.
        case file(RelativePath, in: Directory)
    }

    package let method: HTTPMethod
    /// The address, percent-encoded.
    ///
    /// Its path is sent as it stands.
    package let url: String
    package let fields: HTTPFields
    package let body: Body
    /// How long connecting may take.
    package let connectTimeout: Duration
    /// How long there may be no byte in either direction; rounded up to whole seconds.
    package let idleTimeout: Duration

    package init(
        _ method: HTTPMethod,
        _ url: String,
        fields: HTTPFields = [:],
        body: Body = .none,
        connectTimeout: Duration = .seconds(10),
        idleTimeout: Duration = .seconds(60)
    ) {
        self.method = method
        self.url = url
        self.fields = fields
        self.body = body
        self.connectTimeout = connectTimeout
        self.idleTimeout = idleTimeout
    }
}
