/// What a build sets out from.
struct BuildStart {
    /// The highest sequence of the archives that are recorded; 0 before the first.
    private(set) var sequence: Int64 = 0
    /// The state that the last archive leads to; where it is gone, the base.
    private(set) var previous: Snapshot?
    /// Where the delta starts; `nil` when the archive is to carry everything.
    private(set) var base: Snapshot?
    /// The archive that leads there.
    private(set) var baseArchive: Manifest.Predecessor?
    /// What was gone and had to be done without, in sentences.
    private(set) var remarks: [String] = []
}

/// Looks for where a build starts, among what was built before and is still there.
struct BuildStartFinder {
    let uuid: String
    let snapshots: SnapshotStore
    let artifacts: ArtifactStore
    let rules: any ContentRules
    /// Whether a snapshot that comes back out of its archive is kept.
    let keepsSnapshots: Bool

    /// Where a part of the tree starts: at nothing, above all that was built.
    func alone() async throws -> BuildStart {
        BuildStart(sequence: try await artifacts.all(of: uuid).first?.sequence ?? 0)
    }

    func find(_ baseline: BuildRequest.Baseline) async throws -> BuildStart {
        let all = try await artifacts.all(of: uuid)
        // A part is nothing to start from.
        let built = all.filter { $0.scope != .partial }
        var (base, remarks): (Snapshot?, [String]) = (nil, [])
        switch baseline {
        case .none: break
        case .lastBuilt: (base, remarks) = try lastBuilt(built)
        case .snapshot(let reference): base = try ownSnapshot(reference)
        }
        let previous = try built.first.flatMap { $0.target == base?.id ? base : try snapshots.intact($0.target) }
        return BuildStart(
            sequence: all.first?.sequence ?? 0,
            previous: previous ?? base,
            base: base,
            baseArchive: built.first { $0.target == base?.id && $0.state != .damaged }.map {
                Manifest.Predecessor(name: $0.id, sequence: $0.sequence)
            },
            remarks: remarks
        )
    }

    /// The target of the last archive whose state is known whole.
    ///
    /// One that is damaged may have arrived nowhere, and one that is gone with its snapshot says nothing any more: to
    /// start from an older one carries more, and leaves no hole.
    private func lastBuilt(_ built: [Artifact]) throws -> (Snapshot?, [String]) {
        var remarks: [String] = []
        for artifact in built {
            guard artifact.state != .damaged else {
                remarks.append("\(artifact.id) is damaged, so nothing is built upon it")
                continue
            }
            let kept = try snapshots.intact(artifact.target)
            if let snapshot = try kept ?? restored(from: artifact) { return (snapshot, remarks) }
            remarks.append("what \(artifact.id) leads to is gone: neither its snapshot nor the archive is here")
        }
        if !built.isEmpty { remarks.append("no earlier archive can be built upon: all is carried, as with --full") }
        return (nil, remarks)
    }

    private func ownSnapshot(_ reference: String) throws -> Snapshot {
        let snapshot = try snapshots.resolve(reference)
        guard snapshot.repository.uuid == uuid else {
            throw TransferError(.invalid, reference, "is a snapshot of another repository")
        }
        return snapshot
    }

    /// The target as the archive itself has it; `nil` when that is gone too.
    private func restored(from artifact: Artifact) throws -> Snapshot? {
        guard let target = artifacts.target(of: artifact, rules: [rules]) else { return nil }
        if keepsSnapshots { try snapshots.replace(with: target) }
        return target
    }
}
