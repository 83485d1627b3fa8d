import API
import Arguments
import Time

/// The command `packferry package list`.
enum PackageList {
    private static let search = Argument<String?>(optional: "text", .nonEmpty, help: "Only names that hold this.")
    private static let sort = Option<PackageQuery.Sort>(
        "sort",
        .choice(of: PackageQuery.Sort.self),
        default: .name,
        help: "The order."
    )
    private static let limit = Option<Int?>("limit", .integer(in: 1...Int.max), short: "n", help: "How many to list.")

    static let command = Command<Action>(
        "list",
        summary: "List the packages of the storage, as it was collected last.",
        options: [sort, limit],
        arguments: [search]
    ) { invocation in
        let values = invocation.values
        let backend = try await invocation.backend()
        let packages = try await backend.packages(
            search: values[search],
            sort: values[sort],
            limit: values[limit]
        )
        if packages.isEmpty { try await invocation.noteUncollected(backend) }
        let rows = packages.map { package in
            [
                package.name, Quantity.count(package.versions), Quantity.count(package.files),
                Quantity.bytes(package.bytes), Moment.text(package.updated), Quantity.count(package.findings),
            ]
        }
        let columns: [Table.Column] = [
            "NAME", .number("VERSIONS"), .number("FILES"), .number("SIZE"), "UPDATED (UTC)", .number("FINDINGS"),
        ]
        return Answer(Page(items: packages, nextCursor: nil), [.table(Table(columns, rows))])
    }
}
