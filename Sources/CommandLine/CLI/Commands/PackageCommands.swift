import API
import Arguments
import Time
import Transfer
import Trees

/// The commands `packferry package`.
enum PackageCommands {
    static let group = Command<Action>(
        "package",
        summary: "See what a storage holds.",
        subcommands: [list, show]
    )

    private static let search = Argument<String?>(optional: "text", .nonEmpty, help: "Only names that hold this.")
    private static let sort = Option<CatalogOrder>(
        "sort",
        .choice(of: CatalogOrder.self),
        default: .name,
        help: "The order."
    )
    private static let withFindings = Flag("with-findings", help: "Only packages of which something is wrong.")
    private static let limit = Option<Int?>("limit", .integer(in: 1...Int.max), short: "n", help: "How many to list.")
    private static let name = Argument<String>("name", .packageName, help: "The package, such as react or @types/node.")

    private static let list = Command<Action>(
        "list",
        summary: "List the packages of the storage, as it was collected last.",
        options: [sort, ListFlags.reverse, withFindings, limit],
        arguments: [search],
        changes: .nothing
    ) { invocation in
        let values = invocation.values
        let backend = try await invocation.backend()
        let packages: [PackageSummary] = try await backend.api.list(limit: values[limit]) { page in
            let repository = backend.repositoryName
            return APIPath.packages(
                PackageQuery(
                    search: values[search],
                    repository: repository,
                    hasFindings: values[withFindings],
                    order: ListOrder(values[sort], isReversed: values[ListFlags.reverse]),
                    page: page
                )
            )
        }
        if packages.isEmpty { try await invocation.noteUncollected(backend) }
        let columns: [Table.Column] = [
            "NAME", .number("VERSIONS"), .number("FILES"), .number("SIZE"), "UPDATED (UTC)", .number("FINDINGS"),
        ]
        return Answer(list: packages, columns) { package in
            [
                package.name, Quantity.count(package.versions), Quantity.count(package.files),
                Quantity.bytes(package.bytes), Moment.text(package.updated), Quantity.count(package.findings),
            ]
        }
    }

    private static let show = Command<Action>(
        "show",
        summary: "Show a package with its versions and what carried them.",
        arguments: [name],
        changes: .nothing
    ) { invocation in
        let name = invocation.values[name]
        if name.hasPrefix("@"), !name.contains("/") {
            let hint = "'packferry package list \(name)/' lists the packages in it."
            throw CommandError(.inputMissing, "not-found", "\(name) is a scope, not a package. \(hint)")
        }
        let backend = try await invocation.backend()
        let package: PackageDetail = try await backend.api.get(APIPath.package(name) + backend.repositoryQuery)
        let listsAll = invocation.console.volume == .verbose
        let findings = package.findingDetails.map { "\($0.path) \($0.state.rawValue): \($0.detail)" }
        return Answer(
            package,
            [.table(details(package)), .line("")] + versions(package, listsAll: listsAll)
                + Block.first("finding", findings)
        )
    }

    private static func details(_ package: PackageDetail) -> Table {
        let tags = package.distTags.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        return Table(details: [
            ("package", package.name),
            ("repository", package.repository),
            ("files", Quantity.count(package.files, weighing: package.bytes)),
            ("added", package.added.map { Moment.dated($0) }),
            ("updated", package.updated.map { Moment.dated($0) }),
            ("last refresh", package.lastRefresh.map { "\($0.outcome.rawValue) by job \($0.jobID)" }),
            ("tags", tags.isEmpty ? nil : tags.joined(separator: ", ")),
            ("findings", Quantity.some(package.findings)),
        ])
    }

    /// Versions that were never fetched are a number, unless all are asked for: a cache holds few of those it knows.
    private static func versions(_ package: PackageDetail, listsAll: Bool) -> [Block] {
        let absent = package.versions.filter { $0.state == .notCached }.count
        let shown = listsAll ? package.versions : package.versions.filter { $0.state != .notCached }
        guard absent > 0, !listsAll else { return [.table(table(shown))] }
        let rest = "not cached: \(Quantity.counted(absent, "version")); --verbose lists them"
        return (shown.isEmpty ? [] : [.table(table(shown))]) + [.line(rest)]
    }

    private static func table(_ versions: [PackageVersion]) -> Table {
        let rows = versions.map { version in
            [
                version.version ?? "-", version.state.text, version.size.map { Quantity.bytes($0) } ?? "-",
                version.file, version.artifacts.joined(separator: ", "),
            ]
        }
        return Table(["VERSION", "STATE", .number("SIZE"), "FILE", "CARRIED BY"], rows)
    }
}

extension PackageVersion.State {
    /// In words.
    fileprivate var text: String { rawValue.replacing("-", with: " ") }
}
