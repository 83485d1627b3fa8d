package import Transfer

/// What a snapshot holds, or an artifact carries, of one package.
package struct HeldPackage: Codable, Hashable, Sendable {
    /// The name, with its scope.
    package var name: String
    /// The versions whose files these are, in the order of their paths.
    package var versions: [String]
    /// How many files.
    package var files: Int
    /// The size of those files.
    package var bytes: Int64
}

extension HeldPackage {
    /// Groups a list of files by package, by name.
    package static func all(in entries: some Sequence<Entry>) -> [HeldPackage] {
        var found: [String: HeldPackage] = [:]
        for entry in entries {
            found[entry.package, default: HeldPackage(name: entry.package, versions: [], files: 0, bytes: 0)].add(entry)
        }
        return found.values.sorted { $0.name < $1.name }
    }

    private mutating func add(_ entry: Entry) {
        if let version = entry.version { versions.append(version) }
        files += 1
        bytes += entry.size
    }
}
