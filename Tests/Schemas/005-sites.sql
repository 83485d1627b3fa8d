BEGIN TRANSACTION;
CREATE TABLE site_files (
    repository_uuid TEXT NOT NULL,
    site TEXT NOT NULL,
    path TEXT NOT NULL,
    sha512 BLOB NOT NULL CHECK (length(sha512) = 64),
    PRIMARY KEY (repository_uuid, site, path),
    FOREIGN KEY (repository_uuid, site) REFERENCES sites (repository_uuid, name) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
INSERT INTO migrations VALUES ('005-sites', -5283964135478541852);
INSERT INTO site_files VALUES ('0123456789abcdef0123456789abcdef', 'plant-8', 'left-pad/left-pad-1.0.0.tgz', X'03030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303');
INSERT INTO sites (repository_uuid, name, counter, kind, archive_id, snapshot, missing, conflicts, heard_at, retired_at) VALUES ('0123456789abcdef0123456789abcdef', 'plant-8', 1, 'inventory', NULL, 'cccccccccccccccccccccccccccccccc', '[]', '[]', 1795224600000, 1795224600009);
COMMIT;
