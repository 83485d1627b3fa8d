import Arguments

/// The command `packferry import trust-source`.
enum ImportTrustSource {
    private static let archive = Argument<String>("archive", .file, help: "An archive that comes from the source.")

    static let command = Command<Action>(
        "trust-source",
        summary: "Take archives of a further source from now on.",
        discussion: """
            A storage takes archives of the source that its first archive came from. This adds the source of the given archive; nothing of the archive is applied.
            """,
        arguments: [archive]
    ) { invocation in
        let path = try ArchivePath(invocation.values[archive])
        let uuid = try await invocation.localBackend().trustSource(of: path)
        return Answer(TrustedSource(source: uuid), [.line("archives of \(uuid) are taken from now on")])
    }
}

/// The source that is trusted too.
private struct TrustedSource: Encodable, Sendable {
    let source: String
}
