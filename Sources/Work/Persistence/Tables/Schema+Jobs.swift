extension Schema {
    /// The durable queue (docs/job-states.md), what a job came to package by package, what starts jobs by the clock, and
    /// the list of who started what.
    static let jobs = """
        CREATE TABLE jobs (
            id TEXT PRIMARY KEY,
            type TEXT NOT NULL,
            repository TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('queued', 'blocked', 'running', 'succeeded', 'partial',
                'failed', 'cancelled', 'interrupted')),
            blocked_by TEXT CHECK ((blocked_by IS NOT NULL) = (state = 'blocked') AND blocked_by IS NOT id),
            parameters TEXT NOT NULL,
            initiator TEXT NOT NULL CHECK (initiator <> ''),
            parent_id TEXT REFERENCES jobs (id) ON DELETE SET NULL,
            is_unique INTEGER NOT NULL CHECK (is_unique IN (0, 1)),
            first_attempt INTEGER NOT NULL CHECK (first_attempt >= 1),
            attempt INTEGER NOT NULL CHECK (attempt >= first_attempt),
            cursor TEXT,
            idle_resumes INTEGER NOT NULL DEFAULT 0 CHECK (idle_resumes >= 0),
            created_at INTEGER NOT NULL,
            not_before INTEGER NOT NULL,
            started_at INTEGER CHECK (
                CASE WHEN state IN ('queued', 'blocked') THEN started_at IS NULL
                     WHEN state = 'cancelled' THEN TRUE
                     ELSE started_at IS NOT NULL END),
            finished_at INTEGER CHECK ((finished_at IS NULL) = (state IN ('queued', 'blocked', 'running'))),
            cancel_requested_at INTEGER CHECK (cancel_requested_at IS NULL OR started_at IS NOT NULL),
            progress TEXT NOT NULL,
            counters TEXT NOT NULL,
            result TEXT NOT NULL,
            problem TEXT CHECK (
                CASE WHEN state = 'failed' THEN problem IS NOT NULL
                     WHEN state IN ('cancelled', 'interrupted') THEN TRUE
                     ELSE problem IS NULL END),
            log_bytes INTEGER NOT NULL CHECK (log_bytes >= 0)
        ) STRICT;
        CREATE UNIQUE INDEX jobs_one_unfinished ON jobs (type, repository)
            WHERE is_unique AND state IN ('queued', 'blocked', 'running');
        CREATE INDEX jobs_by_state ON jobs (state, id);
        CREATE INDEX jobs_by_end ON jobs (finished_at, id) WHERE finished_at IS NOT NULL;
        CREATE INDEX jobs_by_parent ON jobs (parent_id) WHERE parent_id IS NOT NULL;

        CREATE TRIGGER jobs_begin_queued BEFORE INSERT ON jobs WHEN NEW.state <> 'queued'
            BEGIN SELECT RAISE(ABORT, 'a job begins queued'); END;
        CREATE TRIGGER jobs_change_state_by_the_rules BEFORE UPDATE OF state ON jobs
            WHEN OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (VALUES
                ('queued', 'blocked'), ('queued', 'running'), ('queued', 'cancelled'),
                ('blocked', 'queued'), ('blocked', 'running'), ('blocked', 'cancelled'),
                ('running', 'queued'), ('running', 'blocked'), ('running', 'succeeded'), ('running', 'partial'), ('running', 'failed'),
                ('running', 'cancelled'), ('running', 'interrupted'),
                ('interrupted', 'queued'))
            BEGIN SELECT RAISE(ABORT, 'a job cannot change its state like that'); END;
        CREATE TRIGGER jobs_are_kept_until_they_end BEFORE DELETE ON jobs
            WHEN OLD.state IN ('queued', 'blocked', 'running')
            BEGIN SELECT RAISE(ABORT, 'a job that has not ended is kept'); END;

        CREATE TABLE job_packages (
            job TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
            package TEXT NOT NULL,
            outcome TEXT CHECK (outcome IN ('unchanged', 'refreshed', 'local', 'stale', 'failed')),
            files TEXT NOT NULL,
            problems TEXT NOT NULL,
            PRIMARY KEY (job, package)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE audit (
            id INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            initiator TEXT NOT NULL CHECK (initiator <> ''),
            action TEXT NOT NULL,
            subject TEXT NOT NULL,
            detail TEXT NOT NULL
        ) STRICT;
        CREATE TRIGGER audit_is_append_only_on_insert BEFORE INSERT ON audit
            WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'the audit table is append only'); END;
        CREATE TRIGGER audit_is_append_only_on_update BEFORE UPDATE ON audit
            BEGIN SELECT RAISE(ABORT, 'the audit table is append only'); END;
        CREATE TRIGGER audit_is_append_only_on_delete BEFORE DELETE ON audit
            BEGIN SELECT RAISE(ABORT, 'the audit table is append only'); END;

        CREATE TABLE schedules (
            id TEXT PRIMARY KEY,
            type TEXT NOT NULL,
            repository TEXT NOT NULL,
            parameters TEXT NOT NULL,
            cron TEXT,
            every_seconds INTEGER CHECK (every_seconds > 0),
            time_zone TEXT NOT NULL,
            is_configured INTEGER NOT NULL CHECK (is_configured IN (0, 1)),
            is_paused INTEGER NOT NULL CHECK (is_paused IN (0, 1)),
            revision INTEGER NOT NULL CHECK (revision >= 1),
            next_run_at INTEGER,
            last_run_at INTEGER,
            last_job TEXT REFERENCES jobs (id) ON DELETE SET NULL,
            last_skip_at INTEGER,
            last_skip TEXT CHECK ((last_skip IS NULL) = (last_skip_at IS NULL)),
            CHECK ((cron IS NULL) <> (every_seconds IS NULL))
        ) STRICT;
        CREATE INDEX schedules_by_next_run ON schedules (next_run_at) WHERE NOT is_paused;
        CREATE INDEX schedules_by_job ON schedules (last_job) WHERE last_job IS NOT NULL;
        """
}
