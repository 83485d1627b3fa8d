import API
import Arguments
import Transfer

/// The command `packferry import plan`.
enum ImportPlanCommand {
    static let command = Command<Action>(
        "plan",
        summary: "Verify archives and say what applying them would do.",
        discussion: """
            What was verified is kept beside the storage: `packferry import apply` with the id of the import applies it without reading the archive again, and `packferry import delete` forgets it.
            """,
        arguments: [ImportCommands.archives]
    ) { invocation in
        let backend = try await invocation.backend()
        var imports: [Import] = []
        var blocks: [Block] = []
        for archive in try invocation.values[ImportCommands.archives].map(ArchivePath.init) {
            let staged = try await backend.stage(archive)
            imports.append(staged)
            blocks += [.line("\(archive): ready as import \(staged.id)")] + lines(staged)
        }
        return Answer(imports, blocks)
    }

    private static func lines(_ staged: Import) -> [Block] {
        let source = "\(staged.summary.source.name) \(staged.summary.source.uuid)"
        return (staged.plan.map { lines($0, source: source) } ?? [])
            + Block.first("warning", staged.summary.warnings)
    }

    private static func lines(_ plan: ImportPlan.Summary, source: String) -> [Block] {
        let table = Table(details: [
            ("source", source),
            ("new", Quantity.count(plan.new)),
            ("replaced", Quantity.count(plan.replaced)),
            ("merged", Quantity.count(plan.merged)),
            ("unchanged", Quantity.count(plan.unchanged)),
            ("superseded", Quantity.count(plan.superseded)),
            ("conflicts", Quantity.count(plan.conflicts)),
            ("missing", Quantity.count(plan.missing)),
            ("bytes", Quantity.bytes(plan.bytes)),
            ("packages", Quantity.count(plan.packages)),
            ("kept deletes", Quantity.some(plan.pendingDeletes)),
        ])
        return [.table(table)]
            + Block.first(
                "conflict",
                plan.conflictingFiles.map { "\($0.path) stays as it is here\($0.cause.map { ": \($0)" } ?? "")" },
                of: plan.conflicts
            )
            + Block.first("missing", plan.missingFiles.map(\.path), of: plan.missing)
            + [plan.remedy.map { .line("remedy: \($0)") }].compactMap(\.self)
            + (plan.isContained ? [.line("nothing is left to do")] : [])
    }
}
