extension Schema {
    /// The archives that were built, the names that were ever given to one, what each carries, which site it is on its way to, and what sites hold.
    static let artifacts = """
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
            warnings TEXT NOT NULL,
            UNIQUE (repository_uuid, sequence)
        ) STRICT;

        CREATE TABLE artifact_names (
            id TEXT PRIMARY KEY
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE artifact_files (
            artifact TEXT NOT NULL REFERENCES artifacts (id) ON DELETE CASCADE,
            path TEXT NOT NULL,
            package TEXT NOT NULL,
            PRIMARY KEY (artifact, path)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX artifact_files_by_package ON artifact_files (package);

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
            retired_at INTEGER,
            PRIMARY KEY (repository_uuid, name)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE deliveries (
            artifact TEXT NOT NULL REFERENCES artifacts (id) ON DELETE CASCADE,
            site TEXT NOT NULL CHECK (site <> ''),
            state TEXT NOT NULL CHECK (state IN ('sent', 'asserted', 'proven')),
            changed_at INTEGER NOT NULL,
            asserted_by TEXT CHECK ((asserted_by IS NOT NULL) = (state = 'asserted') AND asserted_by IS NOT ''),
            reason TEXT CHECK ((reason IS NOT NULL) = (state = 'asserted') AND reason IS NOT ''),
            PRIMARY KEY (artifact, site)
        ) STRICT, WITHOUT ROWID;
        """
}
