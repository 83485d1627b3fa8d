import Globs
import Posix
import Reporting
package import Transfer
package import Trees

/// Any folder of regular files, carried as it is: `type: files` (docs/formats/files.md).
package struct FilesEcosystem: Ecosystem {
    package init() {}

    package var rules: any ContentRules { FilesRules() }

    package var findingKinds: [FindingKind] { FilesFinding.allCases.map(\.kind) }

    /// Nothing of a folder can be fetched again.
    package func cure(of finding: Finding) -> String? { FilesFinding(rawValue: finding.kind.rawValue)?.cure }

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
        return FilesTree(
            collector: FilesCollector(
                root: try repository.openRoot(key: "path"),
                selection: selection,
                repository: repository.repository,
                database: context.database,
                width: context.threads,
                clock: context.clock
            ),
            context: context
        )
    }

    package func catalog(of repository: TreeSettings, in context: TreeContext) -> any Catalog {
        FilesCatalog(database: context.database, repository: repository.repository, memory: context.lists)
    }
}

/// A folder of files at hand.
private struct FilesTree: Tree {
    let collector: FilesCollector
    let context: TreeContext

    var root: Directory { collector.root }
    var sink: any TreeSink { FilesSink(collector: collector) }

    func source(_ identity: RepositoryIdentity) -> any TreeSource {
        FilesSource(identity: identity, collector: collector, generator: context.generator, clock: context.clock)
    }

    /// Any folder will do.
    func requireStorage() throws {}

    func collect(
        deep: Bool,
        reporter: Reporter,
        ifTouched: () async throws -> Void
    ) async throws -> CollectedTree {
        try await ifTouched()
        let collected = try await collector.collect(deep: deep, reporter: reporter)
        return CollectedTree(
            packages: collected.packages,
            files: collected.count,
            read: collected.read,
            leftBehind: collected.report.leftBehind
        )
    }

    func catches() throws -> [PatternCatch] { try FolderWalk(root, collector.selection).catches }

    func holds(_ package: String) throws -> Bool { try root.info(RelativePath(package)) != nil }

    func contents(of package: String, files: [CatalogFile]) throws -> PackageContents {
        let folder = try RelativePath(package)
        return PackageContents(
            files: files.map { file in
                let name = file.path.dropping(prefix: folder) ?? file.path
                return PackageContents.File(version: nil, name: name.string, found: file)
            }
        )
    }
}
