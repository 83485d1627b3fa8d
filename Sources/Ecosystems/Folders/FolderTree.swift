package import Posix
package import Reporting
package import Transfer
package import Trees

/// A folder of files at hand.
package struct FolderTree: Tree {
    private let collector: FolderCollector
    private let context: TreeContext
    /// What makes it a copy of something else; `nil` for a folder of its own.
    package var syncing: (any TreeSync)?

    /// A folder that `collector` reads.
    package init(_ collector: FolderCollector, _ context: TreeContext) {
        self.collector = collector
        self.context = context
    }

    package var root: Directory { collector.root }
    /// What is known of its files.
    package var index: FolderIndex { collector.index }
    package var sink: any TreeSink { FolderSink(collector: collector) }

    package func source(_ identity: RepositoryIdentity) -> any TreeSource {
        FolderSource(identity: identity, collector: collector, generator: context.generator, clock: context.clock)
    }

    /// Any folder will do.
    package func requireStorage() throws {}

    package func collect(
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

    package func catches() throws -> [PatternCatch] {
        try FolderWalk(root, collector.selection, wayOut: collector.rules.wayOut).catches
    }

    /// Packages of some folders are no folders themselves: there, anything at all will do.
    package func holds(_ package: String) throws -> Bool {
        if let path = try? RelativePath(package), try root.info(path) != nil { return true }
        guard collector.rules.mayShareFiles else { return false }
        return try root.entries().contains { $0.name != RepositoryFolder.name }
    }

    package func contents(of package: String, files: [CatalogFile]) throws -> PackageContents {
        let folder = try? RelativePath(package)
        return PackageContents(
            files: files.map { file in
                let name = folder.flatMap { file.path.dropping(prefix: $0) } ?? file.path
                return PackageContents.File(version: file.version, name: name.string, found: file)
            }
        )
    }
}
