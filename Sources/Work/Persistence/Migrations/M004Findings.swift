extension Migration {
    /// What is wrong in the trees, whatever their type; the kinds are the words of each ecosystem.
    static let findings = Migration(
        name: "004-findings",
        sql: """
            CREATE TABLE findings (
                id INTEGER PRIMARY KEY,
                repository TEXT NOT NULL,
                package TEXT,
                version TEXT,
                path TEXT NOT NULL,
                kind TEXT NOT NULL,
                detail TEXT NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('open', 'ignored', 'repaired', 'failed')),
                first_seen INTEGER NOT NULL,
                last_seen INTEGER NOT NULL,
                UNIQUE (repository, path, kind)
            ) STRICT;
            CREATE INDEX findings_by_package ON findings (repository, package);
            """
    )
}
