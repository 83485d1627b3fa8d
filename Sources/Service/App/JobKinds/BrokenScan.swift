import API
import Jobs
import Logging
import Reporting
import Transfer
import Trees

extension JobKind {
    /// Reads the files of a storage for everything that can be wrong with them.
    static func brokenScan(_ application: Application) -> JobKind {
        JobKind(
            BrokenScan.self,
            steps: { _ in [.walk, .scan] },
            claims: { [.tree($0)] },
            prepare: { arguments, repository in
                let repository = try application.repository(repository)
                try await application.requireScannable(repository, mending: arguments.repair ?? false)
                return arguments
            }
        ) { arguments, context in
            let outcome = try await application.scan(
                application.repository(context.repository),
                arguments,
                run: context.run,
                reporter: context.reporter
            )
            context.log.log(
                .info,
                "scanned the storage",
                [
                    "files": "\(outcome.files)", "scanned": "\(outcome.scanned)", "skipped": "\(outcome.skipped)",
                    "bytes": "\(outcome.bytes)", "broken": "\(outcome.broken.count)",
                    "drifted": "\(outcome.drifted.count)", "repaired": "\(outcome.repair?.repaired.count ?? 0)",
                ]
            )
            return outcome
        }
    }
}
