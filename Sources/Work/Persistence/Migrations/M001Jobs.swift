extension Migration {
    /// The durable queue (docs/job-states.md) and the list of who started what.
    static let jobs = Migration(
        name: "001-jobs",
        sql: """
            CREATE TABLE jobs (
                id TEXT PRIMARY KEY,
                type TEXT NOT NULL,
                repository TEXT NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('queued', 'blocked', 'running', 'succeeded', 'partial',
                    'failed', 'cancelled', 'interrupted')),
                blocked_by TEXT CHECK ((blocked_by IS NOT NULL) = (state = 'blocked')),
                parameters TEXT NOT NULL,
                initiator TEXT NOT NULL,
                attempt INTEGER NOT NULL CHECK (attempt >= 1),
                parent_id TEXT REFERENCES jobs (id) ON DELETE SET NULL,
                cursor TEXT,
                created_at INTEGER NOT NULL,
                not_before INTEGER NOT NULL,
                started_at INTEGER CHECK (started_at IS NOT NULL OR state NOT IN ('running', 'succeeded', 'partial')),
                finished_at INTEGER CHECK ((finished_at IS NULL) = (state IN ('queued', 'blocked', 'running'))),
                cancel_requested_at INTEGER,
                progress TEXT NOT NULL,
                result TEXT NOT NULL,
                problem TEXT CHECK (problem IS NULL OR state NOT IN ('succeeded', 'queued', 'blocked'))
            ) STRICT;
            CREATE INDEX jobs_by_state ON jobs (state, created_at);
            CREATE INDEX jobs_by_time ON jobs (created_at, id);

            CREATE TABLE audit (
                id INTEGER PRIMARY KEY,
                at INTEGER NOT NULL,
                initiator TEXT NOT NULL,
                action TEXT NOT NULL,
                subject TEXT NOT NULL,
                detail TEXT NOT NULL
            ) STRICT;
            CREATE TRIGGER audit_is_append_only_on_update BEFORE UPDATE ON audit
                BEGIN SELECT RAISE(ABORT, 'the audit table is append only'); END;
            CREATE TRIGGER audit_is_append_only_on_delete BEFORE DELETE ON audit
                BEGIN SELECT RAISE(ABORT, 'the audit table is append only'); END;
            """
    )
}
