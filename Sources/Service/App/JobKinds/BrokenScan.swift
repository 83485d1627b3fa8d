import API
import Jobs
import Logging
import Reporting
import Transfer
import Trees

extension JobKind {
    /// Reads the files of a storage for everything that can be wrong with them.
    static func brokenScan(_ application: Application) -> JobKind {
        JobKind(BrokenScan.self, steps: { _ in [.walk, .scan] }, claims: { [.tree($0)] }) { arguments, context in
            let repository = try application.repository(context.repository)
            var request = ScanRequest()
            request.isDeep = arguments.deep ?? false
            let outcome = try await application.scan(
                repository,
                request,
                allowShrink: arguments.allowShrink ?? false,
                run: context.run,
                reporter: context.reporter
            )
            context.log.log(
                .info,
                "scanned the storage",
                [
                    "files": "\(outcome.files)", "scanned": "\(outcome.scanned)", "skipped": "\(outcome.skipped)",
                    "bytes": "\(outcome.bytes)", "broken": "\(outcome.broken.count)",
                    "drifted": "\(outcome.drifted.count)",
                ]
            )
            return outcome
        }
    }
}
