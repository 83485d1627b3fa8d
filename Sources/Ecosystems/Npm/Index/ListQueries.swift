import Transfer
import Trees

/// The questions about many packages at once, in SQL.
///
/// Without statistics SQLite would not take the indexes that hold little more than what is asked for, so these are named.
enum ListQueries {
    /// A list: ?1 to ?4 are what `CatalogFilter` asks about, ?5 and ?6 limit and offset.
    static func packages(_ order: CatalogOrder, isReversed: Bool) -> String {
        list(order, isReversed: isReversed, where: CatalogFilter.condition("packages.name"))
    }

    /// How many packages `CatalogFilter` asks about, ?1 to ?4.
    static let count = """
        SELECT COUNT(*) FROM packages INDEXED BY packages_listed
        WHERE repository = ?1 AND \(CatalogFilter.condition("packages.name"))
        """

    /// One package by its name, ?2.
    static let package = list(.name, isReversed: false, where: "name = ?2")

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

    private static func list(_ order: CatalogOrder, isReversed: Bool, where condition: String) -> String {
        """
        SELECT name, listed AS versions, files, bytes, \(TreeRecord.changedAt("packages.name")) AS updated, (
            SELECT COUNT(*) FROM findings WHERE repository = ?1 AND findings.package = name AND \(Finding.unsettled)
        ) AS findings
        FROM packages INDEXED BY packages_listed WHERE repository = ?1 AND (\(condition))
        ORDER BY \(order.sorting(isReversed: isReversed)) LIMIT ?5 OFFSET ?6
        """
    }
}
