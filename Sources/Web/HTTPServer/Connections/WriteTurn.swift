import Synchronization

/// State that one task at a time may hold across suspensions, in the order in which they asked.
final class WriteTurn<State: Sendable>: Sendable {
    private struct Queue {
        /// `nil` while somebody holds it.
        var state: State?
        var waiting: [CheckedContinuation<State, Never>] = []

        mutating func takeState() -> State? {
            defer { state = nil }
            return state
        }
    }

    private let queue: Mutex<Queue>

    init(_ state: State) { queue = Mutex(Queue(state: state)) }

    /// Waits for its turn, then runs `body` alone.
    func take(_ body: (inout State) async throws -> Void) async rethrows {
        var state = await acquire()
        defer { release(state) }
        try await body(&state)
    }

    private func acquire() async -> State {
        if let state = queue.withLock({ $0.takeState() }) { return state }
        return await withCheckedContinuation { continuation in
            let state = queue.withLock { queue in
                let state = queue.takeState()
                if state == nil { queue.waiting.append(continuation) }
                return state
            }
            if let state { continuation.resume(returning: state) }
        }
    }

    private func release(_ state: State) {
        let next = queue.withLock { queue -> CheckedContinuation<State, Never>? in
            guard queue.waiting.isEmpty else { return queue.waiting.removeFirst() }
            queue.state = state
            return nil
        }
        next?.resume(returning: state)
    }
}
