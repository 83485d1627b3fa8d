BEGIN TRANSACTION;
CREATE TABLE artifact_files (
    artifact TEXT NOT NULL REFERENCES artifacts (id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    package TEXT NOT NULL,
    PRIMARY KEY (artifact, path)
) STRICT, WITHOUT ROWID;
INSERT INTO "artifact_files" VALUES('diff-202611210130','left-pad/left-pad-1.0.0.tgz','left-pad');
CREATE TABLE artifact_names (
    id TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
INSERT INTO "artifact_names" VALUES('diff-202611210130');
CREATE TABLE artifacts (
    id TEXT PRIMARY KEY,
    repository TEXT NOT NULL,
    repository_type TEXT NOT NULL,
    repository_uuid TEXT NOT NULL,
    archive_id TEXT NOT NULL,
    sequence INTEGER NOT NULL CHECK (sequence BETWEEN 1 AND 9007199254740992),
    scope TEXT NOT NULL CHECK (scope IN ('delta', 'full', 'partial')),
    base TEXT CHECK ((base IS NOT NULL) = (scope = 'delta')),
    base_name TEXT CHECK (base_name IS NULL OR base IS NOT NULL),
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
    state TEXT NOT NULL CHECK (state IN ('built', 'downloaded', 'delivered', 'damaged')),
    warnings TEXT NOT NULL, signer TEXT CHECK (signer LIKE 'ssh-ed25519 %'),
    UNIQUE (repository_uuid, sequence)
) STRICT;
INSERT INTO "artifacts" VALUES('diff-202611210130','npm','npm','0123456789abcdef0123456789abcdef','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',5,'full',NULL,NULL,'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb','2026-11-21T01:30:00.000Z',1234,X'06060606060606060606060606060606060606060606060606060606060606060606060606060606060606060606060606060606060606060606060606060606',2,1000,1,1,0,'first','downloaded','','ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f');
CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    initiator TEXT NOT NULL CHECK (initiator <> ''),
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT;
INSERT INTO "audit" VALUES(1,1795224600000,'cli:ann','job-start','01hjob0000000002','');
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
INSERT INTO "briefs" VALUES('npm','left-pad',1,3,400,1795224600000,1795224600000,1795224600000,X'6272696566');
CREATE TABLE content_changes (
    repository TEXT NOT NULL,
    package TEXT NOT NULL,
    at INTEGER NOT NULL, added_at INTEGER,
    PRIMARY KEY (repository, package)
) STRICT, WITHOUT ROWID;
INSERT INTO "content_changes" VALUES('npm','left-pad',1795224600000,1795224599999);
CREATE TABLE deliveries (
    artifact TEXT NOT NULL REFERENCES artifacts (id) ON DELETE CASCADE,
    site TEXT NOT NULL CHECK (site <> ''),
    state TEXT NOT NULL CHECK (state IN ('sent', 'asserted', 'proven')),
    changed_at INTEGER NOT NULL,
    asserted_by TEXT CHECK ((asserted_by IS NOT NULL) = (state = 'asserted') AND asserted_by IS NOT ''),
    reason TEXT CHECK ((reason IS NOT NULL) = (state = 'asserted') AND reason IS NOT ''),
    PRIMARY KEY (artifact, site)
) STRICT, WITHOUT ROWID;
INSERT INTO "deliveries" VALUES('diff-202611210130','plant-7','asserted',1795224600000,'Ann','called');
CREATE TABLE disk_samples (
    path TEXT NOT NULL,
    hour INTEGER NOT NULL CHECK (hour = at / 3600000),
    at INTEGER NOT NULL,
    total_bytes INTEGER NOT NULL,
    free_bytes INTEGER NOT NULL,
    PRIMARY KEY (path, hour)
) STRICT, WITHOUT ROWID;
INSERT INTO "disk_samples" VALUES('/srv',498673,1795224600000,1000,400);
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
    state TEXT NOT NULL CHECK (state IN ('whole', 'broken', 'orphan')), scanned_at INTEGER, content TEXT CHECK ((content IS NULL) = (scanned_at IS NULL)),
    PRIMARY KEY (repository, path)
) STRICT, WITHOUT ROWID;
INSERT INTO "files" VALUES('npm','left-pad/left-pad-1.0.0.tgz','left-pad','1.0.0','left-pad/left-pad-1.0.0.tgz',1,4,900,1795224600000,1795224600000,1795224600000,X'03030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303',X'0404040404040404040404040404040404040404',X'0505050505050505050505050505050505050505050505050505050505050505','whole',1795224600000,'=');
CREATE TABLE finding_events (
    finding INTEGER NOT NULL REFERENCES findings (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'repairing', 'repaired', 'failed', 'ignored')),
    detail TEXT NOT NULL
) STRICT;
INSERT INTO "finding_events" VALUES(7,1795224600000,'open','was seen');
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
    last_seen INTEGER NOT NULL, quarantine TEXT,
    UNIQUE (repository, path, kind)
) STRICT;
INSERT INTO "findings" VALUES(7,'npm','left-pad','1.0.1','left-pad/left-pad-1.0.1.tgz','empty','is empty','open',0,1795224600000,1795224600000,'quarantine/left-pad/x.7-1');
CREATE TABLE job_keys (
    key TEXT PRIMARY KEY CHECK (key <> ''),
    request TEXT NOT NULL CHECK (length(request) = 64),
    job TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
INSERT INTO "job_keys" VALUES('nightly-20261121','9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08','01hjob0000000001');
CREATE TABLE job_packages (
    job TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    package TEXT NOT NULL,
    outcome TEXT CHECK (outcome IN ('unchanged', 'refreshed', 'local', 'stale', 'failed')),
    files TEXT NOT NULL,
    problems TEXT NOT NULL,
    PRIMARY KEY (job, package)
) STRICT, WITHOUT ROWID;
INSERT INTO "job_packages" VALUES('01hjob0000000001','left-pad','refreshed','["left-pad-1.0.0.tgz"]','[]');
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
INSERT INTO "jobs" VALUES('01hjob0000000001','collect','npm','failed',NULL,'{"deep":true}','api:127.0.0.1',NULL,1,1,1,NULL,0,1795224600000,1795224600000,1795224600002,1795224600003,NULL,'[]','{}','{}','{"code":"no-space","detail":"Full."}',7);
INSERT INTO "jobs" VALUES('01hjob0000000002','diff-build','npm','succeeded',NULL,'{}','cli:ann','01hjob0000000001',1,1,1,NULL,0,1795224600001,1795224600001,1795224600004,1795224600005,NULL,'{"steps":[]}','{"files":3}','{"artifact":"diff-202611210130"}',NULL,0);
CREATE TABLE migrations (name TEXT PRIMARY KEY, checksum INTEGER NOT NULL) STRICT;
INSERT INTO "migrations" VALUES('001-schema',-145306227444843497);
INSERT INTO "migrations" VALUES('002-scans',-110758019241893451);
INSERT INTO "migrations" VALUES('003-history',8940250650939375119);
INSERT INTO "migrations" VALUES('004-withdrawals',1007345907334660075);
INSERT INTO "migrations" VALUES('005-sites',-5283964135478541852);
INSERT INTO "migrations" VALUES('006-signers',-7109939782751549144);
INSERT INTO "migrations" VALUES('007-briefs',8406110763714150035);
INSERT INTO "migrations" VALUES('008-site-signers',-6053798285156866045);
INSERT INTO "migrations" VALUES('009-job-keys',-1344278790072482002);
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
INSERT INTO "packages" VALUES('npm','left-pad','left-pad/package.json',1,3,400,1795224600000,1795224600000,1795224600000,X'01010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101',1,X'7B7D',X'6B6579',X'02020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202020202',300,'');
CREATE TABLE repository_samples (
    repository TEXT NOT NULL,
    hour INTEGER NOT NULL CHECK (hour = at / 3600000),
    at INTEGER NOT NULL,
    files INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    packages INTEGER NOT NULL,
    versions INTEGER NOT NULL,
    findings INTEGER NOT NULL,
    PRIMARY KEY (repository, hour)
) STRICT, WITHOUT ROWID;
INSERT INTO "repository_samples" VALUES('npm',498673,1795224600000,2,1000,1,1,1);
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
INSERT INTO "schedules" VALUES('weekly','diff-build','npm','{"full":true}','0 3 * * 0',NULL,'Europe/Berlin',1,0,3,1795829400000,1795224600000,'01hjob0000000002',NULL,NULL);
CREATE TABLE site_files (
    repository_uuid TEXT NOT NULL,
    site TEXT NOT NULL,
    path TEXT NOT NULL,
    sha512 BLOB NOT NULL CHECK (length(sha512) = 64),
    PRIMARY KEY (repository_uuid, site, path),
    FOREIGN KEY (repository_uuid, site) REFERENCES sites (repository_uuid, name) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
INSERT INTO "site_files" VALUES('0123456789abcdef0123456789abcdef','plant-8','left-pad/left-pad-1.0.0.tgz',X'03030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303');
CREATE TABLE sites (
    repository_uuid TEXT NOT NULL,
    name TEXT NOT NULL CHECK (name <> ''),
    counter INTEGER NOT NULL CHECK (counter BETWEEN 1 AND 9007199254740992),
    kind TEXT NOT NULL CHECK (kind IN ('applied', 'rolled-back', 'inventory')),
    archive_id TEXT CHECK ((archive_id IS NULL) = (kind = 'inventory')),
    snapshot TEXT,
    missing TEXT NOT NULL,
    conflicts TEXT NOT NULL,
    heard_at INTEGER NOT NULL,
    retired_at INTEGER, signer TEXT CHECK (signer LIKE 'ssh-ed25519 %'), remark TEXT CHECK (remark <> ''),
    PRIMARY KEY (repository_uuid, name)
) STRICT, WITHOUT ROWID;
INSERT INTO "sites" VALUES('0123456789abcdef0123456789abcdef','plant-7',9,'applied','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb','[]','["a"]',1795224600000,NULL,NULL,'It is not signed');
INSERT INTO "sites" VALUES('0123456789abcdef0123456789abcdef','plant-8',1,'inventory',NULL,'cccccccccccccccccccccccccccccccc','[]','[]',1795224600000,1795224600009,NULL,NULL);
CREATE TABLE storages (
    repository TEXT PRIMARY KEY,
    uuid TEXT NOT NULL CHECK (length(uuid) = 32),
    device INTEGER NOT NULL,
    inode INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "storages" VALUES('npm','0123456789abcdef0123456789abcdef',1,2);
CREATE TABLE trees (
    repository TEXT PRIMARY KEY,
    generation INTEGER NOT NULL CHECK (generation >= 0),
    collected_at INTEGER NOT NULL,
    captured_generation INTEGER,
    captured_key TEXT,
    captured_snapshot TEXT
) STRICT;
INSERT INTO "trees" VALUES('npm',4,1795224600000,3,'k','s');
CREATE TABLE withdrawals (
    repository TEXT NOT NULL,
    package TEXT NOT NULL,
    deprecated TEXT NOT NULL,
    unpublished TEXT NOT NULL,
    is_gone INTEGER NOT NULL CHECK (is_gone IN (0, 1)),
    PRIMARY KEY (repository, package)
) STRICT, WITHOUT ROWID;
INSERT INTO "withdrawals" VALUES('npm','left-pad','{"1.0.0":"old"}','["0.9.0"]',0);
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
CREATE TRIGGER audit_is_append_only_on_insert BEFORE INSERT ON audit
    WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'the audit table is append only'); END;
CREATE TRIGGER audit_is_append_only_on_update BEFORE UPDATE ON audit
    BEGIN SELECT RAISE(ABORT, 'the audit table is append only'); END;
CREATE TRIGGER audit_is_append_only_on_delete BEFORE DELETE ON audit
    BEGIN SELECT RAISE(ABORT, 'the audit table is append only'); END;
CREATE INDEX schedules_by_next_run ON schedules (next_run_at) WHERE NOT is_paused;
CREATE INDEX schedules_by_job ON schedules (last_job) WHERE last_job IS NOT NULL;
CREATE INDEX files_by_package ON files (repository, package);
CREATE INDEX findings_by_package ON findings (repository, package);
CREATE INDEX artifact_files_by_package ON artifact_files (package);
CREATE INDEX finding_events_by_finding ON finding_events (finding);
CREATE INDEX job_keys_by_job ON job_keys (job);
CREATE INDEX job_packages_by_package ON job_packages (package);
COMMIT;
