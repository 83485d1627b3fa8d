package import SQLite
package import Time
import Transfer

/// Which packages a list is to have; what is `nil` or false does not matter.
package struct CatalogFilter: Sendable, Equatable {
    /// Those whose name holds this text, whatever its case.
    package var search: String?
    /// Those that were seen to have other content at this moment or later.
    package var changedSince: Moment?
    /// Those with findings that are not settled.
    package var hasFindings: Bool

    package init(search: String? = nil, changedSince: Moment? = nil, hasFindings: Bool = false) {
        self.search = search
        self.changedSince = changedSince
        self.hasFindings = hasFindings
    }

    /// An expression of SQL: whether the package that `name` names, with its table, is one of them; ?1 to ?4 are
    /// `arguments`.
    package static func condition(_ name: String) -> String {
        """
        (?2 IS NULL OR \(name) LIKE ?2 ESCAPE '\\') AND (?3 IS NULL OR \(TreeRecord.changedAt(name)) >= ?3)
        AND (NOT ?4 OR EXISTS (
            SELECT 1 FROM findings WHERE repository = ?1 AND findings.package = \(name) AND \(Finding.unsettled)
        ))
        """
    }

    /// What `condition` asks about, in the repository of that name.
    package func arguments(in repository: String) -> [SQLValue] {
        [
            .text(repository), search.map(SearchPattern.containing).sqlValue, (changedSince?.milliseconds).sqlValue,
            .integer(hasFindings ? 1 : 0),
        ]
    }
}
