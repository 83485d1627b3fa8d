/// What a list of held packages can be sorted by; all but the name begin with the greatest.
package enum HeldPackageOrder: String, ListKey {
    case name, bytes, files

    package static let usual = Self.name
}

extension HeldPackage: ListedItem, ListedPart {
    package var texts: [String] { [name] }

    package func precedes(_ other: HeldPackage, by order: HeldPackageOrder) -> Bool {
        switch order {
        case .name: name < other.name
        case .bytes: (other.bytes, name) < (bytes, other.name)
        case .files: (other.files, name) < (files, other.name)
        }
    }
}
