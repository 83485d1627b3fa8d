import API
import Logging
import Posix
import Reporting
import Transfer
import Trees

extension Application {
    /// Makes a mirror what its upstream publishes now; a tree that changed is frozen, so that it can be gone back to.
    func sync(
        _ repository: Repository,
        _ arguments: Sync,
        run: String,
        reporter: Reporter
    ) async throws -> Sync.Outcome {
        let isDryRun = arguments.dryRun ?? false
        let report = try await locked(repository, for: run, isDryRun: isDryRun, reporter: reporter) { locked in
            let syncing = try Self.syncing(locked.repository)
            let report = try await syncing.sync(SyncRequest(arguments), reporter: reporter)
            // What upstream has is here: what is not was taken back there.
            if report.outcome != .kept, !isDryRun { try locked.folder.endRestoration() }
            return report
        }
        guard !isDryRun, report.outcome == .changed || report.outcome == .partial else {
            return Sync.Outcome(report, snapshot: nil, dryRun: isDryRun)
        }
        try await noteStorage()
        let frozen = try await createSnapshot(repository, name: nil, isDryRun: false, run: run, reporter: reporter)
        return Sync.Outcome(report, snapshot: frozen.snapshot.id, dryRun: false)
    }

    /// Throws where a repository is not synced: for its type, or since nothing is configured to ask.
    func requireSyncing(_ repository: Repository) async throws {
        try await repository.lane.away { try Self.syncing(repository.open()).requireUpstream() }
    }

    private static func syncing(_ opened: OpenRepository) throws -> any TreeSync {
        guard let syncing = opened.tree.syncing else {
            throw TransferError(
                .notPermitted,
                opened.repository.name,
                "is of type \(opened.repository.configuration.type), which is no mirror",
                hint: opened.tree.refreshing == nil ? "Name a repository of another type" : "Refresh it instead"
            )
        }
        return syncing
    }
}

extension SyncRequest {
    /// Takes what a job is asked.
    fileprivate init(_ arguments: Sync) {
        self.init()
        isForced = arguments.force ?? false
        allowShrink = arguments.allowShrink ?? false
        isDryRun = arguments.dryRun ?? false
    }
}
