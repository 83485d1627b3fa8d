package import Jobs
package import Logging
package import Persistence
package import Posix
package import Transfer
import Trees

/// Everything the product is made of, wired once: the server and the command line both work on it.
package final class Application: Sendable {
    /// The name and version that generated documents carry.
    package static let generator = "packferry \(Version.current)"

    /// What the operator set.
    package let configuration: EffectiveConfiguration
    package let logger: Logger
    /// The folder that `paths.state` names.
    package let state: Directory
    package let database: Database
    package let snapshots: SnapshotStore
    package let names: SnapshotNames
    package let artifacts: ArtifactStore
    /// In the order of the configuration.
    package let repositories: [Repository]
    /// What all trees are opened with.
    let trees: TreeContext
    /// Where everything that blocks runs.
    package let pool: BlockingPool
    /// How long an operation waits for whoever works on the same repository.
    let lockPatience: Duration

    /// Opens the folders and the database, and makes them where they are missing.
    ///
    /// No storage is touched yet. An operation waits for whoever works on the same repository, `lockPatience` at most.
    package init(
        _ configuration: EffectiveConfiguration,
        logger: Logger,
        lockPatience: Duration = .seconds(3)
    ) async throws {
        let values = configuration.values
        self.configuration = configuration
        self.logger = logger
        self.lockPatience = lockPatience
        pool = BlockingPool(threads: values.limits.threads.count + 1, name: "work")
        state = try Directory.making(values.paths.state)
        database = try await Database(.file(values.paths.state.appending("data.sqlite")))
        let folder = try Directory.making(values.paths.snapshots)
        snapshots = SnapshotStore(folder)
        names = SnapshotNames(folder)
        artifacts = ArtifactStore(try Directory.making(values.paths.artifacts), database: database)
        let context = TreeContext(
            database: database,
            threads: values.limits.threads.count,
            generator: Self.generator
        )
        trees = context
        repositories = values.repositories.map { Repository($0, in: context) }
    }

    /// The repository of that name, or the only one when no name is given.
    ///
    /// Throws a request error that lists the choices.
    package func repository(_ name: String?) throws -> Repository {
        guard let name else {
            guard repositories.count == 1, let only = repositories.first else {
                throw RequestError.repositoryNeeded(choices: repositories.map(\.name))
            }
            return only
        }
        guard let found = repositories.first(where: { $0.name == name }) else {
            throw RequestError.unknownRepository(name, choices: repositories.map(\.name))
        }
        return found
    }
}

extension Application {
    /// Everything that runs in the background.
    package var jobKinds: [JobKind] {
        [.collect(self), .diffBuild(self), .importApply(self), .artifactVerify(self), .snapshotCreate(self)]
    }
}
