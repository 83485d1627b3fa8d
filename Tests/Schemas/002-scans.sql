BEGIN TRANSACTION;
ALTER TABLE files ADD COLUMN scanned_at INTEGER;
ALTER TABLE files ADD COLUMN content TEXT CHECK ((content IS NULL) = (scanned_at IS NULL));

ALTER TABLE findings ADD COLUMN quarantine TEXT;

CREATE TABLE finding_events (
    finding INTEGER NOT NULL REFERENCES findings (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'repairing', 'repaired', 'failed', 'ignored')),
    detail TEXT NOT NULL
) STRICT;
CREATE INDEX finding_events_by_finding ON finding_events (finding);
INSERT INTO migrations VALUES ('002-scans', -110758019241893451);
UPDATE files SET scanned_at = 1795224600000, content = '=' WHERE repository = 'npm' AND path = 'left-pad/left-pad-1.0.0.tgz';
INSERT INTO finding_events VALUES (7, 1795224600000, 'open', 'was seen');
UPDATE findings SET quarantine = 'quarantine/left-pad/x.7-1' WHERE id = 7;
COMMIT;
