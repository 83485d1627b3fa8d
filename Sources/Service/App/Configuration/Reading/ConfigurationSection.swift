import YAML

/// One mapping of the file, or the place where it could be.
struct ConfigurationSection {
    /// What its keys are appended to: empty, or with a dot at its end.
    let path: String
    private let nodes: [String: YAMLNode]

    /// A section that the file lacks.
    init(path: String) {
        self.init(path: path, entries: [])
    }

    init(path: String, entries: [YAMLEntry]) {
        self.path = path
        // A key without a value, as a commented-out value leaves it, is no key.
        let present = entries.filter { !$0.value.isNull }
        nodes = Dictionary(present.map { ($0.key, $0.value) }) { first, _ in first }
    }

    subscript(key: String) -> YAMLNode? { nodes[key] }
}
