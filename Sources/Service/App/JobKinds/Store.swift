import API
import Blobs
import Jobs
import Logging
import Reporting
import Transfer

extension JobKind {
    /// Reads every content of the store again.
    static func storeVerify(_ application: Application) -> JobKind {
        JobKind(
            StoreVerify.self,
            steps: { _ in [.verifyStore] },
            claims: { _ in [.store(.shared)] }
        ) { arguments, context in
            let isDryRun = arguments.dryRun ?? false
            let outcome = try await application.verifyStore(isDryRun: isDryRun, reporter: context.reporter)
            for broken in outcome.broken.items {
                let fields = ["sha256": broken.sha256, "published": broken.published.joined(separator: ", ")]
                context.log.log(.warning, isDryRun ? "is broken" : "put into quarantine", fields)
            }
            for digest in outcome.missing.items { context.log.log(.warning, "is gone", ["sha256": digest]) }
            let fields = [
                "files": "\(outcome.files)", "bytes": "\(outcome.bytes)", "broken": "\(outcome.broken.count)",
                "missing": "\(outcome.missing.count)",
            ]
            context.log.log(.info, "read the store", fields)
            return outcome
        }
    }

    /// Removes the contents of the store that nothing refers to.
    static func storeGC(_ application: Application) -> JobKind {
        JobKind(
            StoreGC.self,
            steps: { _ in [.collectStore] },
            claims: { _ in [.store(.exclusive)] }
        ) { arguments, context in
            let outcome = try await application.collectGarbage(arguments, reporter: context.reporter)
            let fields = [
                "blobs": "\(outcome.blobs)", "bytes": "\(outcome.bytes)",
                "kept_for_snapshots": "\(outcome.keptForSnapshots)", "kept_as_young": "\(outcome.keptAsYoung)",
                "incoming": "\(outcome.incoming)",
            ]
            context.log.log(.info, outcome.isDryRun ? "would collect garbage" : "collected garbage", fields)
            return outcome
        }
    }
}

extension ResourceClaim {
    /// The store of contents: those who add to it share it, and garbage is collected alone.
    static func store(_ mode: Mode) -> ResourceClaim { ResourceClaim("store", mode) }
}
