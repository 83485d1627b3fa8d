import Logging
import Reporting
import Time
import Transfer
import Trees

extension Application {
    /// What went into quarantine before this moment is deleted once its file is whole again (`retention.quarantine`).
    var oldestQuarantine: Moment { clock.now() - configuration.values.retention.quarantine }
}

extension TreeScan {
    /// Deletes what was in quarantine for long enough, and says how much that was.
    func prune(_ folder: RepositoryFolder, before moment: Moment, _ reporter: Reporter) async throws {
        let count = try await pruneQuarantine(of: folder, before: moment, isDryRun: false).removed.count
        if count > 0 { reporter.log(.info, "pruned the quarantine", ["files": "\(count)"]) }
    }
}
