import Synchronization

/// Work that is done once however many ask for it at the same time.
final class SingleFlight<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Flight {
        let id: Int
        let task: Task<Value, any Error>
        var waiting: Int
    }

    private struct State {
        var last = 0
        var flights: [Key: Flight] = [:]
    }

    private let state = Mutex(State())

    /// What `work` gives, or what the work that is under way for the same key gives.
    ///
    /// It is cancelled when everybody who asked was.
    func run(_ key: Key, _ work: @escaping @Sendable () async throws -> Value) async throws -> Value {
        let task = join(key, work)
        return try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            leave(key, task)
        }
    }

    private func join(_ key: Key, _ work: @escaping @Sendable () async throws -> Value) -> Task<Value, any Error> {
        state.withLock { state in
            if let flight = state.flights[key], !flight.task.isCancelled {
                state.flights[key]?.waiting += 1
                return flight.task
            }
            state.last += 1
            let id = state.last
            let task = Task { [self] in
                defer { end(key, id) }
                return try await work()
            }
            state.flights[key] = Flight(id: id, task: task, waiting: 1)
            return task
        }
    }

    private func leave(_ key: Key, _ task: Task<Value, any Error>) {
        let isLast = state.withLock { state in
            guard state.flights[key]?.task == task else { return false }
            state.flights[key]?.waiting -= 1
            return state.flights[key]?.waiting == 0
        }
        if isLast { task.cancel() }
    }

    /// One that was cancelled may have a successor already.
    private func end(_ key: Key, _ id: Int) {
        state.withLock { if $0.flights[key]?.id == id { $0.flights[key] = nil } }
    }
}
