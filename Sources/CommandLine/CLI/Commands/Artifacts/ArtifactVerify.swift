import Arguments

/// The command `packferry artifact verify`.
enum ArtifactVerify {
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
        try await backend.verifyArtifact(subject)
        return Answer(try await backend.artifact(subject), [.line("\(subject): whole")])
    }

    private static func isID(_ text: String) -> Bool {
        text.hasPrefix("diff-") && !text.contains("/") && !text.contains(".")
    }
}
