extension Schema {
    /// What was seen in files beyond their digests, where the bytes of a broken one went, and what became of findings.
    static let scans = """
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
        """
}
