import Trees

/// The questions about many packages at once, in SQL.
///
/// Without statistics SQLite would look for a package's files by the repository alone, that is among all files, so the
/// index is named.
enum ListQueries {
    /// A list: ?1 is the repository, ?2 a pattern for names or null, ?3 a moment or null, ?4 and ?5 limit and offset.
    static func packages(_ order: CatalogOrder, isFiltered: Bool) -> String {
        list(order, where: "?2 IS NULL OR name LIKE ?2 ESCAPE '\\'", picksFirst: order == .name && !isFiltered)
    }

    /// One package by its name, ?2.
    static let package = list(.name, where: "name = ?2", picksFirst: true)

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

    private static func scope(of name: String) -> String {
        "CASE WHEN \(name) LIKE '@%' THEN substr(\(name), 1, instr(\(name), '/') - 1) ELSE '' END"
    }

    /// Files are added up for the packages of the page alone where these can be picked first.
    private static func list(_ order: CatalogOrder, where condition: String, picksFirst: Bool) -> String {
        let page = "LIMIT ?4 OFFSET ?5"
        return """
            SELECT name, listed, count, bytes, updated, COALESCE(open, 0) AS open_findings FROM (
                SELECT name, listed, COUNT(path) AS count, COALESCE(SUM(size), 0) AS bytes,
                    \(TreeRecord.changedAt("chosen.name")) AS updated
                FROM (
                    SELECT name, listed FROM packages WHERE repository = ?1 AND (\(condition))
                    \(picksFirst ? "ORDER BY name \(page)" : "")
                ) AS chosen
                LEFT JOIN files INDEXED BY files_by_package ON files.repository = ?1 AND files.package = name
                GROUP BY name
            ) LEFT JOIN (
                SELECT package, COUNT(*) AS open FROM findings WHERE repository = ?1 AND state = 'open' GROUP BY package
            ) ON package = name
            WHERE ?3 IS NULL OR updated >= ?3
            ORDER BY \(column(order)) \(picksFirst ? "" : page)
            """
    }

    private static func column(_ order: CatalogOrder) -> String {
        switch order {
        case .name: "name"
        case .updated: "updated DESC, name"
        case .bytes: "bytes DESC, name"
        case .versions: "listed DESC, name"
        case .findings: "open_findings DESC, name"
        }
    }
}
