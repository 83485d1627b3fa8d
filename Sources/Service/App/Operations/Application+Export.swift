import API
import Crypto
import Posix
import Reporting
import Transfer

extension Application {
    /// Writes an artifact to a mounted disk and reads it back from there; whole, it counts as downloaded.
    func export(_ arguments: API.ArtifactExport, reporter: Reporter) async throws -> API.ArtifactExport.Outcome {
        let artifact = try await artifacts.load(arguments.artifact)
        let isDryRun = arguments.dryRun ?? false
        let written = try await pool.run { [artifacts] in
            let target = try Directory(opening: AbsolutePath(arguments.folder))
            let limit = arguments.splitBytes.map(Int64.init)
            return try Transfer.ArtifactExport(artifact, of: artifacts, to: target, limit: limit)
                .run(isDryRun: isDryRun, reporter: reporter)
        }
        if !isDryRun { try await artifacts.markDownloaded(artifact.id) }
        return API.ArtifactExport.Outcome(
            artifact: artifact.id,
            folder: arguments.folder,
            files: written.files,
            bytes: artifact.size,
            written: written.written,
            sha512: artifact.sha512.hex,
            dryRun: isDryRun
        )
    }
}
