import Crypto
import Posix
import Transfer

/// Entries in shorthand: `alpha/1.0=text` is a file with that text, `alpha/1.0*=text` one that is held, and
/// `alpha=text` the index of a package.
func entryList(_ shorthand: String) throws -> [Entry] {
    try shorthand.split(separator: " ").map { word in
        let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let isHeld = parts[0].hasSuffix("*")
        let name = isHeld ? String(parts[0].dropLast()) : parts[0]
        guard let slash = name.firstIndex(of: "/") else {
            return try TextTree.indexEntry(name, Array(parts[1].utf8))
        }
        let version = String(name[name.index(after: slash)...])
        return try TextTree.entry(String(name[..<slash]), version, parts[1], held: isHeld)
    }
}

extension Snapshot {
    /// A snapshot of entries in shorthand.
    init(_ shorthand: String, uuid: String = Golden.uuid, platforms: [String] = []) throws {
        try self.init(entryList(shorthand), uuid: uuid, platforms: platforms)
    }

    /// A snapshot of entries.
    init(_ entries: [Entry], uuid: String = Golden.uuid, platforms: [String] = []) throws {
        self.init(
            repository: RepositoryIdentity(name: "texts", type: "text", uuid: uuid),
            created: "2026-11-21T01:30:00Z",
            generator: "tests",
            platforms: platforms,
            entries: entries,
            warnings: []
        )
    }
}

extension SHA512Digest {
    /// The digest of a text.
    init(of text: String) { self = SHA512.hash(Array(text.utf8)) }
}
