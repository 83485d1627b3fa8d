import API
import Arguments

/// `packferry import apply`
enum ImportApply {
    private static let archives = Argument<[String]>(
        repeated: "archive",
        .file,
        help: "An archive, or a folder of its members."
    )
    private static let allowMissing = Flag(
        "allow-missing",
        help: "Apply although files are missing that the archive relies on."
    )

    static let command = Command<Action>(
        "apply",
        summary: "Verify archives and apply them.",
        discussion: """
            Applies the archives in the given order and stops at the first that is refused. Nothing of an archive reaches the storage before all of it is verified; applying one twice changes nothing.
            """,
        examples: [
            Example("packferry import apply /mnt/usb/diff-202611210130.tar.zst", "What a disk brought:")
        ],
        options: [allowMissing],
        arguments: [archives]
    ) { invocation in
        let backend = try await invocation.backend()
        var reports: [ImportReport] = []
        var blocks: [Block] = []
        for archive in try invocation.values[archives].map(ArchivePath.init) {
            let report = try await backend.apply(archive, allowMissing: invocation.values[allowMissing])
            reports.append(report)
            blocks += lines(report, archive)
        }
        return Answer(reports, exit: reports.contains(where: \.isPartial) ? .partial : .done, blocks)
    }

    private static func lines(_ report: ImportReport, _ archive: ArchivePath) -> [Block] {
        let table = Table(details: [
            ("placed", Quantity.count(report.placed)),
            ("replaced", Quantity.count(report.replaced)),
            ("merged", Quantity.count(report.merged)),
            ("unchanged", Quantity.count(report.unchanged)),
            ("superseded", Quantity.count(report.superseded)),
            ("bytes", Quantity.bytes(report.bytes)),
            ("packages", Quantity.count(report.packages)),
            ("kept deletes", report.pendingDeletes == 0 ? nil : Quantity.count(report.pendingDeletes)),
        ])
        let heading = report.changed ? "\(archive): applied" : "\(archive): nothing changed, all of it was here"
        return [.line(heading), .table(table)]
            + report.conflicts.map { .line("conflict: \($0)") } + report.missing.map { .line("missing: \($0)") }
    }
}
