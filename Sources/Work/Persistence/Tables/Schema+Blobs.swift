extension Schema {
    /// Which contents the store holds whole and durable, by both digests, and when each was read again last.
    static let blobs = """
        CREATE TABLE blobs (
            sha256 BLOB PRIMARY KEY CHECK (length(sha256) = 32),
            sha512 BLOB NOT NULL UNIQUE CHECK (length(sha512) = 64),
            size INTEGER NOT NULL CHECK (size >= 0),
            added_at INTEGER NOT NULL,
            verified_at INTEGER
        ) STRICT, WITHOUT ROWID;
        """
}
