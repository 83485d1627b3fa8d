import API
import Jobs
import Logging
import Reporting
import Transfer
import Trees

extension JobKind {
    /// Reads a storage again, as far as it changed.
    static func collect(_ application: Application) -> JobKind {
        JobKind(Collect.self, steps: { _ in [.walk, .read] }, claims: { [.tree($0)] }) { arguments, context in
            let repository = try application.repository(context.repository)
            let outcome = try await application.collect(
                repository,
                deep: arguments.deep ?? false,
                allowShrink: arguments.allowShrink ?? false,
                run: context.run,
                reporter: context.reporter
            )
            context.log.log(
                .info,
                "read the storage",
                [
                    "packages": "\(outcome.packages)", "packages_read": "\(outcome.packagesRead)",
                    "files": "\(outcome.files)", "findings": "\(outcome.findings)",
                ]
            )
            return outcome
        }
    }
}
