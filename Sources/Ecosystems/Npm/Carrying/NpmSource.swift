import Crypto
import Posix
package import Reporting
package import Time
package import Transfer

/// An npm repository as a tree that can be frozen.
package struct NpmSource: TreeSource {
    package let identity: RepositoryIdentity
    let collector: Collector
    let platforms: [Platform]
    let excluded: [PackagePattern]
    let generator: String
    let clock: WallClock

    /// Freezes what `collector` finds.
    package init(
        identity: RepositoryIdentity,
        collector: Collector,
        platforms: [Platform],
        excluded: [PackagePattern],
        generator: String,
        clock: WallClock
    ) {
        self.identity = identity
        self.collector = collector
        self.platforms = Set(platforms).sorted { $0.description < $1.description }
        self.excluded = excluded
        self.generator = generator
        self.clock = clock
    }

    /// Brings the index up to date, and renders the packuments that changed.
    package func capture(_ request: CaptureRequest, reporter: Reporter) async throws -> any Capture {
        let collected = try await collector.collect(deep: request.deep, reporter: reporter)
        let findings = try await collector.index.findings()
        let lazy = LazyListing { [excluded] in
            Listing(collected: collected, findings: findings, excluded: excluded, previous: request.previous)
        }
        if let previous = request.previous, try await isUnchanged(since: previous, collected.generation) {
            return NpmCapture(source: self, snapshot: previous, lazyListing: lazy, work: request.work)
        }
        let listing = lazy.value
        let ready = try await renderDocuments(listing, reporter)
        let snapshot = Snapshot(
            repository: identity,
            created: clock.now(),
            generator: generator,
            platforms: platforms.map(\.description),
            entries: listing.tarballs + listing.held + ready.values.compactMap(\.entry),
            warnings: listing.warnings + Self.omissions(ready)
        )
        if !request.allowShrink { try listing.requireNoShrink(snapshot) }
        try await collector.index.noteCapture(snapshot.id, key: key, generation: collected.generation)
        return NpmCapture(source: self, snapshot: snapshot, lazyListing: lazy, work: request.work)
    }

    /// Packages that are not listed because nothing of them could be installed.
    private static func omissions(_ ready: [String: ReadyDocument]) -> [String] {
        ready.filter { $0.value.entry == nil }.keys.sorted().map { "\($0) has no version whose tarball is here" }
    }

    /// What, besides the tree, a snapshot depends on.
    private var key: String {
        (["1"] + platforms.map(\.description) + excluded.map(\.string).sorted()).joined(separator: " ")
    }

    private func isUnchanged(since previous: Snapshot, _ generation: Int64) async throws -> Bool {
        // Whether something held stays so depends on more than the content that the generation counts.
        guard !previous.entries.contains(where: \.held) else { return false }
        guard let noted = try await collector.index.notedCapture() else { return false }
        return noted.generation == generation && noted.key == key && noted.snapshot == previous.id
    }

    /// Makes the offline-ready form of every packument that is not what it was made from before.
    private func renderDocuments(_ listing: Listing, _ reporter: Reporter) async throws -> [String: ReadyDocument] {
        let plan = listing.metadataOnly(platforms)
        let requests = listing.documents(plan)
        reporter.begin(.renderPackuments, total: Int64(requests.count), unit: .packages)
        let renderer = DocumentRenderer(root: collector.root)
        var ready: [String: ReadyDocument] = [:]
        var fresh: [IndexedPackage] = []
        for request in requests {
            try reporter.checkCancellation()
            let known = request.isCurrent
            let document = known ? request.known : try renderer.render(request)
            ready[request.package.name] = document
            if !known { fresh.append(document.noted(in: request)) }
            reporter.advance()
        }
        try await collector.index.writeReady(fresh)
        return ready
    }
}
