import CSQLite
import CShims

/// A prepared statement of one connection, kept and used again for the same SQL text.
final class Statement {
    let handle: OpaquePointer
    let sql: String
    /// Whether its rows are being visited: running it again would begin anew.
    var isInUse = false
    private unowned let connection: Connection
    private(set) lazy var columns: [String: Int] = columnIndexes()

    init(handle: OpaquePointer, sql: String, connection: Connection) {
        self.handle = handle
        self.sql = sql
        self.connection = connection
    }

    deinit { sqlite3_finalize(handle) }

    func bind(_ arguments: [SQLValue]) throws {
        let expected = Int(sqlite3_bind_parameter_count(handle))
        precondition(arguments.count == expected, "\(expected) arguments are wanted, \(arguments.count) given: \(sql)")
        for (index, argument) in arguments.enumerated() { try bind(argument, at: Int32(index + 1)) }
    }

    private func bind(_ value: SQLValue, at index: Int32) throws {
        let result =
            switch value {
            case .null: sqlite3_bind_null(handle, index)
            case .integer(let number): sqlite3_bind_int64(handle, index, number)
            case .real(let number): sqlite3_bind_double(handle, index, number)
            case .text(var text): text.withUTF8 { bindText($0, at: index) }
            case .blob(let bytes): bytes.withUnsafeBytes { bindBlob($0, at: index) }
            }
        guard result == SQLITE_OK else { throw connection.failure(result, sql) }
    }

    private func bindText(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int32) -> Int32 {
        // A null pointer would bind NULL; the empty text has none of its own.
        guard let start = bytes.baseAddress else { return pf_sqlite_bind_text(handle, index, "", 0) }
        return start.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
            pf_sqlite_bind_text(handle, index, $0, UInt64(bytes.count))
        }
    }

    private func bindBlob(_ bytes: UnsafeRawBufferPointer, at index: Int32) -> Int32 {
        guard let start = bytes.baseAddress else { return sqlite3_bind_zeroblob(handle, index, 0) }
        return pf_sqlite_bind_blob(handle, index, start, UInt64(bytes.count))
    }

    /// Moves to the next row; false at the end.
    func step() throws -> Bool {
        let result = sqlite3_step(handle)
        guard result == SQLITE_ROW || result == SQLITE_DONE else { throw connection.failure(result, sql) }
        return result == SQLITE_ROW
    }

    func reset() {
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
        isInUse = false
    }

    private func columnIndexes() -> [String: Int] {
        let names = (0..<sqlite3_column_count(handle)).map { String(cString: sqlite3_column_name(handle, $0)) }
        return Dictionary(zip(names, names.indices)) { first, _ in first }
    }
}
