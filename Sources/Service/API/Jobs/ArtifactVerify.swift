package import JSON
package import Jobs
package import Requests
package import Transfer

/// Reads an artifact again and checks all of it.
package struct ArtifactVerify: JobArguments {
    package static let type = "artifact-verify"
    package static let changes: [Jobs.JobEvent.Collection] = [.artifacts]
    package static let members: [RequestMember] = [.text("artifact").required]

    /// The id of the artifact.
    package var artifact: String

    /// Checks one artifact.
    package init(artifact: String) { self.artifact = artifact }

    /// What was found whole.
    package struct Outcome: JobOutcome {
        package let artifact: String
        /// The digest of the file, as it was recorded and is.
        package let sha512: String
        /// Whose signature it bears; null where it bears none.
        @Nullable package var signer: Signer?

        /// Names what is whole.
        package init(artifact: String, sha512: String, signer: Signer?) {
            self.artifact = artifact
            self.sha512 = sha512
            _signer = Nullable(wrappedValue: signer)
        }
    }
}
