package import Crypto
package import Posix
package import Spooling
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
    package let entries: SpooledList<Entry>
    /// How many entries are held.
    package let heldCount: Int
    /// What is wrong with the tree, in sentences.
    package let warnings: [String]

    /// Freezes a list: sorts it and derives counts, digest and id.
    package init(
        repository: RepositoryIdentity,
        created: Moment,
        generator: String,
        platforms: [String],
        entries: some Sequence<Entry>,
        warnings: [String]
    ) {
        self.init(
            repository: repository,
            created: created,
            generator: generator,
            platforms: platforms,
            sorted: SpooledList(entries.sorted { $0.path < $1.path }),
            warnings: warnings
        )
    }

    /// The same of a list that is sorted by path.
    package init(
        repository: RepositoryIdentity,
        created: Moment,
        generator: String,
        platforms: [String],
        sorted entries: SpooledList<Entry>,
        warnings: [String]
    ) {
        self.repository = repository
        self.created = Moment(seconds: created.seconds)
        self.generator = generator
        self.platforms = platforms
        self.entries = entries
        self.warnings = warnings
        let summary = Summary(of: entries, in: repository)
        (counts, stateDigest, id, heldCount) = (summary.counts, summary.digest, summary.id, summary.held)
    }

    /// The entries that are not held.
    package var whole: LazyFilterSequence<SpooledList<Entry>> { entries.lazy.filter { !$0.held } }

    /// How many entries are not held.
    package var wholeCount: Int { entries.count - heldCount }

    /// The entry at `path`; `nil` when it is not listed.
    ///
    /// Logarithmic.
    package func entry(at path: RelativePath) -> Entry? { entries.entry(at: path) }

    /// The entries of a package whose entries lie beneath its name.
    func entries(of package: String) -> some Sequence<Entry> {
        let start = entries.firstIndex { RelativePath.bytesPrecede($0.path.string, "\(package)/") }
        return entries.elements(at: start..<entries.count).lazy.prefix { $0.package == package }
    }

    /// What follows from a list, found in one reading of it.
    private struct Summary {
        let counts: SnapshotCounts
        let digest: SHA512Digest
        let id: String
        let held: Int

        init(of entries: SpooledList<Entry>, in repository: RepositoryIdentity) {
            var counter = SnapshotCounter()
            var state = Checksums.Hash()
            var heldLines: [UInt8] = []
            var held = 0
            for entry in entries {
                counter.count(entry)
                guard entry.held else {
                    state.update(Checksums.Line(sha512: entry.sha512, name: entry.path.string))
                    continue
                }
                held += 1
                heldLines.append(contentsOf: "held  ".utf8)
                entry.sha512.appendHex(to: &heldLines)
                heldLines.append(contentsOf: "  \(entry.path.string)\n".utf8)
            }
            counts = counter.counts
            digest = state.finalize()
            self.held = held
            let head = "packferry.snapshot/1\n\(repository.uuid)\n\(digest.hex)\n"
            id = String(SHA512.hash(Array(head.utf8) + heldLines).hex.prefix(32))
        }
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
        var counter = SnapshotCounter()
        for entry in entries { counter.count(entry) }
        self = counter.counts
    }
}

/// Counts the entries of a list one by one.
struct SnapshotCounter {
    private var files = 0
    private var bytes: Int64 = 0
    private var versions = 0
    private var lastPackage: String?
    /// The packages so far, by a hash that differs from run to run: names alone would take more memory than all else.
    private var packages: Set<Int> = []

    /// What was counted.
    var counts: SnapshotCounts {
        SnapshotCounts(files: files, bytes: bytes, packages: packages.count, versions: versions)
    }

    /// Counts one entry.
    mutating func count(_ entry: Entry) {
        files += 1
        bytes += entry.size
        if entry.version != nil { versions += 1 }
        guard entry.package != lastPackage else { return }
        lastPackage = entry.package
        packages.insert(entry.package.hashValue)
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
        var (before, gone) = (0, 0)
        for known in previous?.entries ?? [] where try isCounted(known) {
            before += 1
            if entry(at: known.path) == nil { gone += 1 }
        }
        guard gone * 10 > before else { return }
        throw shrunk("lost \(gone) of the \(before) files of the last snapshot", left)
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
