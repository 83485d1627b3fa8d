import API
import Crypto
import Jobs
import Logging
import Reporting
import Transfer

extension JobKind {
    /// Reads an artifact again and checks all of it.
    static func artifactVerify(_ application: Application) -> JobKind {
        JobKind(ArtifactVerify.self, steps: { _ in [.hash, .verify] }, claims: { [.artifacts($0)] }) {
            arguments,
            context in
            let artifact = try await application.verify(arguments.artifact, reporter: context.reporter)
            context.log.log(
                .info,
                "\(artifact.id) is whole",
                [
                    "sha512": artifact.sha512.hex, "size": "\(artifact.size)",
                    "signer": artifact.signer?.fingerprint ?? "nobody",
                ]
            )
            return ArtifactVerify.Outcome(artifact: artifact.id, sha512: artifact.sha512.hex, signer: artifact.signer)
        }
    }
}
