import YAML

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
