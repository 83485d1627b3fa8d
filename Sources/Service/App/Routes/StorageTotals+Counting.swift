import API
import Posix
import Transfer
import Trees

extension StorageTotals {
    /// Adds up what the index knows of repositories, what is recorded of artifacts, and what folders hold.
    init(of application: Application, on pool: BlockingPool) async throws {
        var repositories: [RepositoryTotals] = []
        for repository in application.repositories { repositories.append(try await RepositoryTotals(of: repository)) }
        let artifacts = try await application.artifacts.list()
        let paths = application.configuration.values.paths
        let (snapshots, state) = try await pool.run {
            (try FolderSize(of: Directory.orAbsent(paths.snapshots)), try FolderSize(of: application.state))
        }
        let disks = try await application.expectedSpaces()
        let site = application.configuration.values.site
        self.init(
            site: Site(name: site.name.string, role: site.role.rawValue),
            repositories: repositories,
            artifacts: StoredBytes(count: artifacts.count, bytes: artifacts.reduce(0) { $0 + $1.size }),
            snapshots: StoredBytes(count: snapshots.folders, bytes: snapshots.bytes),
            stateBytes: state.bytes,
            disks: disks
        )
    }
}

extension RepositoryTotals {
    fileprivate init(of repository: Repository) async throws {
        self.init(
            name: repository.name,
            type: repository.configuration.type,
            path: repository.configuration.storage.string,
            findings: try await repository.findings.unsettledCount(),
            findingKinds: repository.ecosystem.findingKinds,
            scopes: try await repository.catalog.scopes(),
            largest: try await repository.catalog.page(order: .bytes, limit: RepositoryTotals.largestCount).packages,
            orphans: try await repository.catalog.orphans(),
            collected: try await repository.catalog.collectedAt(),
            mirror: try await repository.mirror()
        )
    }
}

/// What lies in a folder and those right beneath it.
struct FolderSize: Sendable {
    private(set) var folders = 0
    private(set) var bytes: Int64 = 0

    /// Adds up the sizes of files, two levels deep: no folder of ours goes deeper.
    init(of folder: Directory) throws {
        for entry in try folder.entries() where entry.isName {
            guard entry.info.kind == .directory else {
                bytes += entry.info.size
                continue
            }
            let inner = try folder.subdirectory(RelativePath(entry.name)).entries()
            let files = inner.filter { $0.info.kind == .regular }
            bytes += files.reduce(0) { $0 + $1.info.size }
            if files.contains(where: { $0.name == "manifest.json" }) { folders += 1 }
        }
    }
}
