/// A value as SQLite stores it.
package enum SQLValue: Sendable, Hashable {
    /// NULL.
    case null
    /// A signed whole number.
    case integer(Int64)
    /// A double; not-a-number is stored as NULL.
    case real(Double)
    /// UTF-8, which may hold NUL.
    case text(String)
    /// Bytes.
    case blob([UInt8])
}

/// A Swift type that is stored as one SQLite value and read back as exactly that.
package protocol SQLConvertible {
    /// The value as SQLite stores it.
    var sqlValue: SQLValue { get }
    /// `nil` when the value is of another type.
    init?(sqlValue: SQLValue)
}

extension Int64: SQLConvertible {
    package var sqlValue: SQLValue { .integer(self) }

    package init?(sqlValue: SQLValue) {
        guard case .integer(let value) = sqlValue else { return nil }
        self = value
    }
}

extension Int: SQLConvertible {
    package var sqlValue: SQLValue { .integer(Int64(self)) }

    package init?(sqlValue: SQLValue) {
        guard case .integer(let value) = sqlValue else { return nil }
        self = Int(value)
    }
}

extension Bool: SQLConvertible {
    package var sqlValue: SQLValue { .integer(self ? 1 : 0) }

    package init?(sqlValue: SQLValue) {
        guard case .integer(let value) = sqlValue, value == 0 || value == 1 else { return nil }
        self = value == 1
    }
}

extension Double: SQLConvertible {
    package var sqlValue: SQLValue { .real(self) }

    package init?(sqlValue: SQLValue) {
        guard case .real(let value) = sqlValue else { return nil }
        self = value
    }
}

extension String: SQLConvertible {
    package var sqlValue: SQLValue { .text(self) }

    package init?(sqlValue: SQLValue) {
        guard case .text(let value) = sqlValue else { return nil }
        self = value
    }
}

extension Array: SQLConvertible where Element == UInt8 {
    package var sqlValue: SQLValue { .blob(self) }

    package init?(sqlValue: SQLValue) {
        guard case .blob(let value) = sqlValue else { return nil }
        self = value
    }
}

extension Optional: SQLConvertible where Wrapped: SQLConvertible {
    package var sqlValue: SQLValue { self?.sqlValue ?? .null }

    package init?(sqlValue: SQLValue) {
        if case .null = sqlValue {
            self = Optional<Wrapped>.none
            return
        }
        guard let value = Wrapped(sqlValue: sqlValue) else { return nil }
        self = Optional<Wrapped>.some(value)
    }
}
