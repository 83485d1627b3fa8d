import Posix
package import Reporting
package import Time

/// Removes from one repository, and from what was built of it, what need not be kept any longer.
///
/// Callers hold the repository's lock and run it where blocking is allowed. Whatever it is broken off at, nothing is half
/// removed that still counts: the next run goes on. Where it only tries, it says the same and removes nothing.
package struct Pruner: Sendable {
    let artifacts: ArtifactStore
    let snapshots: SnapshotStore
    let folder: RepositoryFolder
    let isDryRun: Bool
    let reporter: Reporter

    package init(
        artifacts: ArtifactStore,
        snapshots: SnapshotStore,
        folder: RepositoryFolder,
        isDryRun: Bool,
        reporter: Reporter
    ) {
        self.artifacts = artifacts
        self.snapshots = snapshots
        self.folder = folder
        self.isDryRun = isDryRun
        self.reporter = reporter
    }

    /// Removes all but the newest artifacts, and all but the newest snapshots, as far as nobody needs them.
    ///
    /// Artifacts come first: what only they led to may go with them.
    package func builds(
        artifacts artifactCount: Int,
        snapshots snapshotCount: Int,
        undelivered: Bool
    ) async throws -> (artifacts: PrunedPart, snapshots: PrunedPart) {
        guard let uuid = try folder.uuid() else { return (PrunedPart(), PrunedPart()) }
        let store = SiteStore(database: artifacts.database)
        let sites = try await store.all(of: uuid).filter(\.isActive)
        let all = try await artifacts.all(of: uuid)
        let choice = ArtifactRetention(
            count: artifactCount,
            takesUndelivered: undelivered,
            sites: sites,
            deliveries: try await store.deliveries()
        ).choose(from: all)
        let gone = Set(choice.going.map(\.id))
        let rest = SnapshotRetention(
            count: snapshotCount,
            names: try snapshots.names.all(),
            artifacts: all.filter { !gone.contains($0.id) },
            sites: sites
        ).choose(from: try ownSnapshots(of: uuid))
        var (first, second) = (PrunedPart(kept: choice.kept), PrunedPart(kept: rest.kept))
        for artifact in choice.going { first.removed.append(try await remove(artifact)) }
        for snapshot in rest.going { second.removed.append(try remove(snapshot)) }
        return (first, second)
    }

    /// Newest first, also of those that were taken within one second.
    private func ownSnapshots(of uuid: String) throws -> [SnapshotSummary] {
        try snapshots.list().filter { $0.repository.uuid == uuid }.sorted { $0.created > $1.created }
    }

    private func remove(_ artifact: Artifact) async throws -> PrunedPart.Removed {
        try reporter.checkCancellation()
        let files = try await artifacts.filesToDelete(of: artifact.id, force: true)
        let bytes = try files.reduce(Int64(0)) { $0 + (try artifacts.folder.info($1)?.size ?? 0) }
        if !isDryRun { try await artifacts.delete(artifact.id, force: true) }
        reporter.advance()
        return PrunedPart.Removed(id: artifact.id, bytes: bytes)
    }

    private func remove(_ snapshot: SnapshotSummary) throws -> PrunedPart.Removed {
        try reporter.checkCancellation()
        let bytes = try snapshots.place(of: snapshot.id).map { try Directory(opening: $0).freeable() } ?? 0
        if !isDryRun { try snapshots.delete(snapshot.id) }
        reporter.advance()
        return PrunedPart.Removed(id: snapshot.id, bytes: bytes)
    }

    /// Forgets the imports that were staged before a moment and never applied.
    package func staged(before moment: Moment) throws -> PrunedPart {
        let staging = StagingArea(folder)
        var part = PrunedPart()
        for waiting in try staging.list() where waiting.stagedAt < moment {
            try reporter.checkCancellation()
            let place = try folder.directory.subdirectory(RelativePath("staging/\(waiting.id)"))
            part.removed.append(PrunedPart.Removed(id: waiting.id, bytes: try place.freeable()))
            if !isDryRun { try staging.remove(waiting.id) }
            reporter.advance()
        }
        return part
    }

    /// Forgets what imports replaced: that of the last one if it was applied before a moment, and what no rollback can
    /// use any more.
    package func undo(before moment: Moment) throws -> PrunedPart {
        var part = PrunedPart()
        let (all, log) = (try UndoFolder.all(in: folder), AppliedLog(folder))
        guard !all.isEmpty else { return part }
        let needed = try UndoFolder.needed(by: log.deeds().inForce)
        let isYoung = needed.contains { $0.appliedAt >= moment }
        let kept = isYoung ? Set(needed.map(\.id)) : []
        for undo in all where try !kept.contains(undo.id) || !undo.isSealed {
            try reporter.checkCancellation()
            let place = try folder.directory.subdirectory(RelativePath("undo/\(undo.id)"))
            part.removed.append(PrunedPart.Removed(id: undo.id, bytes: try place.freeable()))
            if !isDryRun { try undo.remove() }
            reporter.advance()
        }
        return part
    }
}

extension Step {
    /// What need not be kept any longer is removed.
    package static let prune = Step("prune")
}

extension Directory {
    /// The room that becomes free with all that lies in it: that of files which have no other name.
    func freeable() throws -> Int64 {
        var (bytes, pending): (Int64, [Directory]) = (0, [self])
        while let next = pending.popLast() {
            for entry in try next.entries() {
                if entry.info.kind == .directory {
                    pending.append(try next.subdirectory(RelativePath(entry.name)))
                } else if entry.info.links == 1 {
                    bytes += entry.info.size
                }
            }
        }
        return bytes
    }
}
