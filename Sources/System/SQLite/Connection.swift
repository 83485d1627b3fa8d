import CSQLite

/// A connection to a database, for one thread at a time.
package final class Connection {
    /// How a database is opened.
    package struct Options: Sendable {
        /// Whether statements that change anything are refused, and a missing file is an error.
        package let readOnly: Bool
        /// Milliseconds to wait for somebody else's lock.
        package let busyTimeout: Int32

        package init(readOnly: Bool = false, busyTimeout: Int32 = 5000) {
            self.readOnly = readOnly
            self.busyTimeout = busyTimeout
        }
    }

    /// Whether a transaction is for reading or takes the write lock at once.
    package enum Transaction: String, Sendable {
        case deferred = "BEGIN DEFERRED"
        case immediate = "BEGIN IMMEDIATE"
    }

    let handle: OpaquePointer
    private let busyTimeout: Int32
    private var statements = StatementCache()

    /// Opens the database at `path`, or `:memory:`, and makes it unless it is read only.
    package init(path: String, options: Options = Options()) throws {
        var handle: OpaquePointer?
        let access = options.readOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
        let result = sqlite3_open_v2(path, &handle, access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
        guard result == SQLITE_OK, let handle else {
            let message = String(cString: sqlite3_errstr(result))
            sqlite3_close_v2(handle)
            throw SQLiteError(code: result, message: message, sql: path)
        }
        self.handle = handle
        busyTimeout = options.busyTimeout
        sqlite3_busy_timeout(handle, options.busyTimeout)
    }

    deinit {
        statements.removeAll()
        sqlite3_close_v2(handle)
    }

    /// The version of the library, such as `3.46.1`.
    package static let libraryVersion = String(cString: sqlite3_libversion())

    /// Rows that the last statement inserted, changed or deleted.
    package var changes: Int { Int(sqlite3_changes(handle)) }
    /// The key of the row inserted last.
    package var lastInsertedRowID: Int64 { sqlite3_last_insert_rowid(handle) }

    /// Runs one statement to its end and ignores its rows.
    package func execute(_ sql: String, _ arguments: [SQLValue] = []) throws {
        try withStatement(sql, arguments) { statement in while try statement.step() {} }
    }

    /// Runs several statements separated by semicolons, without arguments.
    package func executeScript(_ sql: String) throws {
        let result = sqlite3_exec(handle, sql, nil, nil, nil)
        guard result == SQLITE_OK else { throw failure(result, sql) }
    }

    /// Has the database keep a write-ahead log, which it does from then on (sqlite.org/wal.html#activating_and_configuring_wal_mode).
    ///
    /// To change that a connection has to be alone with the file. Where two want that at once, each holding what the other
    /// needs, SQLite does not wait but gives up: it is tried again for as long as one waits for a lock.
    package func keepWriteAheadLog() throws {
        // Where SQLite does wait, an attempt takes all of that time.
        let end = ContinuousClock.now + .milliseconds(busyTimeout)
        while true {
            do {
                return try execute("PRAGMA journal_mode = WAL")
            } catch let error as SQLiteError where error.isTransient && ContinuousClock.now < end {
                sqlite3_sleep(10)
            }
        }
    }

    /// Visits every row; a row must not be kept.
    package func forEach(_ sql: String, _ arguments: [SQLValue] = [], _ visit: (Row) throws -> Void) throws {
        try withStatement(sql, arguments) { statement in
            while try statement.step() { try visit(Row(statement)) }
        }
    }

    /// Every row as a value.
    package func fetchAll<T>(_ sql: String, _ arguments: [SQLValue] = [], _ make: (Row) throws -> T) throws -> [T] {
        var found: [T] = []
        try forEach(sql, arguments) { found.append(try make($0)) }
        return found
    }

    /// The first row as a value; `nil` when there is none.
    package func fetchOne<T>(_ sql: String, _ arguments: [SQLValue] = [], _ make: (Row) throws -> T) throws -> T? {
        try withStatement(sql, arguments) { statement in try statement.step() ? try make(Row(statement)) : nil }
    }

    /// Runs `body` in a transaction, which is rolled back when it throws.
    package func inTransaction<T>(_ kind: Transaction, _ body: () throws -> T) throws -> T {
        try execute(kind.rawValue)
        do {
            let value = try body()
            try execute("COMMIT")
            return value
        } catch {
            // A full disk or an I/O error has rolled back already (sqlite.org/lang_transaction.html); and if rolling
            // back fails, why is less interesting than why it was tried.
            if sqlite3_get_autocommit(handle) == 0 { try? execute("ROLLBACK") }
            throw error
        }
    }

    private func withStatement<T>(_ sql: String, _ arguments: [SQLValue], _ body: (Statement) throws -> T) throws -> T {
        let statement = try statements.idle(sql) ?? prepare(sql)
        statement.isInUse = true
        defer { statement.reset() }
        try statement.bind(arguments)
        return try body(statement)
    }

    private func prepare(_ sql: String) throws -> Statement {
        var prepared: OpaquePointer?
        let result = sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
        guard result == SQLITE_OK else { throw failure(result, sql) }
        guard let prepared else { throw SQLiteError(code: SQLITE_MISUSE, message: "no statement", sql: sql) }
        let statement = Statement(handle: prepared, sql: sql, connection: self)
        statements.insert(statement)
        return statement
    }

    func failure(_ code: Int32, _ sql: String) -> SQLiteError {
        SQLiteError(code: code, message: String(cString: sqlite3_errmsg(handle)), sql: sql)
    }
}
