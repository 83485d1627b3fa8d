BEGIN TRANSACTION;
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

CREATE TABLE disk_samples (
    path TEXT NOT NULL,
    hour INTEGER NOT NULL CHECK (hour = at / 3600000),
    at INTEGER NOT NULL,
    total_bytes INTEGER NOT NULL,
    free_bytes INTEGER NOT NULL,
    PRIMARY KEY (path, hour)
) STRICT, WITHOUT ROWID;

ALTER TABLE content_changes ADD COLUMN added_at INTEGER;

CREATE INDEX job_packages_by_package ON job_packages (package);
INSERT INTO migrations VALUES ('003-history', 8940250650939375119);
UPDATE content_changes SET added_at = 1795224599999 WHERE repository = 'npm' AND package = 'left-pad';
INSERT INTO disk_samples VALUES ('/srv', 498673, 1795224600000, 1000, 400);
INSERT INTO repository_samples VALUES ('npm', 498673, 1795224600000, 2, 1000, 1, 1, 1);
COMMIT;
