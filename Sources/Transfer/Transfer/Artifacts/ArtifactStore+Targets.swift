import Posix

/// Snapshots that are kept twice: in their own folder, and in every archive that leads to them.
extension ArtifactStore {
    /// The snapshot that an archive leads to, as the archive itself has it; `nil` when that is gone or is another one.
    func target(of artifact: Artifact, rules: [any ContentRules]) -> Snapshot? {
        guard let head = try? ArchiveReader(input(artifact), rules: rules).head(),
            head.archiveID == artifact.archiveID, head.target.id == artifact.target
        else { return nil }
        return head.target
    }

    /// Keeps again the targets of archives that are gone from `snapshots` or can no longer be read there, and gives
    /// their ids.
    ///
    /// No snapshot that an archive leads to is deleted, so one that is not there was lost. Blocks.
    package func restoreTargets(to snapshots: SnapshotStore, rules: [any ContentRules]) async throws -> [String] {
        let kept = Set(try snapshots.list().map(\.id))
        var restored: [String] = []
        for artifact in try await list() where !kept.contains(artifact.target) && !restored.contains(artifact.target) {
            guard let target = target(of: artifact, rules: rules) else { continue }
            try snapshots.replace(with: target)
            restored.append(target.id)
        }
        return restored
    }
}

extension SnapshotStore {
    /// The snapshot of that id; `nil` when it is gone or can no longer be read.
    func intact(_ id: String) throws -> Snapshot? {
        do {
            return try find(id)
        } catch let error as TransferError where error.code == .recordsDamaged {
            return nil
        }
    }

    /// Keeps a snapshot in the place of what cannot be read any more.
    func replace(with snapshot: Snapshot) throws {
        try delete(snapshot.id)
        try save(snapshot)
    }
}
