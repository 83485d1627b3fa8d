extension Schema {
    /// What a package's folder is known again by, and what its files come to, so that lists need not go through all of them.
    static let fingerprints = """
        ALTER TABLE packages ADD COLUMN fingerprint BLOB CHECK (fingerprint IS NULL OR length(fingerprint) = 32);
        ALTER TABLE packages ADD COLUMN files INTEGER NOT NULL DEFAULT 0 CHECK (files >= 0);
        ALTER TABLE packages ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0 CHECK (bytes >= 0);
        ALTER TABLE packages ADD COLUMN versions INTEGER NOT NULL DEFAULT 0 CHECK (versions >= 0);
        UPDATE packages SET (files, bytes, versions) = (
            SELECT COUNT(*), COALESCE(SUM(size), 0), COUNT(version) FROM files
            WHERE files.repository = packages.repository AND files.package = packages.name
        );
        CREATE INDEX packages_listed ON packages (repository, name, listed, files, bytes);
        CREATE INDEX files_orphaned ON files (repository, size) WHERE state = 'orphan';
        """
}
