import Blobs
import Crypto
package import Folders
import Persistence
import Posix
package import Reporting
import Time
import Transfer
package import Trees

/// A tree that is a copy of what its upstream publishes.
package struct Mirror: TreeSync {
    let tree: FolderTree
    let settings: MirrorSettings
    let context: TreeContext
    private let configured: TreeSettings
    private let source: @Sendable (MirrorSettings) throws -> any MirrorSource
    private let rules: any ContentRules

    /// So few files may go at once, whatever part of the tree they are.
    private static let few = 10
    /// How often upstream may publish anew while it is copied.
    private static let rounds = 3

    /// Keeps `tree` as its settings say; what `source` makes knows upstreams of its kind, and is asked for only where one is.
    package init(
        _ tree: FolderTree,
        _ settings: TreeSettings,
        in context: TreeContext,
        of source: @escaping @Sendable (MirrorSettings) throws -> any MirrorSource
    ) throws {
        self.tree = tree
        self.settings = try MirrorSettings(settings)
        self.context = context
        self.source = source
        configured = settings
        rules = tree.sink.rules
    }

    /// What is known of the mirror of a repository, whether its tree is there or not.
    ///
    /// `clients` says what clients are told of it.
    package static func status(
        of settings: TreeSettings,
        in context: TreeContext,
        clients: [String]
    ) async throws -> MirrorStatus {
        let record = MirrorRecord(database: context.database, repository: settings.repository)
        return MirrorStatus(
            upstream: settings.list("upstream"),
            synced: try await record.synced()?.at,
            clients: clients
        )
    }

    package func requireUpstream() throws {
        guard context.fetching != nil, !settings.addresses.isEmpty else {
            throw UpstreamError(
                configured.repository,
                "has no upstream to be synced with",
                hint: "Set repositories.\(configured.repository).upstream, on the side that can reach it"
            )
        }
        _ = try source(settings)
    }

    package func sync(_ request: SyncRequest, reporter: Reporter) async throws -> SyncReport {
        try requireUpstream()
        guard let fetching = context.fetching else { return SyncReport(.unchanged) }
        let store = try store(fetching)
        let upstream = MirrorUpstream(
            settings.addresses,
            as: try settings.access(configured, environment: fetching.environment),
            through: context.client,
            into: store,
            on: fetching.pool
        )
        return try await store.use {
            try await sync(request, SyncSides(source: source(settings), upstream: upstream, store: store), reporter)
        }
    }

    /// The store of all mirrors, opened once.
    private func store(_ fetching: Fetching) throws -> BlobStore {
        let store = try fetching.shared("blobs") { () throws -> BlobStore? in
            guard let data = context.data else { return nil }
            return try BlobStore(opening: data, database: context.database, clock: context.clock)
        }
        guard let store else {
            throw UpstreamError(configured.repository, "has no store to fetch into", hint: "Set paths.data")
        }
        return store
    }

    private func sync(
        _ request: SyncRequest,
        _ sides: SyncSides,
        _ reporter: Reporter
    ) async throws -> SyncReport {
        let last = try await record.synced()
        // What the tree has lost since, or what is asked for now and was not, makes the same answer of upstream another task.
        let generation = try await treeRecord.generation()
        var isWhole = request.isForced || last?.settings != settings.fingerprint || last?.generation != generation
        var state = request.isForced ? nil : last?.state
        var report = SyncReport(.unchanged)
        for round in 1...Self.rounds {
            reporter.begin(.revalidate)
            guard let survey = try await sides.survey(since: state, isWhole: isWhole, reporter) else {
                return round == 1 ? try await unchanged(request) : report
            }
            report = try await follow(survey, request, sides, reporter)
            // Whoever published meanwhile took away what was listed: new lists say what is there now.
            guard report.outcome == .kept else { return report }
            (state, isWhole) = (survey.state, false)
        }
        return report
    }

    /// Makes the tree what a survey lists.
    private func follow(
        _ survey: MirrorSurvey,
        _ request: SyncRequest,
        _ sides: SyncSides,
        _ reporter: Reporter
    ) async throws -> SyncReport {
        reporter.begin(.compare)
        let indexed = try await indexedFiles(reporter)
        var plan = try SyncPlan(survey, over: indexed, rules)
        let waiting = try await record.withdrawn()
        if !request.allowShrink { try requireFewWithdrawn(plan, of: indexed, waiting) }
        plan.take(try await sides.upstream.present(plan.missing.map(\.expectation)))
        var report = SyncReport(.changed)
        report.listed = plan.listed
        report.notices = survey.notices
        let missing = plan.missing
        for change in plan.changes where change.blob != nil { report.shared.add(change.blob?.size ?? 0) }
        if request.isDryRun {
            for wanted in missing { report.fetched.add(wanted.expectation.size ?? 0) }
            return plan.described(report, waiting)
        }
        let bytes = missing.reduce(0) { $0 + ($1.expectation.size ?? 0) }
        try context.space.require(bytes, files: Int64(missing.count), for: "what is fetched", in: sides.store.root)
        let fetched = try await sides.fetch(missing, width: settings.concurrency, reporter)
        plan.take(fetched.blobs)
        for blob in fetched.blobs.values { report.fetched.add(blob.size) }
        report.problems = survey.problems + fetched.problems
        guard fetched.isComplete, report.problems.allSatisfy(settings.tolerates) else {
            report.outcome = .kept
            return report
        }
        try await publish(plan, survey.state, from: sides.store, waiting, &report, reporter)
        report.outcome = report.problems.isEmpty ? (report.isOfChange ? .changed : .unchanged) : .partial
        return report
    }

    /// What the tree holds as far as that is known; it is read where nothing is.
    private func indexedFiles(_ reporter: Reporter) async throws -> [RelativePath: IndexedFile] {
        if try await treeRecord.collectedAt() == nil {
            _ = try await tree.collect(deep: false, reporter: reporter) {}
            reporter.begin(.compare)
        }
        return try await tree.index.load()
    }

    /// Throws where upstream takes back so much at once that a mistake is likelier: an empty list, another suite.
    private func requireFewWithdrawn(
        _ plan: SyncPlan,
        of indexed: [RelativePath: IndexedFile],
        _ waiting: [RelativePath: Moment]
    ) throws {
        // Lists come and go with every publication.
        let counts = { (path: RelativePath) in waiting[path] == nil && rules.place(of: path)?.kind == .file }
        let held = indexed.filter { counts($0.key) }
        let going = plan.withdrawn.filter { counts($0.key) }
        let bytes = held.values.reduce(0) { $0 + $1.size }
        let goingBytes = going.values.reduce(0, +)
        let isMuch = going.count * 5 > held.count * 2 || goingBytes / 2 > bytes / 5
        let isAll = !going.isEmpty && going.count == held.count
        guard isAll || isMuch && going.count > Self.few else { return }
        throw TransferError(
            .shrunk,
            configured.repository,
            "would lose \(going.count) of \(held.count) files: upstream no longer lists them",
            hint: "See that upstream and the selection are right, then sync again with --allow-shrink"
        )
    }

    var record: MirrorRecord { MirrorRecord(database: context.database, repository: configured.repository) }
    var treeRecord: TreeRecord { TreeRecord(database: context.database, repository: configured.repository) }
}
