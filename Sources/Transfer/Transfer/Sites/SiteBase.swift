import Crypto
import Posix
import Spooling

/// What several sites hold, which is what an archive for all of them starts from.
struct SiteBase {
    private let holdings: [Holdings]

    init(_ holdings: [Holdings]) { self.holdings = holdings }

    /// The list that a target is compared with, sorted by path.
    ///
    /// A path of the target stands in it with the target's content if every site has that, with other content if some
    /// site has, and not at all otherwise. Of other paths those that some site is known to have from here stand in it, so
    /// that they can be deleted there.
    func entries(against target: Snapshot, knowing previous: Snapshot?) throws -> SpooledList<Entry> {
        var gone = gone(from: target, knowing: previous)[...]
        return try .build { entries in
            for entry in target.whole {
                while let other = gone.first, other.path < entry.path { try entries.append(gone.removeFirst()) }
                if holdings.allSatisfy({ $0.holds(entry) }) { try entries.append(entry); continue }
                let other = holdings.lazy.compactMap { $0.digest(at: entry.path) }.first { $0 != entry.sha512 }
                if let other { try entries.append(Entry(entry, with: other)) }
            }
            try entries.append(contentsOf: gone)
        }
    }

    /// The names of the sites that do not hold all of these.
    func lacking(_ entries: some Sequence<Entry>) -> [String] {
        var lacking: Set<String> = []
        for entry in entries {
            for holding in holdings where !lacking.contains(holding.site.name) && !holding.holds(entry) {
                lacking.insert(holding.site.name)
            }
        }
        return holdings.map(\.site.name).filter(lacking.contains)
    }

    /// What some site has and the target has not, sorted by path.
    private func gone(from target: Snapshot, knowing previous: Snapshot?) -> [Entry] {
        var found: [RelativePath: Entry] = [:]
        for holding in holdings {
            guard let listed = holding.snapshot ?? previous else { continue }
            for entry in listed.whole where found[entry.path] == nil && target.entry(at: entry.path) == nil {
                if let digest = holding.digest(at: entry.path) { found[entry.path] = Entry(entry, with: digest) }
            }
        }
        return found.values.sorted { $0.path < $1.path }
    }
}

/// What one site holds.
struct Holdings {
    private enum Content {
        /// All that a snapshot lists but for some paths.
        case snapshot(Snapshot, missing: Set<RelativePath>)
        /// What an inventory lists, and what it keeps its own for.
        case list([RelativePath: SHA512Digest], conflicts: Set<RelativePath>)
    }

    let site: Site
    private let content: Content

    /// Takes what a receipt says of a snapshot.
    init(_ site: Site, of snapshot: Snapshot) {
        self.site = site
        content = .snapshot(snapshot, missing: Set(site.statement.missing))
    }

    /// Takes what an inventory lists.
    init(_ site: Site, listing files: [RelativePath: SHA512Digest]) {
        self.site = site
        content = .list(files, conflicts: Set(site.statement.conflicts))
    }

    /// The snapshot that it holds; `nil` where only an inventory is known.
    var snapshot: Snapshot? {
        switch content {
        case .snapshot(let snapshot, _): snapshot
        case .list: nil
        }
    }

    /// Whether an entry need not be brought there.
    fileprivate func holds(_ entry: Entry) -> Bool {
        if case .list(_, let conflicts) = content, conflicts.contains(entry.path) { return true }
        return digest(at: entry.path) == entry.sha512
    }

    /// What it has at a path, as far as that came from here; `nil` where it has nothing.
    fileprivate func digest(at path: RelativePath) -> SHA512Digest? {
        switch content {
        case .snapshot(let snapshot, let missing):
            guard !missing.contains(path), let entry = snapshot.entry(at: path), !entry.held else { return nil }
            return entry.sha512
        case .list(let files, _): return files[path]
        }
    }
}

extension Entry {
    /// The same with other content, unmarked.
    fileprivate init(_ entry: Entry, with digest: SHA512Digest) {
        self.init(
            path: entry.path,
            size: entry.size,
            sha512: digest,
            kind: entry.kind,
            package: entry.package,
            version: entry.version
        )
    }
}
