import Synchronization

/// Lets one task at a time do what a key names; the others wait in the order they came.
final class Turns<Key: Hashable & Sendable>: Sendable {
    private struct Waiter: Sendable {
        let number: Int
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        /// Who waits behind whoever has the turn.
        var waiting: [Key: [Waiter]] = [:]
        var next = 0
    }

    private let state = Mutex(State())

    /// Runs `body` once nobody else is at that key; `hasWaited` says that somebody was.
    ///
    /// Whoever is cancelled waits no longer.
    func take<Value>(_ key: Key, _ body: (_ hasWaited: Bool) async throws -> Value) async throws -> Value {
        let hasWaited = try await enter(key)
        defer { leave(key) }
        return try await body(hasWaited)
    }

    private func enter(_ key: Key) async throws -> Bool {
        let number: Int? = state.withLock { state in
            guard state.waiting[key] != nil else {
                state.waiting[key] = []
                return nil
            }
            state.next += 1
            return state.next
        }
        guard let number else { return false }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { wait(number, for: key, $0) }
        } onCancel: {
            giveUp(number, key)
        }
        return true
    }

    private func wait(_ number: Int, for key: Key, _ continuation: CheckedContinuation<Void, any Error>) {
        let answer: Result<Void, any Error>? = state.withLock { state in
            // Whoever had the turn may have gone since.
            guard state.waiting[key] != nil else {
                state.waiting[key] = []
                return .success(())
            }
            if Task.isCancelled { return .failure(CancellationError()) }
            state.waiting[key]?.append(Waiter(number: number, continuation: continuation))
            return nil
        }
        if let answer { continuation.resume(with: answer) }
    }

    private func leave(_ key: Key) {
        let next: Waiter? = state.withLock { state in
            guard let first = state.waiting[key]?.first else {
                state.waiting[key] = nil
                return nil
            }
            state.waiting[key]?.removeFirst()
            return first
        }
        next?.continuation.resume()
    }

    private func giveUp(_ number: Int, _ key: Key) {
        let waiter: Waiter? = state.withLock { state in
            guard let index = state.waiting[key]?.firstIndex(where: { $0.number == number }) else { return nil }
            return state.waiting[key]?.remove(at: index)
        }
        waiter?.continuation.resume(throwing: CancellationError())
    }
}
