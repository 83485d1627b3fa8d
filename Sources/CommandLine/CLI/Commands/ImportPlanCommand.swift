import API
import Arguments
import Transfer

/// The command `packferry import plan`.
enum ImportPlanCommand {
    static let command = Command<Action>(
        "plan",
        summary: "Verify archives and say what applying them would do.",
        discussion: """
            What was verified is kept beside the storage: `packferry import apply` with the id of the import applies it without reading the archive again, and `packferry import delete` forgets it. Ends as applying it would: with 65 while files are missing that the archive relies on, with 3 when something would stay as it is here.
            """,
        options: [ImportCommands.allowUnsigned],
        arguments: [ImportCommands.archives],
        changes: .nothing
    ) { invocation in
        let backend = try await invocation.backend()
        var imports: [Import] = []
        var blocks: [Block] = []
        for archive in try await invocation.selected(ImportCommands.archives).items {
            let staged = try await plan(archive, backend, invocation.values[ImportCommands.allowUnsigned])
            imports.append(staged)
            blocks += [.line("\(archive): ready as import \(staged.id)")] + lines(staged)
        }
        return Answer(imports, exit: exit(imports.compactMap(\.plan)), blocks)
    }

    private static func plan(
        _ item: ArchiveSelection.Item,
        _ backend: any Backend,
        _ allowUnsigned: Bool
    ) async throws -> Import {
        switch item {
        case .archive(let path): try await backend.stage(path, allowUnsigned: allowUnsigned)
        case .ready(let id): try await backend.api.get(APIPath.import(id) + backend.repositoryQuery)
        }
    }

    /// How applying them would end.
    private static func exit(_ plans: [ImportPlan.Summary]) -> ExitCode {
        if plans.contains(where: { $0.missing.count > 0 }) { return .refused }
        return plans.contains { $0.conflicts.count > 0 } ? .partial : .done
    }

    private static func lines(_ staged: Import) -> [Block] {
        let source = "source: \(staged.summary.source.name) \(staged.summary.source.uuid)"
        let signer = "signed by: \(Signer.text(staged.summary.signer))"
        return [.line(source), .line(signer)] + (staged.plan.map(Self.blocks) ?? [])
            + Block.first("warning", staged.summary.warnings)
    }

    /// What a plan says would be done.
    static func blocks(_ plan: ImportPlan.Summary) -> [Block] {
        let table = Table(details: [
            ("new", Quantity.count(plan.new)),
            ("replaced", Quantity.count(plan.replaced)),
            ("merged", Quantity.count(plan.merged)),
            ("unchanged", Quantity.count(plan.unchanged)),
            ("superseded", Quantity.count(plan.superseded)),
            ("conflicts", Quantity.count(plan.conflicts.count)),
            ("missing", Quantity.count(plan.missing.count)),
            ("bytes", Quantity.bytes(plan.bytes)),
            ("packages", Quantity.count(plan.packages)),
            ("kept deletes", Quantity.some(plan.pendingDeletes)),
        ])
        return [.table(table)]
            + Block.first("conflict", plan.conflicts) + Block.first("missing", plan.missing)
            + [plan.remedy.map { .line("remedy: \($0)") }].compactMap(\.self)
            + (plan.isContained ? [.line("nothing is left to do")] : [])
    }
}
