/// What a list of files can be sorted by; the size begins with the greatest.
package enum FileOrder: String, ListKey {
    case path, size

    package static let usual = Self.path
}

extension CarriedFile: ListedItem, ListedPart {
    package var texts: [String] { [path] }

    package func precedes(_ other: CarriedFile, by order: FileOrder) -> Bool {
        switch order {
        case .path: path < other.path
        case .size: (other.size, path) < (size, other.path)
        }
    }
}
