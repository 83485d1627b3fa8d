import Transfer

/// What a list of artifacts can be sorted by; all but the name begin with the greatest.
package enum ArtifactOrder: String, ListKey {
    case created, name, size

    package static let usual = Self.created
}

extension Artifact: ListedItem {
    package static var states: [String] { Transfer.Artifact.State.allCases.map(\.rawValue) }
    package var stateName: String? { state.rawValue }
    package var texts: [String] { [id, archiveID, note, base, baseName, target].compactMap(\.self) }

    package func precedes(_ other: Artifact, by order: ArtifactOrder) -> Bool {
        switch order {
        case .created: (created, sequence, id) > (other.created, other.sequence, other.id)
        case .name: id < other.id
        case .size: (size, id) > (other.size, other.id)
        }
    }
}
