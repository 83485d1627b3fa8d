extension Schema {
    /// What upstream was known to have taken back of each package, when it was compared with last.
    static let withdrawals = """
        CREATE TABLE withdrawals (
            repository TEXT NOT NULL,
            package TEXT NOT NULL,
            deprecated TEXT NOT NULL,
            unpublished TEXT NOT NULL,
            is_gone INTEGER NOT NULL CHECK (is_gone IN (0, 1)),
            PRIMARY KEY (repository, package)
        ) STRICT, WITHOUT ROWID;
        """
}
