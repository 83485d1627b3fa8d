import Transfer
import Trees

/// The questions about many packages at once, in SQL.
///
/// Without statistics SQLite would not take the indexes that hold little more than what is asked for, so these are named.
enum ListQueries {
    /// The packages of the repository ?1, by what each row holds, so that no file is looked at.
    static let packages = CatalogQueries(
        name: "packages.name",
        count: "SELECT COUNT(*) FROM packages INDEXED BY packages_listed WHERE repository = ?1"
    ) { condition in
        """
        SELECT name, listed AS versions, files, bytes, \(TreeRecord.changedAt("packages.name")) AS updated, (
            SELECT COUNT(*) FROM findings WHERE repository = ?1 AND findings.package = name AND \(Finding.unsettled)
        ) AS findings
        FROM packages INDEXED BY packages_listed WHERE repository = ?1 AND (\(condition))
        """
    }

    /// The files of the package ?2.
    static let files = """
        SELECT \(IndexedFile.columns) FROM files INDEXED BY files_by_package
        WHERE repository = ?1 AND package = ?2 ORDER BY path
        """

    /// What the scopes of the repository ?1 hold.
    static let scopes = """
        SELECT \(scope(of: "name")) AS scope, COUNT(*), COUNT(NULLIF(inode, 0)) + SUM(files), SUM(versions),
            SUM(size) + SUM(bytes)
        FROM packages WHERE repository = ?1 GROUP BY scope ORDER BY scope
        """

    /// The files of the repository ?1 that no version names.
    static let orphans = """
        SELECT COUNT(*), COALESCE(SUM(size), 0) FROM files INDEXED BY files_orphaned
        WHERE repository = ?1 AND state = 'orphan'
        """

    private static func scope(of name: String) -> String {
        "CASE WHEN \(name) LIKE '@%' THEN substr(\(name), 1, instr(\(name), '/') - 1) ELSE '' END"
    }
}
