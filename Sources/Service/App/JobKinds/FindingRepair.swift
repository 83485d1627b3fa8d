import API
import Jobs
import Logging
import Reporting
import Transfer
import Trees

extension JobKind {
    /// Has broken files fetched again.
    static func findingRepair(_ application: Application) -> JobKind {
        JobKind(
            FindingRepair.self,
            isUnique: false,
            steps: { _ in [.repair] },
            claims: { [.tree($0)] },
            prepare: { arguments, repository in
                let repository = try application.repository(repository)
                try await application.requireRepairable(arguments.numbers, in: repository)
                try await application.requireScannable(repository, mending: true)
                return arguments
            }
        ) { arguments, context in
            let outcome = try await application.repair(
                application.repository(context.repository),
                arguments.numbers,
                isDryRun: arguments.dryRun ?? false,
                run: context.run,
                reporter: context.reporter
            )
            context.log.log(
                .info,
                outcome.dryRun ? "would repair the storage" : "repaired the storage",
                ["repaired": "\(outcome.repaired.count)", "failed": "\(outcome.failed.count)"]
            )
            return outcome
        }
    }
}
