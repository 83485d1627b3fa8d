import Synchronization

/// Sends requests. One thread drives all transfers of a client (libcurl's multi interface).
package final class HTTPClient: Sendable {
    private let loop: TransferLoop

    /// Starts the client's thread, which ends with the client.
    package init() { loop = TransferLoop() }

    deinit { loop.stop() }

    /// Sends a request and collects the answer, whatever its status, up to `limit` bytes.
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

    /// Sends a request and hands the answer on in pieces, in order, on the client's thread.
    ///
    /// An error thrown by `take` ends the transfer and is rethrown; cancelling the caller ends it too. The pieces
    /// come no faster than they are taken.
    package func stream(
        _ request: ClientRequest,
        _ take: @escaping @Sendable (ClientResponseHead, [UInt8]) throws -> Void
    ) async throws -> ClientResponseHead {
        let transfer = try Transfer(request, take: take)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                transfer.begin(continuation)
                loop.add(transfer)
            }
        } onCancel: {
            loop.cancel(transfer)
        }
    }
}
