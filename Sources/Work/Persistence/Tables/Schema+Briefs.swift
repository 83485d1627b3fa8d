extension Schema {
    /// What a refresh needs of each document that lies in a storage, and of which file it was taken: what did not change need
    /// not be read.
    static let briefs = """
        CREATE TABLE briefs (
            repository TEXT NOT NULL,
            package TEXT NOT NULL,
            device INTEGER NOT NULL,
            inode INTEGER NOT NULL,
            size INTEGER NOT NULL,
            modified INTEGER NOT NULL,
            changed INTEGER NOT NULL,
            read_at INTEGER NOT NULL,
            brief BLOB NOT NULL,
            PRIMARY KEY (repository, package)
        ) STRICT;
        """
}
