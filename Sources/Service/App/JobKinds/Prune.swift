import API
import Jobs
import Logging
import Reporting
import Transfer
import Trees

extension JobKind {
    /// Removes what need not be kept any longer.
    static func prune(_ application: Application) -> JobKind {
        JobKind(
            Prune.self,
            steps: { _ in [.prune] },
            claims: { [.tree($0), ResourceClaim("\($0):artifacts", .exclusive)] }
        ) { arguments, context in
            let outcome = try await application.prune(
                application.repository(context.repository),
                arguments,
                run: context.run,
                reporter: context.reporter
            )
            for part in outcome.kinds where part.removed.count > 0 || part.kept.count > 0 {
                for kept in part.kept.items {
                    context.log.log(.info, "kept", ["kind": part.kind.rawValue, "id": kept.id, "reason": kept.reason])
                }
                for removed in part.removed.items {
                    let fields = ["kind": part.kind.rawValue, "id": removed.id, "bytes": "\(removed.bytes)"]
                    context.log.log(.info, outcome.isDryRun ? "would remove" : "removed", fields)
                }
            }
            context.log.log(
                .info,
                outcome.isDryRun ? "would prune" : "pruned",
                [
                    "removed": "\(outcome.kinds.reduce(0) { $0 + $1.removed.count })", "bytes": "\(outcome.bytes)",
                    "kept": "\(outcome.kinds.reduce(0) { $0 + $1.kept.count })",
                ]
            )
            return outcome
        }
    }
}
