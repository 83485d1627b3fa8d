import API
import Jobs
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
                run: context.run,
                reporter: context.reporter
            )
            return SnapshotCreate.Outcome(snapshot: frozen.snapshot.id, held: frozen.held, frozen.report)
        }
    }
}
