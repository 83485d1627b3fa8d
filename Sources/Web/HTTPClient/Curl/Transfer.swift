import Synchronization

/// One request, and whoever waits for its answer.
final class Transfer: Sendable {
    let request: ClientRequest
    /// Takes a piece; false when there is no room for it yet, and then it comes again after `TransferLoop.resume`.
    ///
    /// Called by the loop's thread alone.
    let take: @Sendable (ClientResponseHead, [UInt8]) throws -> Bool
    /// Called once, by the loop's thread, after its last use of `take`.
    let finish: @Sendable (Result<ClientResponseHead, any Error>) -> Void
    /// Whom it asks, as `HostQueue` counts.
    let host: String
    private let cancelled = Atomic(false)

    init(
        _ request: ClientRequest,
        finish: @escaping @Sendable (Result<ClientResponseHead, any Error>) -> Void,
        take: @escaping @Sendable (ClientResponseHead, [UInt8]) throws -> Bool
    ) {
        self.request = request
        host = WebAddress(request.url)?.origin ?? ""
        self.finish = finish
        self.take = take
    }

    /// Whether nobody wants the answer any more.
    var isCancelled: Bool { cancelled.load(ordering: .acquiring) }

    /// Notes that nobody wants the answer any more, which may be before anybody has asked for it.
    func markCancelled() { cancelled.store(true, ordering: .releasing) }
}

/// The task that waits for the end of a transfer.
final class Waiter: Sendable {
    private let continuation = Mutex<CheckedContinuation<ClientResponseHead, any Error>?>(nil)

    /// Calls `start`, then waits for `finish`.
    func result(_ start: () -> Void) async throws -> ClientResponseHead {
        try await withCheckedThrowingContinuation { waiting in
            continuation.withLock { $0 = waiting }
            start()
        }
    }

    /// Ends the wait.
    func finish(_ result: Result<ClientResponseHead, any Error>) {
        let waiting = continuation.withLock { continuation in
            defer { continuation = nil }
            return continuation
        }
        waiting?.resume(with: result)
    }
}
