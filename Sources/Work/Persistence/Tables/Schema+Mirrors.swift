extension Schema {
    /// What is remembered of mirrors between two syncs: what their upstreams published, and what these took back since.
    static let mirrors = """
        CREATE TABLE mirrors (
            repository TEXT PRIMARY KEY,
            state BLOB NOT NULL,
            settings TEXT NOT NULL,
            generation INTEGER NOT NULL CHECK (generation >= 0),
            synced_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE withdrawn_files (
            repository TEXT NOT NULL,
            path TEXT NOT NULL,
            since INTEGER NOT NULL,
            PRIMARY KEY (repository, path)
        ) STRICT, WITHOUT ROWID;
        """
}
