package import Npm
package import Persistence
package import Posix
import Time
package import Transfer
import YAML

/// One configured repository.
///
/// Its storage is opened for each operation, so that one that was not mounted when the service started is found once it
/// is.
package struct Repository: Sendable {
    package let configuration: RepositoryConfiguration
    package let index: Database
    let threads: Int
    let clock: WallClock

    /// Takes a configured repository.
    init(_ configuration: RepositoryConfiguration, database: Database, threads: Int, clock: WallClock = .system) {
        self.configuration = configuration
        index = database
        self.threads = threads
        self.clock = clock
    }

    /// The name in commands, routes and archives.
    package var name: String { configuration.name.string }

    /// Opens the storage for reading it.
    package func open() throws -> OpenRepository {
        let root: Directory
        do {
            root = try Directory(opening: configuration.storage)
        } catch {
            throw StorageError(
                configuration.storage.string,
                "cannot be opened: \(error.errno)",
                hint: "Check repositories.\(name).storage, and that the disk is mounted"
            )
        }
        let layout = StorageLayout(try verdaccioConfiguration())
        let collector = Collector(
            root: root,
            layout: layout,
            repository: name,
            database: index,
            width: threads,
            clock: clock
        )
        return OpenRepository(repository: self, root: root, layout: layout, collector: collector)
    }

    private func verdaccioConfiguration() throws -> VerdaccioConfiguration? {
        try configuration.verdaccioConfiguration.map { path in
            do {
                let file = try Directory(opening: path.parent).open(RelativePath(path.lastComponent))
                return try VerdaccioConfiguration(parsing: file.readAll(limit: 1 << 20), in: path.parent)
            } catch {
                throw StorageError(
                    path.string,
                    "cannot be used as Verdaccio's configuration: \(error)",
                    hint: "Check repositories.\(name).verdaccio_config"
                )
            }
        }
    }
}

/// A repository whose storage is at hand.
package struct OpenRepository: Sendable {
    package let repository: Repository
    package let root: Directory
    package let layout: StorageLayout
    package let collector: Collector

    /// `<storage>/.packferry`, made where it is missing, but never in a folder that is no storage.
    package func folder() throws -> RepositoryFolder {
        if try root.info(RelativePath(RepositoryFolder.name)) == nil { try collector.requireStorage() }
        return try RepositoryFolder(in: root)
    }

    /// The same to look into; `nil` where nothing was ever worked on.
    package func existingFolder() throws -> RepositoryFolder? { try RepositoryFolder.existing(in: root) }

    /// The tree as what archives are built from.
    func source(_ folder: RepositoryFolder) throws -> NpmSource {
        NpmSource(
            identity: try folder.identity(name: repository.name, type: "npm"),
            collector: collector,
            platforms: repository.configuration.platforms,
            excluded: repository.configuration.excluded,
            generator: Application.generator,
            clock: repository.clock
        )
    }

    /// The tree as what takes archives.
    var sink: NpmSink { NpmSink(collector: collector) }
}
