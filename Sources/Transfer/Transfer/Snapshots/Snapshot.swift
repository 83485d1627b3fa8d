package import Crypto
package import Posix
package import Time

/// An immutable, content-named list of a tree (docs/formats/snapshot.md).
package struct Snapshot: Sendable, Equatable {
    /// 32 lower-case hex digits, derived from the content.
    package let id: String
    package let repository: RepositoryIdentity
    /// RFC 3339, UTC.
    package let created: Moment
    /// Program and version that took it.
    package let generator: String
    /// The platforms whose optional packages are held as files: `linux-x64-glibc`.
    package let platforms: [String]
    package let counts: SnapshotCounts
    /// SHA-512 over the sorted lines `sha512  path` of the entries that are not held.
    package let stateDigest: SHA512Digest
    /// Sorted by path, bytewise, without repeats.
    package let entries: [Entry]
    /// What is wrong with the tree, in sentences.
    package let warnings: [String]

    /// Freezes a list: sorts it and derives counts, digest and id.
    package init(
        repository: RepositoryIdentity,
        created: Moment,
        generator: String,
        platforms: [String],
        entries: [Entry],
        warnings: [String]
    ) {
        self.repository = repository
        self.created = Moment(seconds: created.seconds)
        self.generator = generator
        self.platforms = platforms
        self.entries = entries.sorted { $0.path < $1.path }
        self.warnings = warnings
        counts = SnapshotCounts(of: self.entries)
        stateDigest = Self.stateDigest(of: self.entries)
        id = Self.identifier(uuid: repository.uuid, stateDigest: stateDigest, entries: self.entries)
    }

    /// How many entries are held.
    package var heldCount: Int { entries.count(where: \.held) }

    /// The entries that are not held.
    package var whole: [Entry] { entries.filter { !$0.held } }

    /// The entry at `path`; `nil` when it is not listed.
    ///
    /// Logarithmic.
    package func entry(at path: RelativePath) -> Entry? {
        var (low, high) = (entries.startIndex, entries.endIndex)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].path < path { low = middle + 1 } else { high = middle }
        }
        return low < entries.endIndex && entries[low].path == path ? entries[low] : nil
    }

    static func stateDigest(of entries: [Entry]) -> SHA512Digest {
        Checksums.digest(
            of: entries.lazy.filter { !$0.held }.map { Checksums.Line(sha512: $0.sha512, name: $0.path.string) }
        )
    }

    static func identifier(uuid: String, stateDigest: SHA512Digest, entries: [Entry]) -> String {
        var text = Array("packferry.snapshot/1\n\(uuid)\n\(stateDigest.hex)\n".utf8)
        for entry in entries where entry.held {
            text.append(contentsOf: "held  ".utf8)
            entry.sha512.appendHex(to: &text)
            text.append(contentsOf: "  \(entry.path.string)\n".utf8)
        }
        return String(SHA512.hash(text).hex.prefix(32))
    }
}

/// How much a list holds; held entries are counted too.
package struct SnapshotCounts: Codable, Hashable, Sendable {
    package let files: Int
    package let bytes: Int64
    package let packages: Int
    package let versions: Int

    package init(files: Int, bytes: Int64, packages: Int, versions: Int) {
        self.files = files
        self.bytes = bytes
        self.packages = packages
        self.versions = versions
    }

    /// Counts a list.
    ///
    /// A version is an entry that names one.
    package init(of entries: some Sequence<Entry>) {
        var files = 0
        var bytes: Int64 = 0
        var versions = 0
        var names: Set<String> = []
        for entry in entries {
            files += 1
            bytes += entry.size
            names.insert(entry.package)
            if entry.version != nil { versions += 1 }
        }
        self.init(files: files, bytes: bytes, packages: names.count, versions: versions)
    }
}

extension Snapshot {
    /// Throws `TransferError.shrunk` when the tree is empty or lost so much that it looks like a mistake: more than a
    /// tenth of what `previous` lists and `isCounted` takes.
    ///
    /// What was `leftBehind` may be why, and is named.
    package func requireNoShrink(
        since previous: Snapshot?,
        leaving leftBehind: [LeftBehind] = [],
        counting isCounted: (Entry) throws -> Bool
    ) throws {
        let left = leftBehind.map(\.sentence)
        guard !entries.isEmpty else { throw shrunk("holds nothing to carry", left) }
        let before = try (previous?.entries ?? []).filter(isCounted)
        let gone = before.count { entry(at: $0.path) == nil }
        guard gone * 10 > before.count else { return }
        throw shrunk("lost \(gone) of the \(before.count) files of the last snapshot", left)
    }

    private func shrunk(_ cause: String, _ leftBehind: [String]) -> TransferError {
        TransferError(
            .shrunk,
            repository.name,
            cause,
            hint: "Check that the storage is the right folder and mounted, or allow it with --allow-shrink",
            details: leftBehind
        )
    }
}
