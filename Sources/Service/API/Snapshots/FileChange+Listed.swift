extension FileChange: ListedItem, ListedPart {
    package var texts: [String] { [path] }

    package func precedes(_ other: FileChange, by order: FileOrder) -> Bool {
        switch order {
        case .path: path < other.path
        case .size: (other.size, path) < (size, other.path)
        }
    }
}
