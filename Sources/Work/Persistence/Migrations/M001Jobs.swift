extension Migration {
    /// The durable queue (docs/job-states.md) and the list of who started what.
    static let jobs = Migration(
        name: "001-jobs",
        sql: """
            CREATE TABLE jobs (
                id TEXT PRIMARY KEY CHECK (length(id) = 14),
                type TEXT NOT NULL CHECK (type <> ''),
                repository TEXT,
                state TEXT NOT NULL CHECK (state IN ('queued', 'blocked', 'running', 'succeeded', 'partial',
                    'failed', 'cancelled', 'interrupted')),
                blocked_by TEXT CHECK ((blocked_by IS NOT NULL) = (state = 'blocked')),
                parameters TEXT NOT NULL,
                initiator TEXT NOT NULL CHECK (initiator <> ''),
                attempt INTEGER NOT NULL CHECK (attempt >= 1),
                parent_id TEXT REFERENCES jobs (id) ON DELETE SET NULL,
                created_at INTEGER NOT NULL,
                not_before INTEGER NOT NULL,
                started_at INTEGER CHECK (started_at IS NOT NULL OR state NOT IN ('running', 'succeeded', 'partial',
                    'failed', 'interrupted')),
                finished_at INTEGER CHECK ((finished_at IS NULL) = (state IN ('queued', 'blocked', 'running'))),
                cancel_requested_at INTEGER CHECK (cancel_requested_at IS NULL OR state NOT IN ('queued', 'blocked')),
                transient_failures INTEGER NOT NULL DEFAULT 0 CHECK (transient_failures >= 0),
                idle_resumes INTEGER NOT NULL DEFAULT 0 CHECK (idle_resumes >= 0),
                cursor TEXT,
                progress TEXT NOT NULL DEFAULT '{}',
                result TEXT CHECK ((result IS NOT NULL) = (state IN ('succeeded', 'partial'))),
                problem TEXT CHECK (CASE state
                    WHEN 'failed' THEN problem IS NOT NULL
                    WHEN 'queued' THEN 1
                    WHEN 'blocked' THEN 1
                    ELSE problem IS NULL END),
                log_bytes INTEGER NOT NULL DEFAULT 0 CHECK (log_bytes >= 0)
            ) STRICT;
            CREATE UNIQUE INDEX jobs_one_of_a_type ON jobs (type, coalesce(repository, ''))
                WHERE state IN ('queued', 'blocked', 'running');
            CREATE INDEX jobs_by_parent ON jobs (parent_id);

            CREATE TRIGGER jobs_begin_queued BEFORE INSERT ON jobs WHEN NEW.state <> 'queued'
                BEGIN SELECT RAISE(ABORT, 'a job begins as queued'); END;
            CREATE TRIGGER jobs_change_state_by_the_rules BEFORE UPDATE OF state ON jobs
                WHEN NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (VALUES
                    ('queued', 'blocked'), ('queued', 'running'), ('queued', 'cancelled'),
                    ('blocked', 'queued'), ('blocked', 'running'), ('blocked', 'cancelled'),
                    ('running', 'succeeded'), ('running', 'partial'), ('running', 'failed'),
                    ('running', 'cancelled'), ('running', 'interrupted'), ('running', 'queued'),
                    ('interrupted', 'queued'))
                BEGIN SELECT RAISE(ABORT, 'a job cannot change its state like that'); END;
            CREATE TRIGGER jobs_are_kept_until_they_end BEFORE DELETE ON jobs
                WHEN OLD.state IN ('queued', 'blocked', 'running')
                BEGIN SELECT RAISE(ABORT, 'a job that has not ended is kept'); END;

            CREATE TABLE audit (
                id INTEGER PRIMARY KEY,
                at INTEGER NOT NULL,
                initiator TEXT NOT NULL CHECK (initiator <> ''),
                action TEXT NOT NULL,
                subject TEXT NOT NULL,
                detail TEXT NOT NULL
            ) STRICT;
            CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
                BEGIN SELECT RAISE(ABORT, 'the audit table is only appended to'); END;
            CREATE TRIGGER audit_is_never_shortened BEFORE DELETE ON audit
                BEGIN SELECT RAISE(ABORT, 'the audit table is only appended to'); END;
            """
    )
}
