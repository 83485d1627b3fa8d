import API
import Arguments

/// The command `packferry artifact verify`.
enum ArtifactVerifyCommand {
    private static let subject = Argument<String>("archive", .file, help: "The id of an artifact, or an archive file.")

    static let command = Command<Action>(
        "verify",
        summary: "Read an artifact again and check all of it.",
        discussion: """
            An artifact that is kept here is compared with what was recorded when it was built too. A file is checked by what it says of itself; no configuration is needed.
            """,
        arguments: [subject]
    ) { invocation in
        let subject = invocation.values[subject]
        guard isID(subject) else { return try await ImportVerify.verify([subject], invocation) }
        let backend = try await invocation.backend()
        let artifact = try await backend.artifact(subject)
        let verified = try await backend.run(ArtifactVerify(artifact: subject), on: artifact.repository)
        return Answer(verified, [.line("\(subject): whole")])
    }

    private static func isID(_ text: String) -> Bool {
        text.hasPrefix("diff-") && !text.contains("/") && !text.contains(".")
    }
}
