extension Migration {
    /// The archives that were built, and what each carries.
    static let artifacts = Migration(
        name: "003-artifacts",
        sql: """
            CREATE TABLE artifacts (
                id TEXT PRIMARY KEY,
                repository TEXT NOT NULL,
                repository_type TEXT NOT NULL,
                repository_uuid TEXT NOT NULL,
                archive_id TEXT NOT NULL,
                sequence INTEGER NOT NULL CHECK (sequence BETWEEN 1 AND 9007199254740992),
                scope TEXT NOT NULL CHECK (scope IN ('delta', 'full')),
                base TEXT CHECK ((base IS NULL) = (scope = 'full')),
                target TEXT NOT NULL,
                created TEXT NOT NULL,
                size INTEGER NOT NULL CHECK (size > 0),
                sha512 BLOB NOT NULL CHECK (length(sha512) = 64),
                files INTEGER NOT NULL,
                bytes INTEGER NOT NULL,
                packages INTEGER NOT NULL,
                versions INTEGER NOT NULL,
                deletes INTEGER NOT NULL,
                note TEXT NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('built', 'downloaded', 'delivered')),
                warnings TEXT NOT NULL,
                UNIQUE (repository_uuid, sequence)
            ) STRICT;

            CREATE TABLE artifact_files (
                artifact TEXT NOT NULL REFERENCES artifacts (id) ON DELETE CASCADE,
                path TEXT NOT NULL,
                package TEXT NOT NULL,
                PRIMARY KEY (artifact, path)
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX artifact_files_by_package ON artifact_files (package);
            """
    )
}
