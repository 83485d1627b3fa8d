import API
import Arguments
import Time

/// The command `packferry package show`.
enum PackageShow {
    private static let name = Argument<String>("name", .nonEmpty, help: "The package, such as react or @types/node.")

    static let command = Command<Action>(
        "show",
        summary: "Show a package with its versions and what carried them.",
        arguments: [name]
    ) { invocation in
        let name = invocation.values[name]
        if name.hasPrefix("@"), !name.contains("/") { throw scopeAlone(name) }
        let package = try await invocation.backend().package(name)
        return Answer(package, [.table(details(package)), .line(""), .table(versions(package))])
    }

    private static func scopeAlone(_ scope: String) -> CommandError {
        let hint = "'packferry package list \(scope)/' lists the packages in it."
        return CommandError(.inputMissing, "not-found", "\(scope) is a scope, not a package. \(hint)")
    }

    private static func details(_ package: PackageDetail) -> Table {
        let tags = package.distTags.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        return Table(details: [
            ("package", package.name),
            ("repository", package.repository),
            ("files", "\(Quantity.count(package.files)) (\(Quantity.bytes(package.bytes)))"),
            ("updated", package.updated.map { Moment.text($0) }),
            ("tags", tags.isEmpty ? nil : tags.joined(separator: ", ")),
            ("findings", package.findings == 0 ? nil : Quantity.count(package.findings)),
        ])
    }

    private static func versions(_ package: PackageDetail) -> Table {
        let rows = package.versions.map { version in
            [
                version.version ?? "-", version.state.rawValue, version.size.map { Quantity.bytes($0) } ?? "-",
                version.file,
                version.artifacts.joined(separator: ", "),
            ]
        }
        return Table(["VERSION", "STATE", .number("SIZE"), "FILE", "CARRIED BY"], rows)
    }
}
