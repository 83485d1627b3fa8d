import API
import Arguments
import Time
import Transfer

/// The commands `packferry snapshot`.
enum SnapshotCommands {
    static let group = Command<Action>(
        "snapshot",
        summary: "Freeze storages, and compare what was frozen.",
        subcommands: [create, list, show, diff, delete, NamingCommands.name, NamingCommands.unname]
    )

    private static let help = "Its id, the first 6 or more digits of it, or its name."
    static let reference = Argument<String>("snapshot", .identifier(of: .snapshots), help: help)
    private static let base = Argument<String>("base", .identifier(of: .snapshots), help: help)
    private static let target = Argument<String>("target", .identifier(of: .snapshots), help: help)
    private static let name = Argument<String?>(
        optional: "name",
        ValueType.nonEmpty.validated { SnapshotName.reason(against: $0) },
        help: "A name for it, such as 2026-11."
    )

    private static let create = Command<Action>(
        "create",
        summary: "Freeze the storage as it is.",
        arguments: [name],
        changes: .something
    ) { invocation in
        let backend = try await invocation.backend()
        let arguments = SnapshotCreate(name: invocation.values[name], dryRun: invocation.isDryRun)
        let created = try await backend.run(arguments)
        guard !created.isDryRun else { return tried(created, invocation.console) }
        let snapshot: SnapshotDetail = try await backend.api.get(APIPath.snapshot(created.snapshot))
        let leavings = leavings(created, invocation.console)
        return Answer(created, exit: leavings.exit, [.table(details(snapshot))] + leavings.summary + leavings.lines())
    }

    /// What a dry run says.
    private static func tried(_ tried: SnapshotCreate.Outcome, _ console: Console) -> Answer {
        let (counts, leavings) = (tried.counts, leavings(tried, console))
        let table = Table(details: [
            ("would freeze", "\(Quantity.counted(counts.files, "file")) (\(Quantity.bytes(counts.bytes)))"),
            ("versions", Quantity.versions(counts.versions, packages: counts.packages)),
            ("held", Quantity.some(tried.held)),
        ])
        return Answer(tried, exit: leavings.exit, [.table(table)] + leavings.summary + leavings.lines())
    }

    private static func leavings(_ created: SnapshotCreate.Outcome, _ console: Console) -> LeavingsView {
        LeavingsView(created.leftBehind, held: created.held, notCached: created.notCached, for: console)
    }

    private static let listing = ListOptions<SnapshotSummary>()

    private static let list = Command<Action>(
        "list",
        summary: "List the snapshots, newest first.",
        options: [listing.sort, listing.reverse],
        arguments: [listing.search],
        changes: .nothing
    ) { invocation in
        let backend = try await invocation.backend()
        let snapshots: [SnapshotSummary] = try await backend.api.list {
            APIPath.snapshots(listing.query(invocation.values, repository: backend.repositoryName, page: $0))
        }
        let columns: [Table.Column] = [
            "ID", "REPOSITORY", "CREATED (UTC)", .number("PACKAGES"), .number("VERSIONS"), .number("FILES"),
            .number("SIZE"), "NAMES",
        ]
        return Answer(list: snapshots, columns) { snapshot in
            [
                snapshot.id, snapshot.repository, Moment.text(snapshot.created),
                Quantity.count(snapshot.counts.packages), Quantity.count(snapshot.counts.versions),
                Quantity.count(snapshot.counts.files), Quantity.bytes(snapshot.counts.bytes),
                snapshot.names.joined(separator: ", "),
            ]
        }
    }

    private static let packages = Flag("packages", help: "List the packages that it holds, and their versions.")

    private static let show = Command<Action>(
        "show",
        summary: "Show one snapshot.",
        options: [packages],
        arguments: [reference],
        changes: .nothing
    ) { invocation in
        let reference = invocation.values[reference]
        let backend = try await invocation.backend()
        guard !invocation.values[packages] else { return try await list(packagesOf: reference, backend) }
        let snapshot: SnapshotDetail = try await backend.api.get(APIPath.snapshot(reference))
        return Answer(snapshot, [.table(details(snapshot))] + Block.lines("warning", snapshot.warnings))
    }

    private static func list(packagesOf reference: String, _ backend: any Backend) async throws -> Answer {
        let packages: [HeldPackage] = try await backend.api.list {
            APIPath.packages(ofSnapshot: reference, ListQuery(page: $0))
        }
        return Answer(list: packages, HeldPackage.columns, empty: "it holds no package", row: \.row)
    }

    private static let diff = Command<Action>(
        "diff",
        summary: "List what lies between two snapshots.",
        arguments: [base, target],
        changes: .nothing
    ) { invocation in
        let (base, target) = (invocation.values[base], invocation.values[target])
        let comparison = try await compare(base, with: target, invocation.backend().api)
        let rows = comparison.items.map { [$0.change.rawValue, Quantity.bytes($0.size), $0.path] }
        let table: [Block] = rows.isEmpty ? [] : [.table(Table(["CHANGE", .number("SIZE"), "PATH"], rows))]
        return Answer(comparison, table + [.line(summary(comparison.counts))])
    }

    private static let delete = Command<Action>(
        "delete",
        summary: "Delete a snapshot that nothing builds upon.",
        arguments: [reference],
        changes: .something
    ) { invocation in
        let reference = invocation.values[reference]
        return try await invocation.delete { APIPath.deletion(ofSnapshot: reference, DryRunQuery(isDryRun: $0)) }
    }

    private static func details(_ snapshot: SnapshotDetail) -> Table {
        Table(details: [
            ("snapshot", snapshot.id),
            ("names", snapshot.names.isEmpty ? nil : snapshot.names.joined(separator: ", ")),
            ("repository", snapshot.repository),
            ("created", Moment.dated(snapshot.created)),
            ("packages", Quantity.count(snapshot.counts.packages)),
            ("versions", Quantity.count(snapshot.counts.versions)),
            ("files", Quantity.count(snapshot.counts.files, weighing: snapshot.counts.bytes)),
            ("held", Quantity.some(snapshot.held)),
            ("platforms", snapshot.platforms.isEmpty ? nil : snapshot.platforms.joined(separator: ", ")),
            ("digest", snapshot.stateDigest),
            ("path", snapshot.path),
            ("needed by", snapshot.neededBy.isEmpty ? nil : snapshot.neededBy.joined(separator: ", ")),
        ])
    }

    /// All of what lies between two snapshots, page by page.
    private static func compare(
        _ base: String,
        with target: String,
        _ api: APIClient
    ) async throws -> SnapshotComparison {
        var query = ListQuery<FileChange>(page: PageQuery(limit: PageQuery.limits.upperBound))
        var whole: SnapshotComparison = try await api.get(APIPath.comparison(of: base, with: target, query))
        while let cursor = whole.nextCursor {
            query.page.cursor = cursor
            let next: SnapshotComparison = try await api.get(APIPath.comparison(of: base, with: target, query))
            whole.items += next.items
            whole.nextCursor = next.nextCursor
        }
        return whole
    }

    private static func summary(_ counts: SnapshotComparison.Counts) -> String {
        let (added, changed, removed) = (Quantity.count(counts.added), Quantity.count(counts.changed), counts.removed)
        return "\(added) added, \(changed) changed, \(Quantity.count(removed)) removed; \(Quantity.bytes(counts.bytes))"
    }
}
