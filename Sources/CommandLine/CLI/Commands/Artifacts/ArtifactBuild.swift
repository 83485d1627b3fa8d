import Arguments

/// `packferry artifact build`
enum ArtifactBuild {
    private static let baseline = Option<String?>(
        "baseline",
        .nonEmpty,
        valueName: "snapshot",
        help: "Start from this snapshot instead of the last one built."
    )
    private static let full = Flag("full", help: "Carry everything.")
    private static let deep = Flag("deep", help: "Read every byte of the storage again instead of trusting the index.")
    private static let allowShrink = Flag("allow-shrink", help: "Build although the storage lost suspiciously much.")
    private static let note = Option<String?>("note", .nonEmpty, valueName: "text", help: "A remark to keep with it.")
    private static let dryRun = Flag("dry-run", help: "Say what would be packed, and pack nothing.")

    static let command = Command<Action>(
        "build",
        summary: "Pack what is new into one archive.",
        discussion: """
            Freezes the storage, compares it with what was built last, and packs what is new or changed, with the documents of its packages. The archive is read back whole before it is published.
            """,
        examples: [Example("packferry artifact build", "What is new since the last archive:")],
        options: [baseline, full, deep, allowShrink, note, dryRun],
        exclusive: [.atMostOne(of: baseline, full)]
    ) { invocation in
        let report = try await invocation.backend().build(order(invocation.values))
        return Answer(report, blocks(report))
    }

    private static func order(_ values: Values) -> BuildOrder {
        BuildOrder(
            baseline: values[baseline],
            full: values[full],
            deep: values[deep],
            allowShrink: values[allowShrink],
            dryRun: values[dryRun],
            note: values[note]
        )
    }

    private static func blocks(_ report: BuildReport) -> [Block] {
        let warnings = report.warnings.map { Block.line("warning: \($0)") }
        guard report.changed else { return [.line("nothing changed since snapshot \(report.target)")] + warnings }
        let details: [(name: String, value: String?)] = [
            ("artifact", report.artifact ?? "none: this was a dry run"),
            ("path", report.path),
            ("size", report.size.map { "\($0) bytes (\(Quantity.bytes($0)))" }),
            ("sha512", report.sha512),
            ("scope", report.scope),
            ("files", "\(Quantity.count(report.files)) (\(Quantity.bytes(report.bytes)))"),
            ("versions", "\(Quantity.count(report.versions)) of \(Quantity.counted(report.packages, "package"))"),
            ("deletes", report.deletes == 0 ? nil : Quantity.count(report.deletes)),
            ("base", report.base ?? "none"),
            ("target", report.target),
        ]
        return [.table(Table(details: details))] + warnings
    }
}
