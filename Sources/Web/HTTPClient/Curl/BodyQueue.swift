import Synchronization

/// The pieces of one body between the loop's thread, which brings them, and the task that takes them.
final class BodyQueue: Sendable {
    private struct State {
        var head: ClientResponseHead?
        var bytes: [UInt8] = []
        var isFull = false
        var ending: Result<ClientResponseHead, any Error>?
        var waiter: CheckedContinuation<Void, Never>?
    }

    /// Bytes that may wait here; as much again at most is on the way from libcurl.
    private static let capacity = 256 << 10

    private let state = Mutex(State())

    /// Takes a piece; false when there is no room, and then it must be offered again once some was made.
    func offer(_ head: ClientResponseHead, _ piece: [UInt8]) -> Bool {
        wake { state in
            state.head = head
            state.isFull = state.bytes.count >= Self.capacity
            if !state.isFull { state.bytes += piece }
            return !state.isFull
        }
    }

    /// Says that nothing more comes.
    func end(_ result: Result<ClientResponseHead, any Error>) { wake { $0.ending = result } }

    /// The head, once it is there.
    func head() async throws -> ClientResponseHead {
        while true {
            let (head, ending) = state.withLock { ($0.head, $0.ending) }
            if let head { return head }
            if let ending { return try ending.get() }
            await wait { $0.head != nil || $0.ending != nil }
        }
    }

    /// All pieces that are here, and whether others were turned away meanwhile; no byte means the end.
    func take() async throws -> (bytes: [UInt8], wasFull: Bool) {
        await wait { !$0.bytes.isEmpty || $0.ending != nil }
        let (bytes, wasFull, ending) = state.withLock { state in
            defer {
                state.bytes = []
                state.isFull = false
            }
            return (state.bytes, state.isFull, state.ending)
        }
        if bytes.isEmpty { _ = try ending?.get() }
        return (bytes, wasFull)
    }

    private func wait(until isReady: @Sendable (borrowing State) -> Bool) async {
        await withCheckedContinuation { continuation in
            let isNow = state.withLock { state in
                if isReady(state) { return true }
                state.waiter = continuation
                return false
            }
            if isNow { continuation.resume() }
        }
    }

    private func wake<Value: Sendable>(_ change: (inout sending State) -> Value) -> Value {
        let (value, waiter) = state.withLock { state in
            let value = change(&state)
            defer { state.waiter = nil }
            return (value, state.waiter)
        }
        waiter?.resume()
        return value
    }
}
