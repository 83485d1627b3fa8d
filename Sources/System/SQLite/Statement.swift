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

/// The prepared statements of one connection by their SQL text.
struct StatementCache {
    /// Texts are literals of this program, so only a text that is put together wrongly reaches this.
    static let capacity = 256

    private var statements: [String: Statement] = [:]

    /// The statement of that text, unless it is being run: then its rows are still to come.
    func idle(_ sql: String) -> Statement? {
        guard let known = statements[sql], !known.isInUse else { return nil }
        return known
    }

    /// Keeps a statement, unless another of the same text is there.
    mutating func insert(_ statement: Statement) {
        guard statements[statement.sql] == nil else { return }
        if statements.count >= Self.capacity { statements.removeAll() }
        statements[statement.sql] = statement
    }

    mutating func removeAll() { statements.removeAll() }
}

/// One row of a result, valid only while it is being visited.
package struct Row {
    private let statement: Statement

    init(_ statement: Statement) { self.statement = statement }

    /// The value of a column by its index, counted from 0.
    package func value(_ index: Int) -> SQLValue {
        let column = Int32(index)
        switch sqlite3_column_type(statement.handle, column) {
        case SQLITE_INTEGER: return .integer(integer(index))
        case SQLITE_FLOAT: return .real(sqlite3_column_double(statement.handle, column))
        case SQLITE_TEXT: return .text(text(index))
        case SQLITE_BLOB: return .blob(blob(index))
        default: return .null
        }
    }

    /// An integer column, without asking its type: 0 for NULL.
    package func integer(_ index: Int) -> Int64 { sqlite3_column_int64(statement.handle, Int32(index)) }

    /// Whether a column is NULL.
    package func isNull(_ index: Int) -> Bool {
        sqlite3_column_type(statement.handle, Int32(index)) == SQLITE_NULL
    }

    /// A text column, without asking its type: empty for NULL.
    package func text(_ index: Int) -> String {
        guard let start = sqlite3_column_text(statement.handle, Int32(index)) else { return "" }
        let count = Int(sqlite3_column_bytes(statement.handle, Int32(index)))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    /// A blob column, without asking its type: empty for NULL.
    package func blob(_ index: Int) -> [UInt8] {
        guard let start = sqlite3_column_blob(statement.handle, Int32(index)) else { return [] }
        return Array(
            UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement.handle, Int32(index))))
        )
    }

    /// A column by its index as a Swift value; throws when it is of another type.
    package func get<T: SQLConvertible>(_ index: Int, as type: T.Type = T.self) throws -> T {
        guard let value = T(sqlValue: value(index)) else {
            throw SQLiteError(code: SQLITE_MISMATCH, message: "column \(index) is not a \(type)", sql: statement.sql)
        }
        return value
    }

    /// A column by its name as a Swift value; throws when it is absent or of another type.
    package func get<T: SQLConvertible>(_ name: String, as type: T.Type = T.self) throws -> T {
        guard let index = statement.columns[name] else {
            throw SQLiteError(code: SQLITE_RANGE, message: "no column \(name)", sql: statement.sql)
        }
        return try get(index, as: type)
    }
}
