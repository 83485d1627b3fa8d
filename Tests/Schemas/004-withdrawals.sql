BEGIN TRANSACTION;
CREATE TABLE withdrawals (
    repository TEXT NOT NULL,
    package TEXT NOT NULL,
    deprecated TEXT NOT NULL,
    unpublished TEXT NOT NULL,
    is_gone INTEGER NOT NULL CHECK (is_gone IN (0, 1)),
    PRIMARY KEY (repository, package)
) STRICT, WITHOUT ROWID;
INSERT INTO migrations VALUES ('004-withdrawals', 1007345907334660075);
INSERT INTO withdrawals VALUES ('npm', 'left-pad', '{"1.0.0":"old"}', '["0.9.0"]', 0);
COMMIT;
