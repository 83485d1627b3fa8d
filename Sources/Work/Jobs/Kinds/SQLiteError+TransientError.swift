package import SQLite

/// Somebody else may hold the database for a moment.
extension SQLiteError: TransientError {}
