import CSQLite

extension Connection {
    /// Copies the whole database into another one, which loses what it held; others may go on reading and writing
    /// meanwhile (sqlite.org/backup.html).
    ///
    /// What is copied is of one moment.
    package func copy(into target: Connection) throws {
        guard let copy = sqlite3_backup_init(target.handle, "main", handle, "main") else {
            throw target.failure(sqlite3_extended_errcode(target.handle), "backup")
        }
        let result = sqlite3_backup_step(copy, -1)
        // Also where the step failed: it says again why.
        let end = sqlite3_backup_finish(copy)
        guard result == SQLITE_DONE, end == SQLITE_OK else {
            let code = result == SQLITE_DONE ? end : result
            throw SQLiteError(code: code, message: String(cString: sqlite3_errstr(code)), sql: "backup")
        }
    }
}
