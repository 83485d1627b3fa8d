package import Persistence
package import Posix
package import Reporting
import Spooling
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
        try await collect(look(trustsFingerprints: policy == .changed, reporter), policy, reporter)
    }

    /// The same for whoever only wants to know what there is.
    ///
    /// Where nothing was touched packages come as from `collectUntouched`. Where something was, `ifTouched` is asked before
    /// anything is read or written.
    func collect(
        deep: Bool,
        reporter: Reporter,
        ifTouched: () async throws -> Void
    ) async throws -> Collected {
        let look = try await look(trustsFingerprints: !deep, reporter)
        if !deep, let untouched = try await untouched(look, reporter) { return untouched }
        try await ifTouched()
        return try await collect(look, deep ? .all : .changed, reporter)
    }

    private func collect(_ look: Look, _ policy: ReadingPolicy, _ reporter: Reporter) async throws -> Collected {
        let known = try await index.load()
        let sorted = try CandidateSorting(look.survey.candidates, known, policy)
        let examined = try await examine(sorted, known, policy, reporter)
        let removed = look.survey.removed
        var change = change(examined.unwritten, known)
        (change.recognised, change.removed, change.strays) = (sorted.recognised, removed, look.strays)
        let generation = try await index.write(change, now: clock.now())
        reporter.count("packages_read", by: Int64(sorted.stale.count))
        let folders = try known.replacing(examined.all, removing: Set(removed))
        return collected(folders, look, generation, read: sorted.stale.count)
    }

    /// The same of a storage in which nothing was touched since it was read last, at the cost of a look at it; `nil` of any
    /// other, of which nothing is noted.
    ///
    /// Packages come without their facts, and without their files where nothing is to be said of them.
    func collectUntouched(reporter: Reporter) async throws -> Collected? {
        // Told once it is known to be all there is to do: whoever has to do more looks again, and tells of that.
        let look = try await look(trustsFingerprints: true, .silent)
        guard let untouched = try await untouched(look, reporter) else { return nil }
        reporter.begin(.walk, unit: .packages)
        report(look, to: reporter)
        return untouched
    }

    private func untouched(_ look: Look, _ reporter: Reporter) async throws -> Collected? {
        guard look.survey.isUnchanged, look.walk.blocked.isEmpty else { return nil }
        let generation = try await index.write(IndexChange(strays: look.strays), now: clock.now())
        reporter.count("packages_read", by: 0)
        return collected(look.outline, look, generation, read: 0)
    }

    /// A look at the storage, beside what the index knows of it.
    private struct Look {
        let outline: IndexedFolders
        let walk: StorageWalk
        let survey: StorageSurvey
        let strays: [Finding]
    }

    private func look(trustsFingerprints: Bool, _ reporter: Reporter) async throws -> Look {
        reporter.begin(.walk, unit: .packages)
        // The index is read on the database's thread while this one walks.
        async let indexed = index.outline()
        var walk = try StorageWalk(of: root, layout: layout)
        let outline = try await indexed
        let survey = try await StorageSurvey(&walk, outline, trusts: trustsFingerprints, width: width)
        let look = Look(outline: outline, walk: walk, survey: survey, strays: strays(walk))
        report(look, to: reporter)
        if survey.packages == 0 { try requireStorage(walk) }
        return look
    }

    private func report(_ look: Look, to reporter: Reporter) {
        reporter.advance(by: Int64(look.survey.packages))
        reporter.count("packages", by: Int64(look.survey.packages))
    }

    private func collected(_ folders: IndexedFolders, _ look: Look, _ generation: Int64, read: Int) -> Collected {
        Collected(
            folders: folders,
            strays: look.strays,
            blocked: look.walk.blocked,
            layout: layout,
            inFlight: look.survey.inFlight,
            generation: generation,
            read: read
        )
    }

    /// Throws when the folder is no Verdaccio storage.
    ///
    /// Reads names only, and one package is enough.
    package func requireStorage() throws {
        var walk = try StorageWalk(of: root, layout: layout)
        if try walk.next() == nil { try requireStorage(walk) }
    }

    /// The same of a storage in which no package was found.
    private func requireStorage(_ walk: StorageWalk) throws {
        // Links and closed folders could be packages.
        let others = walk.oddities.filter { $0.kind == .stray }.map(\.path).sorted()
        guard !walk.hasDatabase, !others.isEmpty else { return }
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

    /// Reads packages in portions; of each is written what was seen while the next is read, so that what breaks off goes
    /// on there.
    private func examine(
        _ candidates: CandidateSorting,
        _ known: IndexedFolders,
        _ policy: ReadingPolicy,
        _ reporter: Reporter
    ) async throws -> (all: IndexedFolders, unwritten: [IndexedFolder]) {
        if policy.looksInside {
            reporter.begin(.scan, total: candidates.staleBytes, unit: .bytes)
        } else {
            reporter.begin(.read, total: Int64(candidates.stale.count), unit: .packages)
        }
        var all = IndexedFolders.Builder()
        var last: [IndexedFolder] = []
        for portion in Portions(candidates.stale, policy) {
            let seen = last
            async let written: Void = write(seen, known)
            last = try await examineAtOnce(portion, known, policy, reporter)
            try await written
            for folder in last { try all.append(folder) }
        }
        return (try all.finish(), last)
    }

    private func write(_ examined: [IndexedFolder], _ known: IndexedFolders) async throws {
        if !examined.isEmpty { _ = try await index.write(change(examined, known), now: clock.now()) }
    }

    /// Sorted by name.
    private func examineAtOnce(
        _ folders: [PackageFolder],
        _ known: IndexedFolders,
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
                        done.append(examined.keepingReady(of: before).seen(in: folder))
                        reporter.advance(by: policy.looksInside ? folder.bytes : 1)
                    }
                    return done
                }
            }
            var all: [IndexedFolder] = []
            for try await done in group { all += done }
            return all.sorted { $0.package.name < $1.package.name }
        }
    }

    private func change(_ examined: [IndexedFolder], _ known: IndexedFolders) -> IndexChange {
        let changed = examined.filter { !$0.hasSameContent(as: known[$0.package.name]) }.map(\.package.name)
        // In the order of the table, so that it grows at its end.
        return IndexChange(folders: examined, changed: changed)
    }

    private func strays(_ walk: StorageWalk) -> [Finding] {
        let seen = clock.now()
        return walk.oddities.map {
            Finding($0.kind.kind, at: $0.path, detail: $0.detail, in: index.repository, seen: seen)
        }
    }
}
