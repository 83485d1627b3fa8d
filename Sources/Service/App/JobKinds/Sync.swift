import API
import Jobs
import Logging
import Reporting
import Transfer
import Trees

extension JobKind {
    /// Makes a mirror what its upstream publishes now, and freezes it where that is something else than before.
    static func sync(_ application: Application) -> JobKind {
        JobKind(
            Sync.self,
            isResumable: true,
            steps: { _ in [.revalidate, .compare, .fetch, .publish] },
            claims: { [.tree($0), .store(.shared)] },
            prepare: { arguments, repository in
                try await application.requireSyncing(application.repository(repository))
                return arguments
            }
        ) { arguments, context in
            let outcome = try await application.sync(
                application.repository(context.repository),
                arguments,
                run: context.run,
                reporter: context.reporter
            )
            outcome.tell(context.log)
            return outcome
        }
    }
}

extension Sync.Outcome {
    /// Writes into the log of the job what came of it.
    fileprivate func tell(_ log: Reporter) {
        for warning in warnings { log.log(.warning, warning) }
        for problem in failed.items { log.log(.warning, problem.sentence, ["hint": problem.hint]) }
        log.log(
            .info,
            dryRun ? "would sync" : "synced",
            [
                "outcome": outcome.rawValue, "listed": "\(listed.files)", "fetched": "\(fetched.files)",
                "bytes": "\(fetched.bytes)", "published": "\(published.files)", "withdrawn": "\(withdrawn.files)",
                "removed": "\(removed.files)", "failed": "\(failed.count)",
            ]
        )
    }
}
