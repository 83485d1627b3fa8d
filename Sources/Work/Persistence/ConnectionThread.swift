import Posix
import SQLite

/// A connection on a thread of its own, so that SQLite never blocks the cooperative pool.
final class ConnectionThread: Sendable {
    private let stage: Stage<@Sendable (Connection) -> Void, Void>

    /// Opens the connection on the new thread; work fails with the error of opening, if there was one.
    init(name: String, open: @escaping @Sendable () throws -> Connection) {
        stage = Stage(name, capacity: 4096) { next in
            let connection = try open()
            while let work = next() { work(connection) }
        }
    }

    /// Runs `body` on the thread and waits for it without blocking.
    func run<T: Sendable>(_ body: @escaping @Sendable (Connection) throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            do {
                try stage.put { connection in
                    continuation.resume(with: Result { try body(connection) })
                }
            } catch {
                continuation.resume(throwing: error)
            }
        }
    }

    /// Finishes what was asked for and closes the connection.
    func close() throws { try stage.finish() }
}
