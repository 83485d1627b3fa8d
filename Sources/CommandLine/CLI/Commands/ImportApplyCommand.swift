import API
import Arguments
import Transfer

/// The command `packferry import apply`.
enum ImportApplyCommand {
    private static let archives = Argument<[String]>(
        repeated: "archive",
        .file,
        help: "An archive, a folder of archives or of the members of one, or the id of an import."
    )
    private static let allowMissing = Flag(
        "allow-missing",
        help: "Apply although files are missing that the archive relies on."
    )

    private static let adoptSource = Flag(
        "adopt-source",
        help: "Let the first archive that this storage takes cut documents down to the versions whose files are here."
    )

    private static let delete = Flag(
        "delete",
        help: "Also remove what the source no longer has, if it is here as the source brought it."
    )

    private static let unpacked = Flag(
        "unpacked",
        help: "It was unpacked by hand over this storage: list again what that put aside (*.~1~)."
    )

    private static let registerPackages = Flag(
        "register-packages",
        help: "List what archives brought on Verdaccio's own page, too, which has to be restarted for that."
    )

    static let command = Command<Action>(
        "apply",
        summary: "Verify archives and apply them.",
        discussion: """
            Several archives are applied in the order in which they build on each other, up to the first that is refused; digests and signatures that lie beside them are passed over. Nothing of an archive reaches the storage before all of it is verified; applying one twice changes nothing.
            """,
        examples: [
            Example("packferry import apply /mnt/usb/diff-202611210130.tar.zst", "What a disk brought:"),
            Example("packferry import apply /mnt/usb", "All archives on it:"),
        ],
        options: [allowMissing, adoptSource, delete, unpacked, ImportCommands.allowUnsigned, registerPackages],
        arguments: [archives],
        changes: .something
    ) { invocation in
        let backend = try await invocation.backend()
        var applied = AppliedArchives(outcomes: [], receipts: [:])
        for archive in try await invocation.selected(archives).items {
            do {
                let outcome = try await apply(
                    archive,
                    invocation.values,
                    backend,
                    after: applied.outcomes.map(\.outcome)
                )
                applied.outcomes.append((archive.description, outcome))
                if !outcome.isDryRun { applied.receipts[outcome.id] = try? await receipt(of: outcome, backend) }
            } catch {
                let asJSON = invocation.values[GlobalOptions.json]
                if !applied.outcomes.isEmpty { try applied.answer.write(to: invocation.console, asJSON: asJSON) }
                throw error
            }
        }
        return applied.answer
    }

    private static func apply(
        _ item: ArchiveSelection.Item,
        _ values: Values,
        _ backend: any Backend,
        after earlier: [ImportOutcome]
    ) async throws -> ImportOutcome {
        guard values.isDryRun, !earlier.isEmpty else { return try await apply(item, values, backend, allowing: false) }
        // What an earlier one would have brought is not here yet.
        let tried = try await apply(item, values, backend, allowing: true)
        if earlier.contains(where: tried.buildsUpon) { return tried.withBase }
        return tried.missing.isEmpty ? tried : try await apply(item, values, backend, allowing: false)
    }

    private static func apply(
        _ item: ArchiveSelection.Item,
        _ values: Values,
        _ backend: any Backend,
        allowing missing: Bool
    ) async throws -> ImportOutcome {
        func permitted(_ arguments: ImportApply) -> ImportApply {
            var arguments = arguments
            arguments.allowMissing = missing || values[allowMissing]
            arguments.adoptSource = values[adoptSource]
            arguments.delete = values[delete]
            arguments.unpacked = values[unpacked]
            arguments.allowUnsigned = values[ImportCommands.allowUnsigned]
            arguments.registerPackages = values[registerPackages]
            arguments.dryRun = values.isDryRun
            return arguments
        }
        return switch item {
        case .archive(let path) where values.isDryRun: try await backend.tryApplying(path, permitting: permitted)
        case .archive(let path): try await backend.apply(path, permitting: permitted)
        case .ready(let id): try await backend.run(permitted(ImportApply(import: id)))
        }
    }

    private static func receipt(of outcome: ImportOutcome, _ backend: any Backend) async throws -> ImportReceipt? {
        let item: Import = try await backend.api.get(APIPath.import(outcome.id) + backend.repositoryQuery)
        return item.receipt
    }

    /// What was done.
    static func blocks(_ outcome: ImportOutcome) -> [Block] {
        let table = Table(details: [
            (outcome.isDryRun ? "would place" : "placed", Quantity.count(outcome.placed)),
            (outcome.isDryRun ? "would replace" : "replaced", Quantity.count(outcome.replaced)),
            (outcome.isDryRun ? "would merge" : "merged", Quantity.count(outcome.merged)),
            (outcome.isDryRun ? "would delete" : "deleted", Quantity.some(outcome.deleted)),
            ("unchanged", Quantity.count(outcome.unchanged)),
            ("superseded", Quantity.count(outcome.superseded)),
            ("bytes", Quantity.bytes(outcome.bytes)),
            ("packages", Quantity.count(outcome.packages)),
            ("kept deletes", Quantity.some(outcome.pendingDeletes)),
            (outcome.isDryRun ? "would list" : "listed", outcome.registered.map { Quantity.count($0) }),
        ])
        return [.table(table)] + Block.first("conflict", outcome.conflictExcerpt)
            + Block.first("missing", outcome.missingExcerpt)
    }
}

/// What became of the archives of one command, in order.
private struct AppliedArchives {
    var outcomes: [(archive: String, outcome: ImportOutcome)]
    /// Their receipts, by the archive's id.
    var receipts: [String: ImportReceipt]

    var answer: Answer {
        let isPartial = outcomes.contains(where: \.outcome.isPartial)
        return Answer(outcomes.map(\.outcome), exit: isPartial ? .partial : .done, outcomes.flatMap(lines))
    }

    private func lines(_ archive: String, _ outcome: ImportOutcome) -> [Block] {
        [
            .line("\(archive): \(Self.heading(outcome))"),
            .line("signed by: \(Signer.text(outcome.summary.signer))"),
        ] + ImportApplyCommand.blocks(outcome) + Block.lines("trusted from now on", outcome.trustedKeys)
            + Block.first("warning", outcome.warnings) + (receipts[outcome.id].map(Self.lines) ?? [])
    }

    private static func lines(_ receipt: ImportReceipt) -> [Block] {
        [.line("receipt: \(receipt.path)")] + (receipt.code.map { [.line("its code: \($0)")] } ?? [])
    }

    private static func heading(_ outcome: ImportOutcome) -> String {
        if outcome.isDryRun {
            guard outcome.didChange else { return "nothing would change" }
            return outcome.isPartial ? "would be applied in part" : "would be applied"
        }
        if outcome.didChange { return outcome.isPartial ? "applied in part" : "applied" }
        return outcome.isPartial ? "nothing changed, and not all of it is here" : "nothing changed, all of it was here"
    }
}
