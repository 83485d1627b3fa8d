package import Time
import Transfer

/// What a list of imports can be sorted by; all but the name begin with the greatest.
package enum ImportOrder: String, ListKey {
    case since, name, sequence

    package static let usual = Self.since
}

extension Import: ListedItem {
    package static var states: [String] { State.allCases.map(\.rawValue) }
    package var stateName: String? { state.rawValue }
    package var texts: [String] { [id, summary.title, summary.origin, summary.source.name] }

    /// When it came to stand as it does: it was applied, or else staged.
    package var since: Moment { appliedAt ?? summary.stagedAt }

    package func precedes(_ other: Import, by order: ImportOrder) -> Bool {
        switch order {
        case .since: ranked > other.ranked
        case .name: (summary.title, id) < (other.summary.title, other.id)
        case .sequence: (summary.sequence, id) > (other.summary.sequence, other.id)
        }
    }

    /// What waits comes before what was applied.
    private var ranked: (Int, Moment, String) { (state == .applied ? 0 : 1, since, id) }
}
