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
    package static func all(in entries: [Entry]) -> [HeldPackage] {
        Dictionary(grouping: entries, by: \.package).sorted { $0.key < $1.key }.map { name, files in
            HeldPackage(
                name: name,
                versions: files.compactMap(\.version),
                files: files.count,
                bytes: files.reduce(0) { $0 + $1.size }
            )
        }
    }
}
