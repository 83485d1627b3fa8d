import API
import Arguments
import Posix

/// The command `packferry artifact export`.
enum ArtifactExporting {
    private static let folder = Argument<String>("folder", .directory, help: "Where the disk is mounted.")
    private static let split = Option<Int?>(
        "split",
        .bytes(in: ArtifactExport.partSizes),
        valueName: "size",
        help: "Cut it into parts of this size, such as 4000M; without it as the disk needs it."
    )

    static let command = Command<Action>(
        "export",
        summary: "Write an archive to a mounted disk, and read it back from there.",
        discussion: """
            What was written gets its name only after it was read back past the memory of the system, and the list of digests comes last. On FAT, whose files are shorter than 4 GiB, a longer archive is cut into parts. Run again, it compares what lies on the disk.
            """,
        examples: [
            Example("packferry artifact export diff-202611210130 /media/usb", "To a disk:"),
            Example("packferry artifact export diff-202611210130 /media/dvd --split 4400M", "In parts that fit a DVD:"),
        ],
        options: [split],
        arguments: [ArtifactCommands.id, folder],
        changes: .something
    ) { invocation in
        let values = invocation.values
        let target = try ArchivePath(values[folder]).absolute.string
        let backend = try await invocation.backend()
        let artifact = try await backend.artifact(values[ArtifactCommands.id])
        let arguments = ArtifactExport(
            artifact: artifact.id,
            folder: target,
            splitBytes: values[split],
            dryRun: invocation.isDryRun
        )
        let outcome = try await backend.run(arguments, on: artifact.repository)
        return Answer(outcome, blocks(outcome))
    }

    private static func blocks(_ outcome: ArtifactExport.Outcome) -> [Block] {
        let written = Quantity.bytes(outcome.written)
        let table = Table(details: [
            ("folder", outcome.folder),
            ("files", outcome.files.count == 1 ? outcome.files[0] : Quantity.counted(outcome.files.count, "part")),
            ("size", ArtifactCommands.size(outcome.bytes)),
            (outcome.dryRun ? "would write" : "written", written),
            ("sha512", outcome.sha512),
        ])
        let last =
            outcome.dryRun
            ? "nothing was written" : "read back and whole: safe to unplug once the folder is unmounted"
        return [.table(table), .line(last)]
    }
}
