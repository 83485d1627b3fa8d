/// How the tables of an ecosystem are asked for packages; in all of it ?1 is the repository.
package struct CatalogQueries: Sendable {
    private let name: String
    private let hasVersions: Bool
    private let rows: @Sendable (_ condition: String) -> String
    /// How many packages there are.
    package let count: String

    /// Takes the column that names a package, with its table, and what makes a query of a condition on that: one for the
    /// columns name, versions, files, bytes, updated and findings, called so, of those packages.
    ///
    /// Where packages have no versions, files are what they have most of.
    package init(
        name: String,
        count: String,
        hasVersions: Bool = true,
        rows: @escaping @Sendable (_ condition: String) -> String
    ) {
        self.name = name
        self.count = count
        self.hasVersions = hasVersions
        self.rows = rows
    }

    /// The package ?2.
    package var package: String { rows("\(name) = ?2") }

    /// The first ?3 packages by name, or in the reverse of that; with `isContinued` the first behind the name ?2.
    package func byName(isReversed: Bool, isContinued: Bool) -> String {
        let condition = isContinued ? "\(name) \(isReversed ? "<" : ">") ?2" : "1"
        return rows(condition) + " ORDER BY name\(isReversed ? " DESC" : "") LIMIT ?3"
    }

    /// Name and key of all packages that `CatalogFilter` lets through, ?1 to ?4 are its arguments, in an order.
    package func places(in order: CatalogOrder) -> String {
        let rows = rows(CatalogFilter.condition(name))
        let sorting = order == .name ? "name" : "key DESC, name"
        return "SELECT name, \(key(of: order)) AS key FROM (\(rows)) ORDER BY \(sorting)"
    }

    private func key(of order: CatalogOrder) -> String {
        switch order {
        case .name: "0"
        case .versions where !hasVersions: "files"
        case .updated, .bytes, .versions, .findings: order.rawValue
        }
    }
}
