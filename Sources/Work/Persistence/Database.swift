package import Posix
package import SQLite
import Synchronization

/// The one database of a service: opened once, migrated, one writer and a few readers on named threads.
package final class Database: Sendable {
    /// Where a database lies.
    package enum Location: Sendable {
        case file(AbsolutePath)
        /// For tests: a fake that is the real thing.
        case memory
    }

    private static let readerCount = 2

    private let writer: ConnectionThread
    private let readers: [ConnectionThread]
    private let turn = Atomic<Int>(0)

    /// Opens or makes the database and brings its schema up to date.
    ///
    /// Throws `PersistenceError` when a newer version wrote it, and leaves it as it is then.
    package init(_ location: Location) async throws {
        switch location {
        case .file(let path):
            writer = ConnectionThread(name: "db-writer") { try Self.open(path.string) }
            readers = (0..<Self.readerCount).map { index in
                ConnectionThread(name: "db-reader-\(index)") { try Self.open(path.string, readOnly: true) }
            }
            try await migrate(path.string)
        case .memory:
            writer = ConnectionThread(name: "db-memory") { try Self.open(":memory:") }
            readers = []
            try await migrate(":memory:")
        }
    }

    /// Runs `body` in a read transaction: everything it sees is of one moment.
    package func read<T: Sendable>(_ body: @escaping @Sendable (Connection) throws -> T) async throws -> T {
        let thread = readers.isEmpty ? writer : readers[turn.add(1, ordering: .relaxed).newValue % readers.count]
        return try await thread.run { connection in try connection.inTransaction(.deferred) { try body(connection) } }
    }

    /// Runs `body` in a write transaction, which is rolled back when it throws.
    package func write<T: Sendable>(_ body: @escaping @Sendable (Connection) throws -> T) async throws -> T {
        try await writer.run { connection in try connection.inTransaction(.immediate) { try body(connection) } }
    }

    /// Whether the pages of the database agree with each other.
    package func isSound() async throws -> Bool {
        try await read { connection in
            try connection.fetchOne("PRAGMA quick_check(1)") { $0.text(0) } == "ok"
        }
    }

    /// Finishes what was asked for and closes every connection.
    package func close() throws {
        for reader in readers { try reader.close() }
        try writer.close()
    }

    private static func open(_ path: String, readOnly: Bool = false) throws -> Connection {
        let connection = try Connection(path: path, options: .init(readOnly: readOnly))
        // WAL with synchronous NORMAL: a power cut may lose the last transactions, never the database; what must
        // not be lost lies beside the trees (sqlite.org/pragma.html#pragma_synchronous).
        let writing = readOnly ? "" : "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
        try connection.executeScript("\(writing) PRAGMA foreign_keys = ON;")
        return connection
    }

    private func migrate(_ path: String) async throws {
        try await writer.run { connection in try Migrator(connection, path: path).run(Schema.migrations) }
    }
}
