import CSQLite

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
