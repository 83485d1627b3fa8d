extension Schema {
    /// What a package's folder is known again by, and how many of its files are known.
    static let fingerprints = """
        ALTER TABLE packages ADD COLUMN fingerprint BLOB CHECK (fingerprint IS NULL OR length(fingerprint) = 32);
        ALTER TABLE packages ADD COLUMN files INTEGER NOT NULL DEFAULT 0 CHECK (files >= 0);
        """
}
