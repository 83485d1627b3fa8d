import Synchronization

/// Something that happens once and can be waited for.
final class Signal: Sendable {
    private struct State {
        var isGiven = false
        var waiting: [Int: CheckedContinuation<Void, any Error>] = [:]
        var nextKey = 0
    }

    private let state = Mutex(State())

    func give() {
        let waiting = state.withLock { state in
            state.isGiven = true
            defer { state.waiting = [:] }
            return state.waiting.values.map(\.self)
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Returns once it has happened; throws when the task is cancelled before.
    func wait() async throws {
        let key = state.withLock { state in
            state.nextKey += 1
            return state.nextKey
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in add(continuation, key) }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: key) }?.resume(throwing: CancellationError())
        }
    }

    /// Returns once it has happened, whoever cancels the task meanwhile.
    func waitStubbornly() async {
        await Task { try? await self.wait() }.value
    }

    private func add(_ continuation: CheckedContinuation<Void, any Error>, _ key: Int) {
        let isDue = state.withLock { state in
            if state.isGiven { return true }
            state.waiting[key] = continuation
            return false
        }
        if isDue { return continuation.resume() }
        guard Task.isCancelled else { return }
        state.withLock { $0.waiting.removeValue(forKey: key) }?.resume(throwing: CancellationError())
    }
}
