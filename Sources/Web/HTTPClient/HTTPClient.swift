import Synchronization

/// Sends requests.
///
/// One thread drives all transfers of a client, and keeps connections for the next ones.
package final class HTTPClient: Sendable {
    private let loop: TransferLoop

    /// Makes a client, whose thread begins with its first request and ends with it.
    package init(_ settings: ClientSettings = ClientSettings()) { loop = TransferLoop(settings) }

    deinit { loop.stop() }

    /// How many bytes the bodies of all answers have had so far, as they were sent.
    package var bytesReceived: Int64 { loop.meter.total.load(ordering: .relaxed) }

    /// Whom it asked, the last one first, and whether they answered.
    package var contacts: [Contact] { loop.contacts.all }

    /// Sets the most bytes a second that all answers together may bring, from now on.
    package func limitBandwidth(to bytesPerSecond: Int64?) { loop.limitBandwidth(to: bytesPerSecond) }

    /// Sends a request and collects the answer, whatever its status; more than `limit` bytes are `tooLarge`, be it as
    /// they are sent or as they are once uncompressed.
    package func send(_ request: ClientRequest, limit: Int = 64 << 20) async throws -> ClientResponse {
        let collected = Mutex<[UInt8]>([])
        var bounded = request
        bounded.wireLimit = min(request.wireLimit, Int64(limit))
        let head = try await stream(bounded) { _, bytes in
            try collected.withLock { body in
                guard body.count + bytes.count <= limit else {
                    throw HTTPClientError.tooLarge(request.url, limit: Int64(limit))
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
        var way = Redirects(request)
        while true {
            let hop = way
            let head = try await push(hop.request) { head, bytes in
                if !hop.leadsOn(head) { try take(head, bytes) }
            }
            guard way.leadsOn(head) else { return head }
            try way.follow(head)
        }
    }

    /// Sends a request and calls `body` with the answer as soon as its head is there.
    ///
    /// `body` takes the pieces at its own pace, on its own thread, while other transfers go on. Returning before the
    /// last piece gives the rest up; cancelling the caller ends the transfer with a `CancellationError`.
    package func receive<Value>(
        _ request: ClientRequest,
        _ body: (ClientResponseHead, ResponseBody) async throws -> Value
    ) async throws -> Value {
        var way = Redirects(request)
        while true {
            let hop = way
            let (head, value) = try await pull(hop.request) { head, pieces -> (ClientResponseHead, Value?) in
                guard hop.leadsOn(head) else { return (head, try await body(head, pieces)) }
                try await pieces.skip(atMost: Redirects.bodyLimit)
                return (head, nil)
            }
            if let value { return value }
            try way.follow(head)
        }
    }

    private func push(
        _ request: ClientRequest,
        _ take: @escaping @Sendable (ClientResponseHead, [UInt8]) throws -> Void
    ) async throws -> ClientResponseHead {
        let waiter = Waiter()
        let transfer = Transfer(request, finish: waiter.finish) { head, bytes in
            try take(head, bytes)
            return true
        }
        return try await withTaskCancellationHandler {
            try await waiter.result { loop.start(transfer) }
        } onCancel: {
            loop.cancel(transfer)
        }
    }

    private func pull<Value>(
        _ request: ClientRequest,
        _ body: (ClientResponseHead, ResponseBody) async throws -> Value
    ) async throws -> Value {
        let queue = BodyQueue()
        let transfer = Transfer(request, finish: queue.end, take: queue.offer)
        return try await withTaskCancellationHandler {
            defer { loop.cancel(transfer) }
            loop.start(transfer)
            let head = try await queue.head()
            return try await body(head, ResponseBody(queue) { [loop] in loop.resume(transfer) })
        } onCancel: {
            loop.cancel(transfer)
        }
    }
}
