extension Schema {
    /// How much lay where over time; when packages came, and which jobs dealt with one.
    static let history = """
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
        """
}
