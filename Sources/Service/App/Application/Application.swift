import Blobs
import HTTPClient
import HTTPServer
package import Jobs
package import Logging
package import Persistence
package import Posix
package import Reporting
import Requests
import Synchronization
package import Time
package import Transfer
import Trees

#if canImport(FoundationEssentials)
    import FoundationEssentials
#endif

/// Everything the product is made of, wired once: the server and the command line both work on it.
package final class Application: Sendable {
    /// The name and version that generated documents carry.
    package static let generator = "packferry \(Version.current)"

    /// As many as a refresh may have under way; further ones wait for their turn.
    private static let requestsPerHost = 64

    private let current: Mutex<EffectiveConfiguration>
    package let logger: Logger
    let clock: WallClock
    /// The folder that `paths.state` names.
    package let state: Directory
    package let database: Database
    package let snapshots: SnapshotStore
    package let artifacts: ArtifactStore
    /// Files among the artifacts that are not taken up, each as one sentence.
    let strangers: [String]
    /// In the order of the configuration.
    package let repositories: [Repository]
    /// What all trees are opened with.
    let trees: TreeContext
    /// What keeps some of each file system free.
    let space: SpaceKeeper
    /// Where jobs and engines run.
    package let pool: BlockingPool
    /// Where what pages ask for is looked up, so that no job holds up a page.
    package let pages = BlockingPool(threads: 4, name: "pages")
    /// Where the file systems of our own folders are asked.
    let lanes: OwnLanes
    /// The store of contents, once somebody needed it.
    let opened = Mutex<BlobStore?>(nil)
    private let watch = Mutex<DiskWatch?>(nil)
    /// What is known of the file systems that these lie on, and the storages.
    var disks: DiskWatch {
        watch.withLock { watch in
            let disks = watch ?? DiskWatch(self)
            watch = disks
            return disks
        }
    }
    /// Whom the trees asked for something, and whether they answered.
    var contacts: [Contact] { trees.client.contacts }
    /// What became of imports that were interrupted before the service started.
    let recovery = RecoveryRecord()
    /// What is counted of requests.
    let traffic = HTTPTraffic()
    /// What is counted of jobs that ended.
    let jobTally = JobTally()
    /// How long an operation waits for whoever works on the same repository.
    let lockPatience: Duration

    /// Where the logs of jobs lie.
    let logs: Directory
    /// Whether what was missing of its own was made, so that it can work.
    package let isWhole: Bool
    /// Whether what it records is there for the next one.
    private let isRecording: Bool

    /// Opens the folders and the database, and makes them where they are missing, unless it is only to look; archives
    /// that lie there and are not recorded are.
    ///
    /// `looked` is an instance that only looked: it is closed, and what it recorded is not looked for again. No storage is
    /// touched yet. An operation waits for whoever works on the same repository, `lockPatience` at most.
    package init(
        _ configuration: EffectiveConfiguration,
        logger: Logger,
        access: OwnPlaces.Access = .making,
        after looked: Application? = nil,
        lockPatience: Duration = .seconds(3),
        clock: WallClock = .system,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) async throws {
        try await looked?.database.close()
        let values = configuration.values
        current = Mutex(configuration)
        self.logger = logger
        self.lockPatience = lockPatience
        self.clock = clock
        pool = BlockingPool(threads: values.limits.threads.count + 1, name: "work")
        let places = try OwnPlaces(values.paths, access)
        (state, logs, isWhole) = (places.state, places.logs, places.isWhole)
        isRecording = places.isRecording
        database = try await Database(places.database)
        snapshots = SnapshotStore(places.snapshots)
        let space = SpaceKeeper(values.retention.reserve)
        self.space = space
        artifacts = ArtifactStore(places.artifacts, database: database, space: space)
        lanes = OwnLanes(values.paths)
        let context = TreeContext(
            database: database,
            threads: values.limits.threads.count,
            clock: clock,
            generator: Self.generator,
            client: HTTPClient(
                ClientSettings(
                    requestsPerHost: Self.requestsPerHost,
                    bytesPerSecond: values.limits.downloadRate?.bytesPerSecond,
                    userAgent: Self.generator.replacing(" ", with: "/")
                )
            ),
            fetching: values.site.role.fetches ? Fetching(logger: logger, environment: environment) : nil,
            space: space,
            data: values.paths.data
        )
        trees = context
        let (repositories, artifacts, pool) = (values.repositories.map { Repository($0, in: context) }, artifacts, pool)
        self.repositories = repositories
        if let looked, looked.isRecording {
            strangers = looked.strangers
        } else {
            strangers = await artifacts.adopting(for: repositories, mayWrite: isWhole, on: pool, logger)
        }
        if isWhole { await snapshots.restore(from: artifacts, on: pool, logger) }
        await SiteStore(database: database).agree(for: repositories, mayWrite: isWhole, logger)
    }

    /// What the operator set.
    package var configuration: EffectiveConfiguration { current.withLock { $0 } }

    /// Goes by another configuration from now on, of which only what may change while it runs is another.
    func change(_ configuration: EffectiveConfiguration) {
        current.withLock { $0 = configuration }
        space.reserve = configuration.values.retention.reserve
        trees.client.limitBandwidth(to: configuration.values.limits.downloadRate?.bytesPerSecond)
    }

    /// The repository of that name, or the only one when no name is given.
    ///
    /// Throws a refusal that lists the choices.
    package func repository(_ name: String?) throws -> Repository {
        guard let name else {
            guard repositories.count == 1, let only = repositories.first else {
                throw RequestRefusal.repositoryNeeded(choices: repositories.map(\.name))
            }
            return only
        }
        guard let found = repositories.first(where: { $0.name == name }) else {
            throw RequestRefusal.unknownRepository(name, choices: repositories.map(\.name))
        }
        return found
    }
}

extension Application {
    /// Runs a job and what follows it in this process, where no service runs, and gives the id of the first one and what it
    /// brought.
    ///
    /// Rows and logs are in the history all the same. Throws what the work throws. Without a name, it works on the only
    /// repository.
    package func run<Arguments: JobArguments>(
        _ arguments: Arguments,
        on repository: String?,
        initiator: String,
        watcher: Reporter
    ) async throws -> (id: String, outcome: Arguments.Outcome) {
        let name = try self.repository(repository ?? (Arguments.isOfRepository ? nil : standIn)).name
        return try await runner.run(arguments, on: name, initiator: initiator, watcher: watcher)
    }

    /// Runs the job of a schedule in the same way, and gives its id.
    package func run(schedule id: String, initiator: String, watcher: Reporter) async throws -> String {
        let schedules = scheduler(of: try Service.queue(self, kinds: jobKinds))
        return try await schedules.run(id, with: runner, initiator: initiator, watcher: watcher)
    }

    /// The repository by whose name jobs go that are about all of them: the first one.
    var standIn: String? { repositories.first?.name }

    private var runner: JobRunner {
        JobRunner(
            database: database,
            kinds: jobKinds,
            logs: logs,
            pool: pool,
            retention: jobRetention,
            describe: { JobProblem(answering: $0) }
        )
    }
}

/// What this program is.
package enum Version {
    /// Semantic version of the program.
    package static let current = "0.1.0"
}
