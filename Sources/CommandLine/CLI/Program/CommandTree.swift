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
            subcommands: service + [
                CollectCommand.command, findings, packages, snapshots, artifacts, imports, jobs, config,
            ]
        ),
        version: Version.current,
        exitStatus: ExitCode.rows
    )

    private static let service = [
        ServeCommand.command, StatusCommand.command, HealthcheckCommand.command, DoctorCommand.command,
        VersionCommand.command,
    ]

    private static let findings = Command(
        "findings",
        summary: "See what is wrong in a storage.",
        subcommands: [FindingList.command]
    )

    private static let packages = Command(
        "package",
        summary: "See what a storage holds.",
        subcommands: [PackageList.command, PackageShow.command]
    )

    private static let snapshots = Command(
        "snapshot",
        summary: "Freeze storages, and compare what was frozen.",
        subcommands: [
            SnapshotCreateCommand.command, SnapshotList.command, SnapshotShow.command, SnapshotDiff.command,
            SnapshotDelete.command,
        ]
    )

    private static let artifacts = Command(
        "artifact",
        summary: "Build archives of what is new, and look after them.",
        subcommands: [
            ArtifactBuild.command, ArtifactList.command, ArtifactShow.command, ArtifactVerifyCommand.command,
            ArtifactFetch.command, ArtifactDelete.command,
        ]
    )

    private static let imports = Command(
        "import",
        summary: "Take archives that were carried here.",
        subcommands: [
            ImportPlanCommand.command, ImportApplyCommand.command, ImportVerify.command, ImportList.command,
            ImportDelete.command, ImportTrustSource.command,
        ]
    )

    private static let jobs = Command(
        "job",
        summary: "Look after jobs, those that commands ran too.",
        subcommands: [
            JobList.command, JobShow.command, JobLogs.command, JobWait.command, JobCancel.command, JobRetry.command,
        ]
    )

    private static let config = Command(
        "config",
        summary: "Check and show the configuration.",
        subcommands: [ConfigCheck.command, ConfigShow.command]
    )
}
