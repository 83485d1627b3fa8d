extension Schema {
    /// What the inventory of a site lists.
    static let sites = """
        CREATE TABLE site_files (
            repository_uuid TEXT NOT NULL,
            site TEXT NOT NULL,
            path TEXT NOT NULL,
            sha512 BLOB NOT NULL CHECK (length(sha512) = 64),
            PRIMARY KEY (repository_uuid, site, path),
            FOREIGN KEY (repository_uuid, site) REFERENCES sites (repository_uuid, name) ON DELETE CASCADE
        ) STRICT, WITHOUT ROWID;
        """
}
