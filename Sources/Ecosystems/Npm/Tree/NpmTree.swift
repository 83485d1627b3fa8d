import Globs
import JSON
import Posix
import Reporting
import Transfer
import Trees

/// A Verdaccio storage at hand.
struct NpmTree: Tree {
    let layout: StorageLayout
    private let collector: Collector
    private let platforms: [Platform]
    private let excluded: [PackagePattern]
    private let context: TreeContext
    private let settings: TreeSettings
    private let configuration: VerdaccioConfiguration?

    /// Opens the storage of a repository.
    init(_ settings: TreeSettings, in context: TreeContext) throws {
        let root = try settings.openRoot(key: "storage")
        configuration = try settings.verdaccioConfiguration()
        layout = StorageLayout(configuration)
        self.context = context
        self.settings = settings
        platforms = settings.list("refresh.platforms").compactMap(Platform.init(parsing:))
        excluded = try settings.list("carry.exclude").map { try PackagePattern($0) }
        collector = Collector(
            root: root,
            layout: layout,
            repository: settings.repository,
            database: context.database,
            width: context.threads,
            clock: context.clock
        )
    }

    var root: Directory { collector.root }

    var refreshing: (any TreeRefresh)? { npmRefreshing }

    var scanning: (any TreeScan)? { NpmScanning(collector: collector, refreshing: npmRefreshing) }

    private var npmRefreshing: NpmRefreshing {
        NpmRefreshing(collector: collector, settings: settings, context: context, configuration: configuration)
    }

    var sink: any TreeSink { NpmSink(collector: collector) }

    func source(_ identity: RepositoryIdentity) -> any TreeSource {
        NpmSource(
            identity: identity,
            collector: collector,
            platforms: platforms,
            excluded: excluded,
            generator: context.generator,
            clock: context.clock
        )
    }

    func requireStorage() throws { try collector.requireStorage() }

    func register(_ documents: Set<RelativePath>, isDryRun: Bool) throws -> PackageRegistration? {
        let names = documents.compactMap { $0.parent.flatMap { try? PackageName($0.string) } }
        return try PackageDatabase(in: root).add(names, isDryRun: isDryRun)
    }

    func collect(
        deep: Bool,
        reporter: Reporter,
        ifTouched: () async throws -> Void
    ) async throws -> CollectedTree {
        let collected = try await collector.collect(deep: deep, reporter: reporter, ifTouched: ifTouched)
        let findings = try collected.findings.filter {
            try $0.leavesBehind && !excluded.exclude($0, collected.layout)
        }
        return CollectedTree(
            packages: collected.packages,
            files: collected.files,
            read: collected.read,
            leftBehind: TreeReport(leftBehind: findings.map(LeftBehind.init)).leftBehind
        )
    }

    func catches() throws -> [PatternCatch] {
        guard !excluded.isEmpty else { return [] }
        var walk = try StorageWalk(of: root, layout: layout)
        var locations: [RelativePath] = []
        while let folder = try walk.next() { locations.append(folder.location) }
        return excluded.catches(among: locations, and: walk.oddities.map(\.path), layout)
    }

    func holds(_ package: String) throws -> Bool {
        do {
            return try root.info(layout.folder(of: PackageName(package))) != nil
        } catch let error as SystemError where error.errno == .tooManyLinks || error.isPermission {
            // Above it lies a link, or a folder that cannot be entered: it may well be there.
            return true
        }
    }

    func installCheck(of file: [UInt8], ownHosts: Set<String>) throws -> InstallCheck? {
        let shelves = PackageShelves(root: root, layout: layout)
        return try InstallChecker(shelves: shelves, platforms: platforms)
            .check(RequestedSet(reading: file), ownHosts: ownHosts)
    }

    /// The names of all packages that the index knows.
    @Sendable func names() async throws -> [PackageName] {
        try await collector.index.names()
    }

    func document(of package: String) throws -> FileIdentity? {
        try collector.documentIdentity(of: PackageName(package))
    }

    /// Joins what the packument lists with the tarballs; without a packument only these are listed.
    func contents(of package: String, files: [CatalogFile]) throws -> PackageContents {
        let packument = try? collector.packument(of: PackageName(package))
        let byName = Dictionary(files.map { ($0.path.lastComponent, $0) }) { first, _ in first }
        let recorded = Set((packument?.attachments ?? []).map(\.file))
        let listed = packument?.versions.compactMap { version in
            version.dist.map { dist in
                (
                    version.semver,
                    PackageContents.File(
                        version: version.version,
                        name: dist.file.string,
                        found: byName[dist.file.string],
                        isRecorded: recorded.contains(dist.file.string)
                    )
                )
            }
        }
        let known = files.compactMap { file in
            file.version.map {
                (Semver(parsing: $0), PackageContents.File(version: $0, name: file.path.lastComponent, found: file))
            }
        }
        return PackageContents(
            tags: Dictionary((packument?.tags ?? []).map { ($0.tag, $0.version) }) { first, _ in first },
            files: Self.sorted(listed ?? known)
        )
    }

    /// Lowest first; what is no version at all comes before all others.
    private static func sorted(_ files: [(Semver?, PackageContents.File)]) -> [PackageContents.File] {
        files.sorted { left, right in
            guard let lower = left.0, let upper = right.0 else { return left.0 == nil && right.0 != nil }
            return lower < upper
        }.map(\.1)
    }
}

extension TreeSettings {
    /// Verdaccio's own configuration; `nil` where none is named.
    fileprivate func verdaccioConfiguration() throws -> VerdaccioConfiguration? {
        guard let path = path("verdaccio_config") else { return nil }
        do {
            let file = try Directory(opening: path.parent).open(RelativePath(path.lastComponent))
            return try VerdaccioConfiguration(parsing: file.readAll(limit: 1 << 20), in: path.parent)
        } catch {
            throw StorageError(
                path.string,
                "cannot be used as Verdaccio's configuration: \(error)",
                hint: "Check repositories.\(repository).verdaccio_config",
                key: "verdaccio_config"
            )
        }
    }
}
