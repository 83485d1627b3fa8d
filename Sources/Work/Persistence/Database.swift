package import Posix
package import SQLite
import Synchronization

/// The one database of a service: opened once, migrated, one writer and a few readers on named threads.
package final class Database: Sendable {
    /// Where a database lies.
    package enum Location: Sendable {
        /// In a file, which is made if it is not there; its folder must be.
        case file(AbsolutePath)
        /// For tests: a fake that is the real thing.
        case memory
        /// What a file holds now, taken into memory: whatever is written there, the file stays as it is.
        case copy(of: AbsolutePath)
    }

    private static let readerCount = 2

    private let writer: ConnectionThread
    private let readers: [ConnectionThread]
    /// Does nothing but look whether something was committed, so that no long query is in the way of that.
    private let watcher: ConnectionThread?
    private let turn = Atomic<Int>(0)

    /// Opens or makes the database and brings its schema up to date.
    ///
    /// Throws `PersistenceError` when a newer version wrote it, when it is damaged, or when this user may not use it, and
    /// leaves it as it is then.
    package init(_ location: Location) async throws {
        switch location {
        case .file(let path):
            writer = ConnectionThread(name: "db-writer", path: path.string) { try Self.openWriter($0) }
            try await Self.migrate(writer, path.string)
            // Only now: a reader cannot make the file.
            readers = (0..<Self.readerCount).map { index in
                ConnectionThread(name: "db-reader-\(index)", path: path.string) { try Self.openReader($0) }
            }
            watcher = ConnectionThread(name: "db-watcher", path: path.string) { try Self.openReader($0) }
        case .memory:
            writer = ConnectionThread(name: "db-memory", path: ":memory:") { try Self.openWriter($0) }
            try await Self.migrate(writer, ":memory:")
            (readers, watcher) = ([], nil)
        case .copy(let path):
            writer = ConnectionThread(name: "db-copy", path: path.string) { try Self.openCopy($0) }
            try await Self.migrate(writer, path.string)
            (readers, watcher) = ([], nil)
        }
    }

    /// Runs `body` in a read transaction: everything it sees is of one moment.
    package func read<T: Sendable>(_ body: @escaping @Sendable (Connection) throws -> T) async throws -> T {
        let isWriter = readers.isEmpty
        return try await reader.run { connection in
            // The one connection of a database in memory may write; a reader of a file may not.
            if isWriter { try connection.execute("PRAGMA query_only = ON") }
            defer { if isWriter { try? connection.execute("PRAGMA query_only = OFF") } }
            return try connection.inTransaction(.deferred) { try body(connection) }
        }
    }

    /// Runs `body` in a write transaction, which is rolled back when it throws.
    ///
    /// Writes happen one after the other, in the order of the calls.
    package func write<T: Sendable>(_ body: @escaping @Sendable (Connection) throws -> T) async throws -> T {
        try await writer.run { connection in try connection.inTransaction(.immediate) { try body(connection) } }
    }

    /// The same, for what must survive a power cut: it is on the disk when this returns.
    package func writeDurably<T: Sendable>(_ body: @escaping @Sendable (Connection) throws -> T) async throws -> T {
        try await writer.run { connection in
            // Takes effect outside of transactions only (sqlite.org/pragma.html#pragma_synchronous).
            try connection.execute("PRAGMA synchronous = FULL")
            defer { try? connection.execute("PRAGMA synchronous = NORMAL") }
            return try connection.inTransaction(.immediate) { try body(connection) }
        }
    }

    /// Which state the database is in: while two of these are equal, nothing was committed between them, by whatever
    /// process; once a write has returned, those before it are others.
    ///
    /// What is read after asking is of that state or a later one.
    package func revision() async throws -> DatabaseRevision {
        let watcher = watcher ?? writer
        // Where there is but one connection, it alone changes anything, and it does not count its own commits.
        let query = self.watcher == nil ? "SELECT total_changes()" : "PRAGMA data_version"
        let number = try await watcher.run { try $0.fetchOne(query) { $0.integer(0) } }
        return DatabaseRevision(number: number ?? 0)
    }

    /// Whether the pages of the database agree with each other.
    package func isSound() async throws -> Bool {
        do {
            return try await read { try $0.fetchOne("PRAGMA quick_check(1)") { $0.text(0) } == "ok" }
        } catch let error as PersistenceError where error.code == .damaged {
            return false
        }
    }

    /// Finishes what was asked for and closes every connection; later calls throw.
    package func close() async throws {
        // The writer last: it merges the log into the database (sqlite.org/wal.html#ckpt).
        for thread in readers + [watcher, writer].compactMap(\.self) { try await thread.close() }
    }

    private var reader: ConnectionThread {
        guard !readers.isEmpty else { return writer }
        let next = UInt(bitPattern: turn.wrappingAdd(1, ordering: .relaxed).newValue)
        return readers[Int(next % UInt(readers.count))]
    }

    private static func openWriter(_ path: String) throws -> Connection {
        let connection = try Connection(path: path)
        // WAL with synchronous NORMAL: a power cut may lose the last transactions, never the database; what must
        // not be lost lies beside the trees (sqlite.org/pragma.html#pragma_synchronous).
        // A cache of 16 MiB takes an index of 100,000 files in without reading its pages back.
        try connection.keepWriteAheadLog()
        try connection.executeScript(
            """
            PRAGMA synchronous = NORMAL;
            PRAGMA journal_size_limit = 67108864;
            PRAGMA cache_size = -16384;
            PRAGMA foreign_keys = ON;
            """
        )
        return connection
    }

    private static func openCopy(_ path: String) throws -> Connection {
        let copy = try openWriter(":memory:")
        try Connection(path: path).copy(into: copy)
        return copy
    }

    private static func openReader(_ path: String) throws -> Connection {
        try Connection(path: path, options: .init(readOnly: true))
    }

    private static func migrate(_ writer: ConnectionThread, _ path: String) async throws {
        try await writer.run { connection in try Migrator(connection, path: path).run(Schema.migrations) }
    }
}
