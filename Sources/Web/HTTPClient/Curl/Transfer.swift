import Synchronization

/// One request, and the task that waits for its answer.
final class Transfer: Sendable {
    private struct State {
        var waiter: CheckedContinuation<ClientResponseHead, any Error>?
        var isCancelled = false
    }

    let request: ClientRequest
    /// Called by the loop's thread alone.
    let take: @Sendable (ClientResponseHead, [UInt8]) throws -> Void
    private let state = Mutex(State())

    init(_ request: ClientRequest, take: @escaping @Sendable (ClientResponseHead, [UInt8]) throws -> Void) {
        self.request = request
        self.take = take
    }

    /// Calls `start`, then waits for `finish`.
    func result(_ start: () -> Void) async throws -> ClientResponseHead {
        try await withCheckedThrowingContinuation { continuation in
            state.withLock { $0.waiter = continuation }
            start()
        }
    }

    /// Whether nobody wants the answer any more.
    var isCancelled: Bool { state.withLock { $0.isCancelled } }

    /// Notes that nobody wants the answer any more, which may be before anybody has asked for it.
    func markCancelled() { state.withLock { $0.isCancelled = true } }

    /// Ends the wait; called once, by the loop's thread, after its last use of `take`.
    func finish(_ result: Result<ClientResponseHead, any Error>) {
        let waiter = state.withLock { state in
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume(with: result)
    }
}
