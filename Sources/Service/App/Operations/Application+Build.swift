import Posix
import Reporting
import Transfer

extension Application {
    /// Builds an artifact of a repository; `run` names the job that does it.
    func build(
        _ repository: Repository,
        _ request: BuildRequest,
        run: String,
        reporter: Reporter
    ) async throws -> BuildResult {
        let signing = try await pages.run { try self.signing() }
        if !request.allowShrink { try await requireContent(of: repository) }
        if !request.dryRun { try await artifacts.adopt(for: repositories, on: pool, logger) }
        return try await locked(repository, for: run, isDryRun: request.dryRun, reporter: reporter) { [self] locked in
            let builder = ArtifactBuilder(
                source: try locked.repository.source(locked.folder),
                rules: repository.rules,
                folder: locked.folder,
                snapshots: snapshots,
                artifacts: artifacts,
                signing: signing,
                generator: Self.generator,
                clock: clock
            )
            let result = try await builder.build(request, run: run, reporter: reporter)
            if !request.dryRun, result.lacksNothing, !locked.hasUpstream { try locked.folder.endRestoration() }
            return result
        }
    }

    /// Freezes a repository, and gives the snapshot a name if one is wanted; a dry run keeps neither.
    func createSnapshot(
        _ repository: Repository,
        name: String?,
        isDryRun: Bool,
        run: String,
        reporter: Reporter
    ) async throws -> FrozenTree {
        try await requireContent(of: repository)
        let frozen = try await locked(repository, for: run, isDryRun: isDryRun, reporter: reporter) { [self] locked in
            let source = try locked.repository.source(locked.folder)
            // A copy of a storage has the name of the first, and another identity.
            let last = try snapshots.list().first { $0.repository.uuid == source.identity.uuid }
            let request = CaptureRequest(
                previous: try last.map { try snapshots.load($0.id) },
                work: try .init("work/\(run)")
            )
            let capture = try await source.capture(request, reporter: reporter)
            defer { capture.release() }
            if let name { try snapshots.names.requireFree(name, for: capture.snapshot.id) }
            if !isDryRun { try snapshots.save(capture.snapshot) }
            return FrozenTree(
                snapshot: SnapshotSummary(capture.snapshot),
                held: capture.snapshot.heldCount,
                report: capture.report
            )
        }
        if let name, !isDryRun { try snapshots.names.set(name, to: frozen.snapshot.id) }
        return frozen
    }

    /// The snapshot of that id, beginning of an id, or name.
    func snapshot(_ reference: String) throws -> Snapshot { try snapshots.resolve(reference) }

    /// The whole id of what a reference names.
    func snapshotID(_ reference: String?) async throws -> String? {
        guard let reference else { return nil }
        return try await pages.run { [snapshots] in try snapshots.id(of: reference) }
    }

    /// Reads an artifact again and checks all of it, its digest on disk and its signature included; what comes of it is
    /// remembered.
    func verify(_ id: String, reporter: Reporter) async throws -> Artifact {
        let artifact = try await artifacts.load(id)
        try await pool.run { [artifacts] in
            try await artifacts.verify(artifact, rules: Ecosystems.rules, reporter: reporter)
        }
        return artifact
    }
}

/// A tree that was frozen without building anything of it.
struct FrozenTree: Sendable {
    let snapshot: SnapshotSummary
    /// How many files it lists that do not travel now.
    let held: Int
    let report: TreeReport
}
