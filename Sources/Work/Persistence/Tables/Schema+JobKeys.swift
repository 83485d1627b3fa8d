extension Schema {
    /// Under which keys jobs were started, so that a request which comes again starts no second one.
    static let jobKeys = """
        CREATE TABLE job_keys (
            key TEXT PRIMARY KEY CHECK (key <> ''),
            request TEXT NOT NULL CHECK (length(request) = 64),
            job TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX job_keys_by_job ON job_keys (job);
        """
}
