import SQLite

/// Which findings a list is to have; what is empty or `nil` does not matter.
package struct FindingFilter: Sendable, Equatable {
    /// Those in one of these states.
    package var states: Set<Finding.State>
    /// Those of one of these kinds.
    package var kinds: Set<FindingKind>
    /// Those about this package.
    package var package: String?
    /// Those that hold this text in path or detail.
    package var search: String?

    package init(
        states: Set<Finding.State> = [],
        kinds: Set<FindingKind> = [],
        package: String? = nil,
        search: String? = nil
    ) {
        self.states = states
        self.kinds = kinds
        self.package = package
        self.search = search
    }

    /// A condition of SQL for all but the states, and what stands for its question marks.
    func condition(in repository: String) -> (text: String, arguments: [SQLValue]) {
        var (parts, arguments) = (["repository = ?"], [SQLValue.text(repository)])
        if !kinds.isEmpty {
            parts.append("kind IN (\(Array(repeating: "?", count: kinds.count).joined(separator: ", ")))")
            arguments += kinds.map { .text($0.rawValue) }
        }
        if let name = self.package {
            parts.append("package = ?")
            arguments.append(.text(name))
        }
        if let search {
            parts.append("(path LIKE ? ESCAPE '\\' OR detail LIKE ? ESCAPE '\\')")
            arguments += Array(repeating: .text(SearchPattern.containing(search)), count: 2)
        }
        return (parts.joined(separator: " AND "), arguments)
    }

    /// A condition of SQL for the states alone.
    var statesCondition: String {
        states.isEmpty ? "1" : "state IN (\(states.map { "'\($0.rawValue)'" }.sorted().joined(separator: ", ")))"
    }
}

/// The order of a list of findings; `found` begins with the latest, `attempts` with the greatest.
package enum FindingOrder: String, Sendable, CaseIterable {
    case path, kind, found, attempts

    /// What follows `ORDER BY`; path and kind together are unique.
    func sorting(isReversed: Bool) -> String {
        let columns: [(name: String, isDescending: Bool)] =
            switch self {
            case .path: [("path", false), ("kind", false)]
            case .kind: [("kind", false), ("path", false)]
            case .found: [("first_seen", true), ("path", false), ("kind", false)]
            case .attempts: [("attempts", true), ("path", false), ("kind", false)]
            }
        return columns.map { $0.isDescending != isReversed ? "\($0.name) DESC" : $0.name }.joined(separator: ", ")
    }
}
