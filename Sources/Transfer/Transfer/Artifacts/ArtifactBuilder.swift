import Crypto
import Logging
import Posix
package import Reporting
import Spooling
package import Time

/// Packs what is new in a tree into one archive (docs/formats/archive.md).
///
/// Callers hold the repository's lock and run it where blocking is allowed.
package struct ArtifactBuilder: Sendable {
    let source: any TreeSource
    let rules: any ContentRules
    let folder: RepositoryFolder
    let snapshots: SnapshotStore
    let artifacts: ArtifactStore
    let signing: SigningKeys?
    let generator: String
    let clock: WallClock

    package init(
        source: any TreeSource,
        rules: any ContentRules,
        folder: RepositoryFolder,
        snapshots: SnapshotStore,
        artifacts: ArtifactStore,
        signing: SigningKeys? = nil,
        generator: String,
        clock: WallClock = .system
    ) {
        self.source = source
        self.rules = rules
        self.folder = folder
        self.snapshots = snapshots
        self.artifacts = artifacts
        self.signing = signing
        self.generator = generator
        self.clock = clock
    }

    /// Builds an archive, or says that nothing changed.
    ///
    /// Nothing is recorded before the archive was read back whole. A tree that changes meanwhile is read again, a few
    /// times; then `TransferError.changed` names what keeps changing.
    ///
    /// `run` names the folders the build may make for itself.
    package func build(_ request: BuildRequest, run: String, reporter: Reporter) async throws -> BuildResult {
        do {
            try folder.requireHome()
            if !request.dryRun {
                try await artifacts.recover()
                try snapshots.removePartials()
            }
            let unchanged = try await unchanged(request, reporter: reporter)
            let result =
                if let unchanged { unchanged } else { try await makeAnew(request, run: run, reporter: reporter) }
            if !request.dryRun { try folder.settle() }
            return result
        } catch {
            throw TransferError.explained(error)
        }
    }

    /// What a build gives where the last archive is what everything is compared with, and the tree shows at a look that it is
    /// as it was then: neither its list nor that of the snapshot is read; `nil` where that cannot be told.
    private func unchanged(_ request: BuildRequest, reporter: Reporter) async throws -> BuildResult? {
        guard !request.deep, request.selection == nil,
            let standing = try await finder(for: request).standing(request.baseline)
        else { return nil }
        try folder.requireNewest(knowing: standing.sequence)
        guard let report = try await source.unchanged(since: standing.snapshot.id, reporter: reporter) else {
            return nil
        }
        return BuildResult(
            manifest: nil,
            artifact: nil,
            base: standing.snapshot.id,
            carrier: nil,
            remarks: try [folder.cloneHint()].compactMap(\.self),
            withheldDeletes: 0,
            target: standing.snapshot,
            held: 0,
            report: report
        )
    }

    private func makeAnew(_ request: BuildRequest, run: String, reporter: Reporter) async throws -> BuildResult {
        let start = try await start(of: request)
        try folder.requireNewest(knowing: start.sequence)
        return try await makeAgain(request, start, run: run, reporter: reporter)
    }

    private func finder(for request: BuildRequest) -> BuildStartFinder {
        BuildStartFinder(
            uuid: source.identity.uuid,
            snapshots: snapshots,
            artifacts: artifacts,
            rules: rules,
            keepsSnapshots: !request.dryRun
        )
    }

    private func start(of request: BuildRequest) async throws -> BuildStart {
        let finder = finder(for: request)
        var start = try await request.selection == nil ? finder.find(request.baseline) : finder.alone()
        start.remarks += try [folder.cloneHint()].compactMap(\.self)
        return start
    }

    private func makeAgain(
        _ request: BuildRequest,
        _ start: BuildStart,
        run: String,
        reporter: Reporter
    ) async throws -> BuildResult {
        for _ in 1..<Self.attempts {
            do {
                return try await make(request, start, run: run, reporter: reporter)
            } catch let error as TransferError where error.code == .changed {
                reporter.log(.info, "the storage changed meanwhile and is read again", ["path": error.subject])
            }
        }
        return try await make(request, start, run: run, reporter: reporter)
    }

    private func make(
        _ request: BuildRequest,
        _ start: BuildStart,
        run: String,
        reporter: Reporter
    ) async throws -> BuildResult {
        let base = start.base
        let capture = try await capture(request, start, run: run, reporter: reporter)
        defer { capture.release() }
        try SnapshotLimits.check(capture.snapshot)
        let known = try base?.entries(against: capture.snapshot, knowing: start.previous) ?? []
        let delta = try Delta(from: known, to: capture.snapshot.entries)
        let travelling = try rules.inMemberOrder(travelling(delta, in: capture.snapshot))
        let absent = try deletes(of: delta, from: capture)
        // What only did not come back is no reason to delete it elsewhere.
        let gone = try folder.isRestored ? [] : absent
        let withheld = absent.count - gone.count
        // What was only excluded, or is a finding now, neither travels nor is deleted: nothing to say.
        let carrier = try await carrier(of: travelling, gone, to: capture.snapshot, base)
        let isNews = carrier == nil && (base == nil || !travelling.isEmpty || !gone.isEmpty)
        if isNews { try await capture.pin(travelling, reporter: reporter) }
        // The list of a part is no state that anything is compared with.
        if !request.dryRun, request.selection == nil { try snapshots.save(capture.snapshot) }
        guard isNews else { return result(capture, start, nil, nil, carrier, withheld) }
        // What is never written is only above what it builds upon.
        let sequence =
            request.dryRun ? start.sequence + 1 : try folder.takeSequence(known: start.sequence, now: nowSeconds)
        let scope: Manifest.Scope = request.selection != nil ? .partial : base == nil ? .full : .delta
        let planned = manifest(of: capture, start, travelling, gone, scope: scope, sequence: sequence)
        try ArchiveLimits.check(planned)
        guard !request.dryRun else { return result(capture, start, planned, nil, nil, withheld) }
        let (artifact, manifest) = try await write(planned, capture, note: request.note, reporter: reporter)
        return result(capture, start, manifest, artifact, nil, withheld)
    }

    /// The archive that carries the same and is still on its way to all that lack something of it: another one like it
    /// would help nobody.
    private func carrier(
        of travelling: SpooledList<Manifest.File>,
        _ gone: SpooledList<Manifest.Delete>,
        to target: Snapshot,
        _ base: BuildBase?
    ) async throws -> Artifact? {
        guard let lacking = base?.sitesLacking(travelling.lazy.map(\.entry)), !travelling.isEmpty || !gone.isEmpty
        else {
            return nil
        }
        let deliveries = try await SiteStore(database: artifacts.database).deliveries()
        for artifact in try await artifacts.all(of: target.repository.uuid)
        where artifact.target == target.id && artifact.scope != .partial && artifact.deletes >= gone.count {
            let reached = deliveries[artifact.id, default: []].map(\.site)
            guard Set(lacking).isDisjoint(with: reached) else { continue }
            guard try ![.missing, .damaged].contains(artifacts.looked(at: artifact).state) else { continue }
            if try await artifacts.carries(artifact, all: travelling) { return artifact }
        }
        return nil
    }

    /// A running registry rewrites a document now and then; one that does so all the time is not waited for.
    private static let attempts = 3

    private var nowSeconds: Int64 { clock.now().seconds }

    private func capture(
        _ request: BuildRequest,
        _ start: BuildStart,
        run: String,
        reporter: Reporter
    ) async throws -> any Capture {
        let capture = CaptureRequest(
            previous: start.previous,
            base: start.base?.listed,
            deep: request.deep,
            allowShrink: request.allowShrink,
            work: try RelativePath("work/\(run)"),
            selection: request.selection
        )
        return try await source.capture(capture, reporter: reporter)
    }

    /// What is new or changed, and with every file the documents of its package, sorted by path.
    private func travelling(_ delta: Delta, in target: Snapshot) throws -> SpooledList<Manifest.File> {
        guard !delta.added.isEmpty || !delta.changed.isEmpty else { return [] }
        var packages: Set<String> = []
        if rules.mergesDocuments {
            for entry in delta.added { packages.insert(entry.package) }
            for entry in delta.changed { packages.insert(entry.package) }
        }
        var added = delta.added.makeIterator()
        var changed = delta.changed.makeIterator()
        var (nextAdded, nextChanged) = (added.next(), changed.next())
        return try .build { files in
            for entry in target.entries where !entry.held {
                if nextAdded?.path == entry.path {
                    try files.append(Manifest.File(entry: entry, operation: .add))
                    nextAdded = added.next()
                } else if nextChanged?.path == entry.path {
                    try files.append(Manifest.File(entry: entry, operation: .replace))
                    nextChanged = changed.next()
                } else if rules.landing(of: entry) == .merged, packages.contains(entry.package) {
                    try files.append(Manifest.File(entry: entry, operation: .replace))
                }
            }
        }
    }

    /// What was removed and is really gone.
    private func deletes(of delta: Delta, from capture: any Capture) throws -> SpooledList<Manifest.Delete> {
        try .build { deletes in
            for entry in delta.removed where try capture.isGone(entry) {
                try deletes.append(Manifest.Delete(path: entry.path, sha512: entry.sha512))
            }
        }
    }

    private func manifest(
        of capture: any Capture,
        _ start: BuildStart,
        _ files: SpooledList<Manifest.File>,
        _ deletes: SpooledList<Manifest.Delete>,
        scope: Manifest.Scope,
        sequence: Int64
    ) -> Manifest {
        let target = capture.snapshot
        return Manifest(
            repository: target.repository,
            sequence: sequence,
            scope: scope,
            base: start.base?.snapshot,
            baseArchive: start.base?.archive,
            baseSites: start.base?.sites ?? [],
            target: target.id,
            stateDigest: target.stateDigest,
            platforms: target.platforms,
            created: clock.now(),
            generator: generator,
            files: files,
            deletes: deletes,
            warnings: capture.report.warnings
        )
    }

    private func result(
        _ capture: any Capture,
        _ start: BuildStart,
        _ manifest: Manifest?,
        _ artifact: Artifact?,
        _ carrier: Artifact?,
        _ withheldDeletes: Int
    ) -> BuildResult {
        BuildResult(
            manifest: manifest,
            artifact: artifact,
            base: start.base?.snapshot,
            carrier: carrier,
            remarks: start.remarks,
            withheldDeletes: withheldDeletes,
            target: SnapshotSummary(capture.snapshot),
            held: capture.snapshot.heldCount,
            report: capture.report
        )
    }
}
