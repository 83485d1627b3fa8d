import API
import Arguments

/// The command `packferry import apply`.
enum ImportApply {
    private static let archives = Argument<[String]>(
        repeated: "archive",
        .file,
        help: "An archive, a folder of its members, or the id of an import that is ready."
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
        var applied = AppliedArchives(reports: [])
        for archive in invocation.values[archives] {
            do {
                let report = try await apply(archive, allowMissing: invocation.values[allowMissing], backend)
                applied.reports.append((archive, report))
            } catch {
                let asJSON = invocation.values[GlobalOptions.json]
                if !applied.reports.isEmpty { try applied.answer.write(to: invocation.console, asJSON: asJSON) }
                throw error
            }
        }
        return applied.answer
    }

    private static func apply(
        _ archive: String,
        allowMissing: Bool,
        _ backend: any Backend
    ) async throws -> ImportReport {
        guard ImportArguments.isImport(archive) else {
            return try await backend.apply(ArchivePath(archive), allowMissing: allowMissing)
        }
        return try await backend.applyStaged(archive, allowMissing: allowMissing)
    }
}

/// What became of the archives of one command, in order.
private struct AppliedArchives {
    var reports: [(archive: String, report: ImportReport)]

    var answer: Answer {
        let isPartial = reports.contains(where: \.report.isPartial)
        return Answer(reports.map(\.report), exit: isPartial ? .partial : .done, reports.flatMap(Self.lines))
    }

    private static func lines(_ archive: String, _ report: ImportReport) -> [Block] {
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
        return [.line("\(archive): \(heading(report))"), .table(table)]
            + NamedFiles.lines("conflict", report.conflicts) + NamedFiles.lines("missing", report.missing)
            + NamedFiles.lines("warning", report.warnings ?? [])
    }

    private static func heading(_ report: ImportReport) -> String {
        if report.changed { return report.isPartial ? "applied in part" : "applied" }
        return report.isPartial ? "nothing changed, and not all of it is here" : "nothing changed, all of it was here"
    }
}
