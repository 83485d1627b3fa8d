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

extension ConfigurationReader {
    /// The keys of a mapping; what is not among `keys` is noted.
    mutating func section(_ node: YAMLNode?, at path: String, _ keys: KeySet) -> ConfigurationSection {
        let entries = entries(of: node, at: path)
        let prefix = path.isEmpty ? "" : "\(path)."
        for entry in entries where !keys.known.contains(entry.key) { refuse(entry, at: prefix, keys) }
        return ConfigurationSection(path: prefix, entries: entries)
    }

    /// The entries of a mapping whose keys anybody may choose.
    mutating func entries(of node: YAMLNode?, at path: String) -> [YAMLEntry] {
        guard let node, !node.isNull else { return [] }
        return reading(path) { () throws(YAMLError) in try node.entries() } ?? []
    }

    private mutating func refuse(_ entry: YAMLEntry, at prefix: String, _ keys: KeySet) {
        let origin = ConfigurationOrigin.file(line: entry.position.line, column: entry.position.column)
        let name = "\(prefix)\(entry.key)"
        if keys.planned.contains(entry.key) {
            report(origin, "\(name) is not available in this version", suggestion: "Remove it")
        } else {
            let suggestion = keys.suggestion(for: entry.key, at: prefix)
            report(origin, "\(YAMLScalar.encoded(name)) is not a key", suggestion: suggestion)
        }
    }
}
