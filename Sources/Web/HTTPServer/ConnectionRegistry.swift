import Posix
import Synchronization

/// Which connections are open, so that they can be counted, asked to end and waited for.
final class ConnectionRegistry: Sendable {
    private struct Entry {
        let connection: HTTPConnection
        let task: Task<Void, Never>
    }

    private struct State {
        /// `nil` while the connection's task is being made.
        var entries: [UInt64: Entry?] = [:]
        var next: UInt64 = 0
        var isStopping = false
        var waiting: [AsyncStream<Never>.Continuation] = []
    }

    private let state = Mutex(State())

    /// Makes room for one more; `nil` when there are `limit` already, or the server is stopping.
    func reserve(limit: Int) -> UInt64? {
        state.withLock { state in
            guard !state.isStopping, state.entries.count < limit else { return nil }
            state.next += 1
            state.entries[state.next] = .some(nil)
            return state.next
        }
    }

    /// Fills the room, unless the connection has ended already.
    func fill(_ id: UInt64, _ connection: HTTPConnection, _ task: Task<Void, Never>) {
        let isStopping = state.withLock { state in
            guard state.entries[id] != nil else { return false }
            state.entries[id] = Entry(connection: connection, task: task)
            return state.isStopping
        }
        if isStopping, connection.stop() { task.cancel() }
    }

    func remove(_ id: UInt64) {
        let waiting = state.withLock { state in
            state.entries[id] = nil
            return state.entries.isEmpty ? state.waiting : []
        }
        waiting.forEach { $0.finish() }
    }

    /// Lets every connection end after what it is doing; no new one gets room.
    func stop() {
        for entry in entries({ $0.isStopping = true }) where entry.connection.stop() { entry.task.cancel() }
    }

    /// Breaks every connection off.
    func abort() {
        for entry in entries({ $0.isStopping = true }) {
            // In this order: a handler that ends early must find nobody left to answer.
            entry.connection.abort()
            entry.task.cancel()
        }
    }

    /// Forgets those that have not ended all the same, as where a disk does not answer: nobody waits for them.
    func abandon() {
        let waiting = state.withLock { state in
            state.entries = [:]
            return state.waiting
        }
        waiting.forEach { $0.finish() }
    }

    /// Waits until no connection is left, or the task is cancelled.
    func drained() async {
        let (stream, continuation) = AsyncStream.makeStream(of: Never.self)
        let isEmpty = state.withLock { state in
            state.waiting.append(continuation)
            return state.entries.isEmpty
        }
        if isEmpty { return }
        for await _ in stream {}
    }

    private func entries(_ change: (inout State) -> Void) -> [Entry] {
        state.withLock { state in
            change(&state)
            return state.entries.values.compactMap(\.self)
        }
    }
}
