import API
import Arguments

/// The command `packferry artifact show`.
enum ArtifactShow {
    static let command = Command<Action>(
        "show",
        summary: "Show one artifact.",
        arguments: [ArtifactArguments.id]
    ) { invocation in
        let artifact = try await invocation.backend().artifact(invocation.values[ArtifactArguments.id])
        let warnings = artifact.warnings.map { Block.line("warning: \($0)") }
        return Answer(artifact, [.table(ArtifactDetails.table(artifact))] + warnings)
    }
}
