import Transfer
import Trees

/// The questions about many packages at once, in SQL.
///
/// Without statistics SQLite would look for a package's files by the repository alone, that is among all files, so the
/// index is named.
enum ListQueries {
    /// A list: ?1 to ?4 are what `CatalogFilter` asks about, ?5 and ?6 limit and offset.
    static func packages(_ order: CatalogOrder, isReversed: Bool) -> String {
        list(order, isReversed: isReversed, where: CatalogFilter.condition("packages.name"))
    }

    /// How many packages `CatalogFilter` asks about, ?1 to ?4.
    static let count =
        "SELECT COUNT(*) FROM packages WHERE repository = ?1 AND \(CatalogFilter.condition("packages.name"))"

    /// One package by its name, ?2.
    static let package = list(.name, isReversed: false, where: "name = ?2")

    /// The files of the package ?2.
    static let files = """
        SELECT \(IndexedFile.columns) FROM files INDEXED BY files_by_package
        WHERE repository = ?1 AND package = ?2 ORDER BY path
        """

    /// What the scopes of the repository ?1 hold.
    static let scopes = """
        SELECT scope, SUM(packages), SUM(files), SUM(versions), SUM(bytes) FROM (
            SELECT \(scope(of: "name")) AS scope, COUNT(*) AS packages, COUNT(NULLIF(inode, 0)) AS files, 0 AS versions,
                SUM(size) AS bytes
            FROM packages WHERE repository = ?1 GROUP BY scope
            UNION ALL
            SELECT \(scope(of: "package")) AS scope, 0, COUNT(*), COUNT(version), SUM(size)
            FROM files WHERE repository = ?1 GROUP BY scope
        ) GROUP BY scope ORDER BY scope
        """

    /// The files of the repository ?1 that no version names.
    static let orphans = """
        SELECT COUNT(*), COALESCE(SUM(size), 0) FROM files WHERE repository = ?1 AND state = 'orphan'
        """

    private static func scope(of name: String) -> String {
        "CASE WHEN \(name) LIKE '@%' THEN substr(\(name), 1, instr(\(name), '/') - 1) ELSE '' END"
    }

    /// Files are added up for the packages of the page alone where these can be picked first.
    private static func list(_ order: CatalogOrder, isReversed: Bool, where condition: String) -> String {
        let (picksFirst, sorting) = (order == .name, order.sorting(isReversed: isReversed))
        let page = "ORDER BY \(sorting) LIMIT ?5 OFFSET ?6"
        return """
            SELECT name, versions, count, bytes, updated, COALESCE(unsettled, 0) AS findings FROM (
                SELECT name, versions, COUNT(path) AS count, COALESCE(SUM(size), 0) AS bytes,
                    \(TreeRecord.changedAt("chosen.name")) AS updated
                FROM (
                    SELECT name, listed AS versions FROM packages WHERE repository = ?1 AND (\(condition))
                    \(picksFirst ? page : "")
                ) AS chosen
                LEFT JOIN files INDEXED BY files_by_package ON files.repository = ?1 AND files.package = name
                GROUP BY name
            ) LEFT JOIN (
                SELECT package, COUNT(*) AS unsettled FROM findings WHERE repository = ?1 AND \(Finding.unsettled)
                GROUP BY package
            ) ON package = name
            \(picksFirst ? "ORDER BY \(sorting)" : page)
            """
    }
}
