import API
import Arguments
import Time
import Transfer

/// The commands `packferry import`.
enum ImportCommands {
    static let group = Command<Action>(
        "import",
        summary: "Take archives that were carried here.",
        subcommands: [
            ImportPlanCommand.command, ImportApplyCommand.command, ImportVerify.command, list, show,
            ImportRollbackCommand.command, delete, trustSource,
        ]
    )

    static let archives = Argument<[String]>(
        repeated: "archive",
        .file,
        help: "An archive, or a folder of archives or of the members of one."
    )
    static let allowUnsigned = Flag(
        "allow-unsigned",
        help: "Take what no trusted key signed, although this repository asks for that."
    )
    static let id = Argument<String>(
        "id",
        .identifier(of: .imports),
        help: "The import, 32 digits as 'packferry import list' shows them."
    )
    private static let source = Argument<String>(
        "source",
        .file,
        help: "An archive that comes from the source, or the uuid of the source, 32 hex digits."
    )

    private static let listing = ListOptions<Import>()
    private static let states = Option<[Import.State]>(
        repeated: "state",
        .choice(of: Import.State.self),
        help: "Only imports in this state."
    )

    private static let list = Command<Action>(
        "list",
        summary: "List the imports that are ready, and those that were applied.",
        options: [states, listing.sort, listing.reverse],
        arguments: [listing.search],
        changes: .nothing
    ) { invocation in
        let backend = try await invocation.backend()
        let values = invocation.values
        let imports: [Import] = try await backend.api.list { page in
            let states = values[states].map(\.rawValue)
            return APIPath.imports(
                listing.query(values, states: states, repository: backend.repositoryName, page: page)
            )
        }
        let columns: [Table.Column] = [
            "ID", "ARCHIVE", "REPOSITORY", "STATE", "SCOPE", .number("SEQUENCE"), "SINCE (UTC)", "ORIGIN",
        ]
        return Answer(list: imports, columns) { item in
            [
                item.id, item.summary.title, item.repository, state(item), item.summary.scope.rawValue,
                String(item.summary.sequence),
                Moment.text(item.appliedAt ?? item.summary.stagedAt), item.summary.origin,
            ]
        }
    }

    private static let show = Command<Action>(
        "show",
        summary: "Show one import: what is known of it, and what came of it here.",
        arguments: [id],
        changes: .nothing
    ) { invocation in
        let backend = try await invocation.backend()
        let item: Import = try await backend.api.get(APIPath.import(invocation.values[id]) + backend.repositoryQuery)
        let outcome = item.outcome.map(ImportApplyCommand.blocks) ?? item.plan.map(ImportPlanCommand.blocks) ?? []
        let rollback = item.rollback.map(ImportRollbackCommand.blocks) ?? []
        return Answer(
            item,
            [.table(details(item))] + outcome + rollback + Block.first("warning", item.summary.warnings)
        )
    }

    private static func details(_ item: Import) -> Table {
        let summary = item.summary
        return Table(details: [
            ("import", item.id),
            ("archive", summary.title),
            ("repository", item.repository),
            ("state", state(item)),
            ("source", "\(summary.source.name) \(summary.source.uuid)"),
            ("signed by", Signer.text(summary.signer)),
            ("origin", summary.origin),
            ("scope", summary.scope.rawValue),
            ("sequence", String(summary.sequence)),
            ("created", Moment.dated(summary.created)),
            ("ready since", Moment.dated(summary.stagedAt)),
            ("applied", item.appliedAt.map { Moment.dated($0) }),
            ("applied by", item.outcome?.appliedBy),
            ("rolled back", item.rollback.map { Moment.dated($0.rolledBackAt) }),
            ("rolled back by", item.rollback?.rolledBackBy),
            ("base", ArtifactCommands.base(summary.base, summary.baseName)),
            ("target", summary.target),
            ("files", Quantity.count(summary.counts.files, weighing: summary.counts.bytes)),
            ("versions", Quantity.versions(summary.counts.versions, packages: summary.counts.packages)),
        ])
    }

    private static let delete = Command<Action>(
        "delete",
        summary: "Forget an import that is ready and was not applied.",
        arguments: [id],
        changes: .something
    ) { invocation in
        let id = invocation.values[id]
        let repository = invocation.values[GlobalOptions.repository]
        return try await invocation.delete { isDryRun in
            APIPath.deletion(ofImport: id, RepositoryDryRunQuery(repository: repository, isDryRun: isDryRun))
        }
    }

    private static let trustSource = Command<Action>(
        "trust-source",
        summary: "Take archives of a further source from now on.",
        discussion: """
            A storage takes archives of the source that its first archive came from. This adds another one, by its uuid or by an archive of it; nothing of the archive is applied.
            """,
        arguments: [source],
        changes: .something
    ) { invocation in
        let isDryRun = invocation.isDryRun
        let uuid = try await trustSource(invocation.values[source], invocation)
        let line = isDryRun ? "archives of \(uuid) would be taken" : "archives of \(uuid) are taken from now on"
        return Answer(Tried(["source": uuid], isDryRun: isDryRun), [.line(line)])
    }

    /// Takes archives of a source that is named, or of the one that an archive comes from; gives its uuid.
    private static func trustSource(_ source: String, _ invocation: Invocation) async throws -> String {
        guard SourceTrust.reason(source) == nil else {
            let path = try ArchivePath(source)
            return try await invocation.localBackend().trustSource(of: path, isDryRun: invocation.isDryRun)
        }
        let backend = try await invocation.backend()
        let body = SourceTrust(source: source, repository: backend.repositoryName, isDryRun: invocation.isDryRun)
        let trusted: SourceTrust = try await backend.writingAPI.post(APIPath.newSource, body)
        return trusted.source
    }

    /// Of what was applied, whether all of it came to be.
    private static func state(_ item: Import) -> String {
        item.state == .applied && item.outcome?.isPartial == true ? "applied in part" : item.state.rawValue
    }
}
