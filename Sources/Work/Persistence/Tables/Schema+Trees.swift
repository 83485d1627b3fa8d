extension Schema {
    /// What lies in the trees, by content, whatever their type: the index that makes an unchanged tree cost nothing; which
    /// storages those were, and when each package was last seen to be another; and what is wrong there, in the words of
    /// each ecosystem.
    static let trees = """
        CREATE TABLE trees (
            repository TEXT PRIMARY KEY,
            generation INTEGER NOT NULL CHECK (generation >= 0),
            collected_at INTEGER NOT NULL,
            captured_generation INTEGER,
            captured_key TEXT,
            captured_snapshot TEXT
        ) STRICT;

        CREATE TABLE storages (
            repository TEXT PRIMARY KEY,
            uuid TEXT NOT NULL CHECK (length(uuid) = 32),
            device INTEGER NOT NULL,
            inode INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE content_changes (
            repository TEXT NOT NULL,
            package TEXT NOT NULL,
            at INTEGER NOT NULL,
            PRIMARY KEY (repository, package)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE packages (
            repository TEXT NOT NULL,
            name TEXT NOT NULL,
            location TEXT NOT NULL,
            device INTEGER NOT NULL,
            inode INTEGER NOT NULL,
            size INTEGER NOT NULL,
            modified INTEGER NOT NULL,
            changed INTEGER NOT NULL,
            read_at INTEGER NOT NULL,
            sha512 BLOB CHECK (sha512 IS NULL OR length(sha512) = 64),
            listed INTEGER NOT NULL CHECK (listed >= 0),
            facts BLOB NOT NULL,
            ready_key BLOB,
            ready_sha512 BLOB CHECK (ready_sha512 IS NULL OR length(ready_sha512) = 64),
            ready_size INTEGER,
            ready_omission TEXT NOT NULL DEFAULT '',
            PRIMARY KEY (repository, name)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE files (
            repository TEXT NOT NULL,
            path TEXT NOT NULL,
            package TEXT NOT NULL,
            version TEXT,
            location TEXT NOT NULL,
            device INTEGER NOT NULL,
            inode INTEGER NOT NULL,
            size INTEGER NOT NULL CHECK (size >= 0),
            modified INTEGER NOT NULL,
            changed INTEGER NOT NULL,
            hashed_at INTEGER NOT NULL,
            sha512 BLOB NOT NULL CHECK (length(sha512) = 64),
            sha1 BLOB CHECK (sha1 IS NULL OR length(sha1) = 20),
            sha256 BLOB CHECK (sha256 IS NULL OR length(sha256) = 32),
            state TEXT NOT NULL CHECK (state IN ('whole', 'broken', 'orphan')),
            PRIMARY KEY (repository, path)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX files_by_package ON files (repository, package);

        CREATE TABLE findings (
            id INTEGER PRIMARY KEY,
            repository TEXT NOT NULL,
            package TEXT,
            version TEXT,
            path TEXT NOT NULL,
            kind TEXT NOT NULL,
            detail TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('open', 'repairing', 'repaired', 'failed', 'ignored')),
            attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
            first_seen INTEGER NOT NULL,
            last_seen INTEGER NOT NULL,
            UNIQUE (repository, path, kind)
        ) STRICT;
        CREATE INDEX findings_by_package ON findings (repository, package);
        """
}
