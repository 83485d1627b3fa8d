import Folders
import Globs
package import Transfer
package import Trees

/// Any folder of regular files, carried as it is: `type: files` (docs/formats/files.md).
package struct FilesEcosystem: Ecosystem {
    package init() {}

    package var rules: any ContentRules { FilesRules() }

    package var findingKinds: [FindingKind] { FolderFinding.allCases.map(\.kind) }

    /// Nothing of a folder can be fetched again.
    package func cure(of finding: Finding) -> String? { FolderFinding(rawValue: finding.kind.rawValue)?.cure }

    /// `path`, `exclude` and `last`.
    package var settings: [TreeSetting] {
        [
            TreeSetting("path", .path, advice: "Name the folder to carry, such as path: /srv/images"),
            TreeSetting("exclude", .list(default: [], limit: 1000, check: Self.check)),
            TreeSetting("last", .list(default: [], limit: Selection.lastLimit, check: Self.check)),
        ]
    }

    private static func check(_ text: String) throws(SettingProblem) {
        do {
            _ = try PathPattern(text)
        } catch {
            throw SettingProblem(error.reason)
        }
    }

    /// Opens the folder that `path` names.
    package func open(_ repository: TreeSettings, in context: TreeContext) throws -> any Tree {
        let selection = Selection(
            exclude: try repository.list("exclude").map { try PathPattern($0) },
            last: try repository.list("last").map { try PathPattern($0) }
        )
        return FolderTree(
            FolderCollector(
                root: try repository.openRoot(key: "path"),
                selection: selection,
                rules: FilesRules(),
                repository: repository.repository,
                database: context.database,
                width: context.threads,
                clock: context.clock
            ),
            context
        )
    }

    /// What lies in the folders, as any web server would serve it.
    package func routes(
        over repositories: [TreeSettings],
        in context: TreeContext,
        for host: TreeHost
    ) -> (any TreeRoutes)? { PublishedTrees(repositories, for: host) }

    package func catalog(of repository: TreeSettings, in context: TreeContext) -> any Catalog {
        FolderCatalog(database: context.database, repository: repository.repository, memory: context.lists)
    }
}
