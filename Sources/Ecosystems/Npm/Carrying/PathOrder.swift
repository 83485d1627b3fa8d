import Transfer

/// Brings the entries of packages that come by name into the order of their paths.
///
/// `a-b` comes after `a` as a name and before it as a folder, since a dash sorts before a slash: what comes waits until no
/// such name can follow.
struct PathOrder {
    private var waiting: [(name: String, entries: [Entry])] = []

    /// Takes the entries of the next package, and gives those whose turn it is.
    mutating func add(_ name: PackageName, _ entries: [Entry], _ take: (Entry) throws -> Void) throws {
        while let last = waiting.last, !Self.precedes(name.string, asFolder: last.name) { try giveLast(take) }
        waiting.append((name.string, entries.sorted { $0.path < $1.path }))
    }

    /// Gives what still waits.
    mutating func finish(_ take: (Entry) throws -> Void) throws { while !waiting.isEmpty { try giveLast(take) } }

    private mutating func giveLast(_ take: (Entry) throws -> Void) throws {
        for entry in waiting.removeLast().entries { try take(entry) }
    }

    /// Whether a later name is one that sorts before `other` as a folder.
    private static func precedes(_ name: String, asFolder other: String) -> Bool {
        guard name.utf8.starts(with: other.utf8) else { return false }
        return name.utf8.dropFirst(other.utf8.count).first.map { $0 < UInt8(ascii: "/") } ?? false
    }
}
