import API
import Jobs
import Logging
import Reporting
import Transfer
import Trees

extension JobKind {
    /// Freezes a repository without building an artifact.
    static func snapshotCreate(_ application: Application) -> JobKind {
        JobKind(
            SnapshotCreate.self,
            steps: { [.walk, .read] + application.captureSteps(of: $0) },
            claims: { [.tree($0)] }
        ) {
            arguments,
            context in
            let frozen = try await application.createSnapshot(
                application.repository(context.repository),
                name: arguments.name,
                isDryRun: arguments.dryRun ?? false,
                run: context.run,
                reporter: context.reporter
            )
            let counts = frozen.snapshot.counts
            for warning in frozen.report.warnings + frozen.report.notices { context.log.log(.warning, warning) }
            context.log.log(
                .info,
                arguments.dryRun == true ? "would freeze the storage" : "froze the storage",
                [
                    "snapshot": frozen.snapshot.id, "name": arguments.name ?? "none", "files": "\(counts.files)",
                    "bytes": "\(counts.bytes)", "packages": "\(counts.packages)", "versions": "\(counts.versions)",
                    "held": "\(frozen.held)",
                ]
            )
            return SnapshotCreate.Outcome(
                isDryRun: arguments.dryRun ?? false,
                snapshot: frozen.snapshot.id,
                counts: counts,
                held: frozen.held,
                frozen.report
            )
        }
    }
}
