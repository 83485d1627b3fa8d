import App
import Arguments

/// Every command of the program.
enum CommandTree {
    static let program = Program(
        root: Command(
            "packferry",
            summary: "Carries package repositories across an air gap.",
            globals: GlobalOptions.all,
            exclusive: [.atMostOne(of: GlobalOptions.verbose, GlobalOptions.quiet)],
            subcommands: [
                CollectCommand.command,
                artifacts,
                imports,
                VersionCommand.command,
            ]
        ),
        version: Version.current,
        exitStatus: ExitCode.rows
    )

    private static let artifacts = Command(
        "artifact",
        summary: "Build archives of what is new, and look after them.",
        subcommands: [ArtifactBuild.command, ArtifactList.command]
    )

    private static let imports = Command(
        "import",
        summary: "Take archives that were carried here.",
        subcommands: [ImportApply.command]
    )
}
