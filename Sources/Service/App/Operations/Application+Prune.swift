import API
import Jobs
import Posix
import Reporting
import Time
import Transfer
import Trees

extension Application {
    /// How long the history of jobs is kept.
    var jobRetention: JobRetention {
        let retention = configuration.values.retention
        return JobRetention(age: retention.jobs, logs: retention.logs)
    }

    /// Removes what need not be kept any longer of a repository, and of the history of jobs.
    func prune(
        _ repository: Repository,
        _ arguments: Prune,
        run: String,
        reporter: Reporter
    ) async throws -> Prune.Outcome {
        let isDryRun = arguments.dryRun ?? false
        reporter.begin(.prune)
        let own = try await locked(repository, for: run, isDryRun: isDryRun, reporter: reporter) { locked in
            try await self.prune(locked, arguments, isDryRun: isDryRun, reporter: reporter)
        }
        let history = try await pruneHistory(isDryRun: isDryRun)
        return Prune.Outcome(isDryRun: isDryRun, kinds: own + history)
    }

    private func prune(
        _ locked: LockedRepository,
        _ arguments: Prune,
        isDryRun: Bool,
        reporter: Reporter
    ) async throws -> [Prune.Part] {
        let (retention, now) = (configuration.values.retention, clock.now())
        let pruner = Pruner(
            artifacts: artifacts,
            snapshots: snapshots,
            folder: locked.folder,
            isDryRun: isDryRun,
            reporter: reporter
        )
        let builds = try await pruner.builds(
            artifacts: retention.artifacts.count,
            snapshots: retention.snapshots.count,
            undelivered: arguments.undelivered ?? false
        )
        let quarantine = try await locked.repository.tree.scanning?.pruneQuarantine(
            of: locked.folder,
            before: oldestQuarantine,
            isDryRun: isDryRun
        )
        return [
            Prune.Part(.artifacts, builds.artifacts), Prune.Part(.snapshots, builds.snapshots),
            Prune.Part(.undo, try pruner.undo(before: now - retention.undo)),
            Prune.Part(.staging, try pruner.staged(before: now - retention.staging)),
            Prune.Part(.quarantine, quarantine ?? PrunedPart()),
        ]
    }

    /// Removes jobs that ended long ago, of every repository, and logs of those that stay.
    private func pruneHistory(isDryRun: Bool) async throws -> [Prune.Part] {
        let gone = try await jobRetention.pruneNow(database, logs, now: clock.now(), on: pages, isDryRun: isDryRun)
        func part(_ kind: Prune.Kind, _ items: [(job: String, bytes: Int64)]) -> Prune.Part {
            Prune.Part(kind, PrunedPart(removed: items.map { PrunedPart.Removed(id: $0.job, bytes: $0.bytes) }))
        }
        return [part(.jobs, gone.jobs), part(.logs, gone.logs)]
    }
}
