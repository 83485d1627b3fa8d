import Time

/// What a list of sites can be sorted by; `heard` begins with the one that was heard of last.
package enum SiteOrder: String, ListKey {
    case name, heard

    package static let usual = Self.name
}

extension Site: ListedItem {
    package static var states: [String] { State.allCases.map(\.rawValue) }
    package var stateName: String? { state.rawValue }
    package var texts: [String] { [name, archiveID, artifact, snapshot].compactMap(\.self) }

    package func precedes(_ other: Site, by order: SiteOrder) -> Bool {
        switch order {
        case .name: (name, repository) < (other.name, other.repository)
        case .heard: (heardAt, name, repository) > (other.heardAt, other.name, other.repository)
        }
    }
}
