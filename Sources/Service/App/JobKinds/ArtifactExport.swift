import API
import Crypto
import Jobs
import Logging
import Reporting
import Transfer

extension JobKind {
    /// Writes an artifact to a mounted disk and reads back what it wrote.
    static func artifactExport(_ application: Application) -> JobKind {
        JobKind(ArtifactExport.self, steps: { _ in [.export, .readBack] }, claims: { [.artifacts($0)] }) {
            arguments,
            context in
            let outcome = try await application.export(arguments, reporter: context.reporter)
            context.log.log(
                .info,
                outcome.dryRun ? "would write \(outcome.artifact) to a disk" : "\(outcome.artifact) is on the disk",
                ["folder": outcome.folder, "files": "\(outcome.files.count)", "written": "\(outcome.written)"]
            )
            return outcome
        }
    }
}
