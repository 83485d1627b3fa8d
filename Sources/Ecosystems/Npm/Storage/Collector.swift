package import Persistence
package import Posix
package import Reporting
package import Time
import Transfer
import Trees

/// Brings the index of a storage up to date.
///
/// What did not change is not read.
package struct Collector: Sendable {
    let root: Directory
    let layout: StorageLayout
    let index: NpmIndex
    let clock: WallClock
    /// Packages read at the same time.
    let width: Int

    /// Works on one repository's storage.
    package init(
        root: Directory,
        layout: StorageLayout,
        repository: String,
        database: Database,
        width: Int = 2,
        clock: WallClock
    ) {
        self.root = root
        self.layout = layout
        self.width = width
        self.clock = clock
        index = NpmIndex(database: database, repository: repository)
    }

    /// Walks the storage, reads what changed, and writes the index.
    ///
    /// Runs where blocking is allowed.
    ///
    /// With `deep`, every byte is read again. Throws when the folder is no Verdaccio storage.
    package func collect(deep: Bool = false, reporter: Reporter) async throws -> Collected {
        try await collect(deep ? .all : .changed, reporter: reporter)
    }

    /// The same, reading what `policy` says.
    func collect(_ policy: ReadingPolicy, reporter: Reporter) async throws -> Collected {
        reporter.begin(.walk, unit: .packages)
        // The index is read on the database's thread while this one walks.
        async let indexed = index.load()
        let (folders, walk) = try StorageWalk.packages(in: root, layout: layout)
        reporter.advance(by: Int64(folders.count))
        try requireStorage(folders, walk)
        var known = try await indexed
        let stale = folders.filter { !isCurrent($0, known[$0.name], policy) }
        let examined = try await examine(stale, known, policy, reporter)
        let names = Set(folders.map(\.name))
        let removed = known.keys.filter { !names.contains($0) }
        let strays = strays(walk)
        let generation = try await write(examined.unwritten, removed: removed, strays: strays, known)
        for name in removed { known[name] = nil }
        for folder in examined.all { known[folder.package.name] = folder }
        reporter.count("packages", by: Int64(folders.count))
        reporter.count("packages_read", by: Int64(stale.count))
        return Collected(
            folders: known,
            strays: strays,
            blocked: walk.blocked,
            layout: layout,
            inFlight: Self.inFlight(folders),
            generation: generation,
            read: stale.count
        )
    }

    /// Throws when the folder is no Verdaccio storage.
    ///
    /// Reads names only, and one package is enough.
    package func requireStorage() throws {
        let (folders, walk) = try StorageWalk.packages(in: root, layout: layout, limit: 1)
        try requireStorage(folders, walk)
    }

    private func requireStorage(_ folders: [PackageFolder], _ walk: StorageWalk) throws {
        // Links and closed folders could be packages.
        let others = walk.oddities.filter { $0.kind == .stray }.map(\.path).sorted()
        guard folders.isEmpty, !walk.hasDatabase, !others.isEmpty else { return }
        throw StorageError(
            root.path.string,
            "is not a Verdaccio storage: it holds no package, but \(others.count) other "
                + "\(others.count == 1 ? "entry" : "entries") (\(others.prefix(3).joined(separator: ", ")))",
            hint: Self.storage(beneath: others).map { "Did you mean \(root.path)/\($0)?" }
                ?? "Name the folder that Verdaccio's config.yaml gives as `storage`",
            key: "storage"
        )
    }

    /// The folder among these entries that Verdaccio keeps its own list in.
    private static func storage(beneath paths: [String]) -> String? {
        StorageWalk.databases.lazy.compactMap { name in
            paths.first { $0.hasSuffix("/\(name)") }.map { String($0.dropLast(name.count + 1)) }
        }.first
    }

    private func isCurrent(_ folder: PackageFolder, _ known: IndexedFolder?, _ policy: ReadingPolicy) -> Bool {
        guard let known, policy != .all, !known.files.contains(where: policy.isDue),
            !PackageFacts.isOutdated(known.package.facts)
        else { return false }
        var folder = folder
        folder.claim(known.files.lazy.compactMap { try? TarballFileName($0.path.lastComponent) })
        guard folder.strays.isEmpty, folder.unfinished.isEmpty, known.package.location == folder.location,
            folder.document.map(FileIdentity.init) == known.package.identity,
            known.package.identity?.isSettled(at: known.package.readAt) ?? true,
            folder.tarballs.count == known.files.count
        else { return false }
        return known.files.allSatisfy { file in
            guard let name = try? TarballFileName(file.path.lastComponent), let info = folder.tarballs[name],
                info.kind == .regular
            else { return false }
            return FileIdentity(info) == file.identity && file.identity.isSettled(at: file.hashedAt)
        }
    }

    /// Reads packages, and where that takes long writes beside it what was seen of those before: a scan that breaks off
    /// goes on there.
    private func examine(
        _ folders: [PackageFolder],
        _ known: [PackageName: IndexedFolder],
        _ policy: ReadingPolicy,
        _ reporter: Reporter
    ) async throws -> (all: [IndexedFolder], unwritten: [IndexedFolder]) {
        guard policy.looksInside else {
            reporter.begin(.read, total: Int64(folders.count), unit: .packages)
            let examined = try await examineAtOnce(folders, known, policy, reporter)
            return (examined, examined)
        }
        reporter.begin(.scan, total: folders.reduce(0) { $0 + $1.bytes }, unit: .bytes)
        var (all, last): ([IndexedFolder], [IndexedFolder]) = ([], [])
        for batch in ScanBatches(folders) {
            let seen = last
            async let written: Void = write(seen, known)
            last = try await examineAtOnce(batch, known, policy, reporter)
            try await written
            all += last
        }
        return (all, last)
    }

    private func write(_ examined: [IndexedFolder], _ known: [PackageName: IndexedFolder]) async throws {
        if !examined.isEmpty { _ = try await write(examined, removed: [], strays: nil, known) }
    }

    private func examineAtOnce(
        _ folders: [PackageFolder],
        _ known: [PackageName: IndexedFolder],
        _ policy: ReadingPolicy,
        _ reporter: Reporter
    ) async throws -> [IndexedFolder] {
        let examiner = PackageExaminer(root: root, repository: index.repository, clock: clock)
        let queue = WorkQueue(folders)
        return try await withThrowingTaskGroup(of: [IndexedFolder].self) { group in
            for _ in 0..<width {
                group.addTask {
                    let inspector = policy.looksInside ? try TarballInspector() : nil
                    var done: [IndexedFolder] = []
                    while let folder = queue.next() {
                        try reporter.checkCancellation()
                        let before = known[folder.name]
                        let examined = examiner.examine(folder, known: before, policy, with: inspector)
                        done.append(examined.keepingReady(of: before))
                        reporter.advance(by: policy.looksInside ? folder.bytes : 1)
                    }
                    return done
                }
            }
            var all: [IndexedFolder] = []
            for try await done in group { all += done }
            return all
        }
    }

    private func write(
        _ examined: [IndexedFolder],
        removed: [PackageName],
        strays: [Finding]?,
        _ known: [PackageName: IndexedFolder]
    ) async throws -> Int64 {
        let changed = examined.filter { !$0.hasSameContent(as: known[$0.package.name]) }.map(\.package.name)
        // In the order of the table, so that it grows at its end.
        let folders = examined.sorted { $0.package.name < $1.package.name }
        let change = IndexChange(folders: folders, removed: removed, changed: changed, strays: strays)
        return try await index.write(change, now: clock.now())
    }

    private func strays(_ walk: StorageWalk) -> [Finding] {
        let seen = clock.now()
        return walk.oddities.map {
            Finding($0.kind.kind, at: $0.path, detail: $0.detail, in: index.repository, seen: seen)
        }
    }

    private static func inFlight(_ folders: [PackageFolder]) -> Set<String> {
        var paths: Set<String> = []
        for folder in folders {
            for name in folder.unfinished.keys {
                let parts = name.split(separator: ".", omittingEmptySubsequences: false).dropLast()
                paths.insert("\(folder.name)/\(parts.joined(separator: "."))")
            }
        }
        return paths
    }
}
