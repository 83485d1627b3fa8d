package import Posix
import Time
package import Transfer
package import Trees

/// One configured repository.
///
/// Its tree is opened for each operation, so that one that was not mounted when the service started is found once it
/// is.
package struct Repository: Sendable {
    package let configuration: RepositoryConfiguration
    let ecosystem: any Ecosystem
    private let context: TreeContext
    /// Where its file system is asked by whoever answers somebody: a disk that hangs holds up nothing else.
    let lane: DiskLane

    /// Takes a configured repository.
    init(_ configuration: RepositoryConfiguration, in context: TreeContext) {
        self.configuration = configuration
        self.context = context
        ecosystem = configuration.ecosystem
        lane = DiskLane(configuration.storage, name: configuration.name.string)
    }

    /// The name in commands, routes and archives.
    package var name: String { configuration.name.string }

    /// What archives for it may carry.
    package var rules: any ContentRules { ecosystem.rules }

    /// What is known of it since it was read last.
    package var catalog: any Catalog { ecosystem.catalog(of: configuration.settings, in: context) }

    /// Where its content comes from by `sync`; `nil` for what is no mirror.
    func mirror() async throws -> MirrorStatus? {
        try await ecosystem.mirror(of: configuration.settings, in: context)
    }

    /// What is wrong with it.
    package var findings: FindingStore { FindingStore(database: context.database, repository: name) }

    /// Which storage it had when somebody last worked on it here.
    var record: StorageRecord { StorageRecord(database: context.database, repository: name) }

    /// What is noted of its tree as a whole.
    var treeRecord: TreeRecord { TreeRecord(database: context.database, repository: name) }

    /// Opens the tree for reading it.
    package func open() throws -> OpenRepository {
        OpenRepository(repository: self, tree: try ecosystem.open(configuration.settings, in: context))
    }
}

/// A repository whose tree is at hand.
package struct OpenRepository: Sendable {
    package let repository: Repository
    package let tree: any Tree

    /// The folder of the tree.
    package var root: Directory { tree.root }

    /// `.packferry` in the tree, made where it is missing, but never in a folder that is clearly no such tree.
    package func folder() throws -> RepositoryFolder {
        if try root.info(RelativePath(RepositoryFolder.name)) == nil { try tree.requireStorage() }
        return try RepositoryFolder(in: root)
    }

    /// The same for whoever only tries what work would do: nothing is made, and where there is none it looks empty.
    func folderToTry() throws -> RepositoryFolder {
        if try root.info(RelativePath(RepositoryFolder.name)) == nil { try tree.requireStorage() }
        return try RepositoryFolder.trying(in: root)
    }

    /// The same to look into; `nil` where nothing was ever worked on.
    package func existingFolder() throws -> RepositoryFolder? { try RepositoryFolder.existing(in: root) }

    /// The tree as what archives are built from.
    func source(_ folder: RepositoryFolder) throws -> any TreeSource {
        tree.source(try folder.identity(name: repository.name, type: repository.ecosystem.type))
    }

    /// The tree as what takes archives.
    var sink: any TreeSink { tree.sink }
}
