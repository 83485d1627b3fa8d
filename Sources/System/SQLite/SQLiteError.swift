import CSQLite

/// A statement or connection that SQLite refused: what was asked, its extended result code, and its own message.
package struct SQLiteError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The extended result code (sqlite.org/rescode.html).
    package let code: Int32
    /// SQLite's own sentence.
    package let message: String
    /// The statement, or the file name when a database could not be opened.
    package let sql: String

    package init(code: Int32, message: String, sql: String) {
        self.code = code
        self.message = message
        self.sql = sql
    }

    /// The result code without its extension.
    package var primaryCode: Int32 { code & 0xFF }
    /// Whether a UNIQUE, CHECK, FOREIGN KEY or NOT NULL rule, or a trigger, was broken.
    package var isConstraint: Bool { primaryCode == SQLITE_CONSTRAINT }
    /// Whether the disk is full.
    package var isFull: Bool { primaryCode == SQLITE_FULL }
    /// Whether what was read is no sound database.
    package var isDamage: Bool { primaryCode == SQLITE_CORRUPT || primaryCode == SQLITE_NOTADB }
    /// Whether the file, or its folder, may not be used as it must be.
    package var isPermission: Bool {
        [SQLITE_READONLY, SQLITE_PERM, SQLITE_CANTOPEN, SQLITE_AUTH].contains(primaryCode)
    }
    /// Whether the disk failed.
    package var isInputOutput: Bool { primaryCode == SQLITE_IOERR }
    /// Whether trying again may help: somebody else held the database.
    package var isTransient: Bool { primaryCode == SQLITE_BUSY || primaryCode == SQLITE_LOCKED }

    /// The next step, as a sentence, where there is one.
    package var hint: String? {
        switch primaryCode {
        case SQLITE_FULL: "Free space on its disk"
        case SQLITE_BUSY, SQLITE_LOCKED: "Another process holds it; try again when that has ended"
        case SQLITE_CANTOPEN: "Check that its folder exists and may be written"
        case SQLITE_READONLY, SQLITE_PERM: "Check who owns the file and its folder"
        case SQLITE_CORRUPT, SQLITE_NOTADB: "Move the file away and start again"
        default: nil
        }
    }

    /// The code, SQLite's sentence, the statement and the next step, where there is one.
    package var description: String {
        "SQLite error \(code): \(message) in: \(sql.prefix(200))" + (hint.map { ". \($0)" } ?? "")
    }
}
