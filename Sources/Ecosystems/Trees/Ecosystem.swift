package import HTTPClient
package import HTTPMessages
package import HTTPServer
package import Jobs
package import Persistence
package import Posix
package import Reporting
package import Time
package import Transfer

/// A kind of repository: what the product has to know of it, as one value.
///
/// App holds a list of these and knows none by name. Whoever adds one writes a folder beside Npm and Files, a line in
/// App, and lets `TreeRule` check it (docs/adr/0004-ecosystems-are-values.md).
package protocol Ecosystem: Sendable {
    /// What an archive may carry; its `type` is the word of `type:` in the configuration.
    var rules: any ContentRules { get }
    /// The keys of `repositories.<name>` besides `type`, in the order in which they are shown; the first one names the
    /// folder of the tree.
    var settings: [TreeSetting] { get }
    /// Every kind of finding that such a tree can have.
    var findingKinds: [FindingKind] { get }
    /// What is to be done about a finding, as a sentence; `nil` where its file is to be fetched again.
    func cure(of finding: Finding) -> String?
    /// What the capture of a tree is doing between reading it and packing it, for lists of steps to come.
    var captureSteps: [Step] { get }

    /// What a file or folder of another program tells of a repository; `nil` where it is none of its kind.
    ///
    /// Throws what is wrong with one that is. Reads names, and a configuration at most. Blocks.
    func proposal(from path: AbsolutePath) throws -> TreeProposal?

    /// Where such a program keeps its configuration, for whoever names none; `home` is the user's folder.
    func usualPlaces(home: AbsolutePath?) -> [AbsolutePath]

    /// Opens the tree of a repository.
    ///
    /// Throws `StorageError` naming the key to look at. Blocks.
    func open(_ repository: TreeSettings, in context: TreeContext) throws -> any Tree

    /// What is known of a tree since it was read last, be it there or not.
    func catalog(of repository: TreeSettings, in context: TreeContext) -> any Catalog

    /// Where the content of a repository comes from by `sync`, and when it did last; `nil` for what is no mirror.
    func mirror(of repository: TreeSettings, in context: TreeContext) async throws -> MirrorStatus?

    /// What it serves over all its repositories, besides the API; `nil` when nothing.
    func routes(over repositories: [TreeSettings], in context: TreeContext, for host: TreeHost) -> (any TreeRoutes)?

    /// What the kinds of background work that it brings are asked, for a configuration that schedules them.
    var jobArguments: [any JobArguments.Type] { get }

    /// The kinds of background work that it brings besides those that every tree has, such as a refresh.
    ///
    /// `POST /jobs/{type}` starts them, on any repository: a kind's `prepare` refuses one that is none of `repositories`.
    /// Where it reads or changes a tree, its claims are `ResourceClaim.tree` and its work runs under `lock`. Asked for
    /// once, where the repositories are known.
    func jobKinds(
        over repositories: [TreeSettings],
        in context: TreeContext,
        locking lock: any TreeLock
    ) -> [JobKind]
}

extension Ecosystem {
    /// The word of `type:` in configuration, snapshots and archives.
    package var type: String { rules.type }

    /// Nothing tells of one.
    package func proposal(from path: AbsolutePath) throws -> TreeProposal? { nil }

    /// Nothing is looked for.
    package func usualPlaces(home: AbsolutePath?) -> [AbsolutePath] { [] }

    /// Nothing but reading and packing.
    package var captureSteps: [Step] { [] }

    /// No mirror.
    package func mirror(of repository: TreeSettings, in context: TreeContext) async throws -> MirrorStatus? { nil }

    /// Nothing.
    package func routes(
        over repositories: [TreeSettings],
        in context: TreeContext,
        for host: TreeHost
    ) -> (any TreeRoutes)? { nil }

    /// None.
    package var jobArguments: [any JobArguments.Type] { [] }

    /// None.
    package func jobKinds(
        over repositories: [TreeSettings],
        in context: TreeContext,
        locking lock: any TreeLock
    ) -> [JobKind] { [] }
}

/// How the work that an ecosystem brings has a tree to itself, as the work that every tree has.
package protocol TreeLock: Sendable {
    /// Runs `body` where blocking is allowed, with the tree of the job's repository and the lock in its `.packferry`; an
    /// import that was interrupted is finished first.
    ///
    /// Throws `TransferError.locked` when another process has the lock for too long.
    func locked<T: Sendable>(
        for job: JobContext,
        _ body: @escaping @Sendable (any Tree) async throws -> T
    ) async throws -> T
}

extension ResourceClaim {
    /// The tree of a repository, for one job alone.
    package static func tree(_ repository: String) -> ResourceClaim { ResourceClaim("\(repository):tree", .exclusive) }
}

/// What trees are opened with.
package struct TreeContext: Sendable {
    package let database: Database
    /// How many files may be read at once.
    package let threads: Int
    package let clock: WallClock
    /// Program and version, for what is written.
    package let generator: String
    /// What asks registries: one for all trees, so that they share its limits.
    package let client: HTTPClient
    /// `nil` where nothing may be fetched from elsewhere: on the offline side.
    package let fetching: Fetching?
    /// What keeps some of each file system free.
    package let space: SpaceKeeper
    /// What lists of packages remember.
    package let lists = CatalogMemory()
    /// Where the contents of mirrors are kept; `nil` where there are none.
    package let data: AbsolutePath?

    package init(
        database: Database,
        threads: Int,
        clock: WallClock,
        generator: String,
        client: HTTPClient = HTTPClient(),
        fetching: Fetching? = nil,
        space: SpaceKeeper = SpaceKeeper(),
        data: AbsolutePath? = nil
    ) {
        self.space = space
        self.data = data
        self.database = database
        self.threads = threads
        self.clock = clock
        self.generator = generator
        self.client = client
        self.fetching = fetching
    }
}

/// The server that an ecosystem's routes are a part of.
package struct TreeHost: Sendable {
    /// Where the file system of a repository's tree is asked.
    package let lane: @Sendable (_ repository: String) -> DiskLane
    /// What addresses in an answer begin with, as its client has to write them: scheme, host, port, and the path where
    /// a proxy puts one in front.
    package let base: @Sendable (HTTPRequest) -> String
    /// What the product says of any error.
    package let describe: @Sendable (any Error) -> (status: HTTPStatus, reason: String)

    package init(
        lane: @escaping @Sendable (_ repository: String) -> DiskLane,
        base: @escaping @Sendable (HTTPRequest) -> String,
        describe: @escaping @Sendable (any Error) -> (status: HTTPStatus, reason: String)
    ) {
        self.lane = lane
        self.base = base
        self.describe = describe
    }
}

/// What an ecosystem answers for its clients.
package protocol TreeRoutes: Sendable {
    /// Adds its paths.
    func add(to router: inout Router)

    /// Wraps the whole router, to say in its clients' own words what is refused.
    func explaining(_ router: @escaping Responder) -> Responder
}
