import Posix
import SQLite
import Synchronization

/// A connection on a thread of its own, so that SQLite never blocks the cooperative pool.
final class ConnectionThread: Sendable {
    private typealias Work = @Sendable (Result<Connection, any Error>) -> Void

    private let path: String
    private let stage: Stage<Work, Void>
    private let isClosed = Mutex(false)

    /// Opens the connection on the new thread; work fails with the error of opening, if there was one.
    init(name: String, path: String, open: @escaping @Sendable (String) throws -> Connection) {
        self.path = path
        stage = Stage(name, capacity: 4096) { next in
            let connection = Result { try open(path) }
            while let work = next() { work(connection) }
        }
    }

    /// Runs `body` on the thread and waits for it without blocking.
    ///
    /// What is asked for first is done first. What is wrong with the file as a whole is said of the file, whichever
    /// statement met it.
    func run<T: Sendable>(_ body: @escaping @Sendable (Connection) throws -> T) async throws -> T {
        do {
            return try await answer(body)
        } catch let error as SQLiteError {
            throw PersistenceError(explaining: error, of: path) ?? error
        }
    }

    private func answer<T: Sendable>(_ body: @escaping @Sendable (Connection) throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            do {
                try put { connection in continuation.resume(with: Result { try body(connection.get()) }) }
            } catch {
                continuation.resume(throwing: error)
            }
        }
    }

    /// Finishes what was asked for and closes the connection; once is enough.
    func close() async throws {
        let wasClosed = isClosed.withLock { closed in
            defer { closed = true }
            return closed
        }
        guard !wasClosed else { return }
        try await withCheckedThrowingContinuation { continuation in
            NamedThread.start("db-close") { [stage] in continuation.resume(with: Result { try stage.finish() }) }
        }
    }

    private func put(_ work: @escaping Work) throws {
        // Under the lock: what the stage takes after its end, nobody would ever answer.
        try isClosed.withLock { closed in
            guard !closed else { throw PersistenceError.closed(path) }
            try stage.put(work)
        }
    }
}
