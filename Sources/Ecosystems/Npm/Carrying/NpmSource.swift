import Crypto
import Posix
package import Reporting
package import Time
package import Transfer
import Trees

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
    ///
    /// A packument that is rewritten meanwhile is read again, a few times; then `TransferError.changed` names it.
    package func capture(_ request: CaptureRequest, reporter: Reporter) async throws -> any Capture {
        let path = try RelativePath(RepositoryFolder.name).appending(request.work)
        let folder = RenderFolder(root: collector.root, path: path)
        // A run of the same name that was killed may have left some.
        try folder.clear()
        do {
            return try await freezeAgain(request, into: folder, reporter)
        } catch {
            try? folder.clear()
            throw error
        }
    }

    private static let attempts = 3

    private func freezeAgain(
        _ request: CaptureRequest,
        into folder: RenderFolder,
        _ reporter: Reporter
    ) async throws -> NpmCapture {
        for attempt in 1..<Self.attempts {
            do {
                return try await freeze(request, deep: request.deep && attempt == 1, into: folder, reporter)
            } catch let error as TransferError where error.code == .changed {
                reporter.count("rewritten", by: 1)
            }
        }
        return try await freeze(request, deep: false, into: folder, reporter)
    }

    private func freeze(
        _ request: CaptureRequest,
        deep: Bool,
        into folder: RenderFolder,
        _ reporter: Reporter
    ) async throws -> NpmCapture {
        let collected = try await collector.collect(deep: deep, reporter: reporter)
        if let selection = request.selection {
            return try await freeze(selection, of: collected, into: folder, reporter)
        }
        let listing = try Listing(collected, excluded: excluded, before: request.listedBefore())
        if let known = try await unchanged(since: request, collected.generation) {
            return NpmCapture(
                source: self,
                snapshot: known,
                report: listing.reportOfLastForms,
                collected: collected,
                requests: nil,
                folder: folder
            )
        }
        let requests = try listing.requests(platforms)
        let forms = try await render(requests, into: folder, reporter)
        let report = listing.report(forms)
        let snapshot = snapshot(of: try Self.entries(listing, requests, forms), report)
        if !request.allowShrink {
            try snapshot.requireNoShrink(since: request.previous, leaving: report.leftBehind) {
                try !excluded.exclude($0.package)
            }
        }
        try await collector.index.tree.noteCapture(snapshot.id, key: key, generation: collected.generation)
        return NpmCapture(
            source: self,
            snapshot: snapshot,
            report: report,
            collected: collected,
            requests: requests,
            folder: folder
        )
    }

    func snapshot(of entries: [Entry], _ report: TreeReport) -> Snapshot {
        Snapshot(
            repository: identity,
            created: clock.now(),
            generator: generator,
            platforms: platforms.map(\.description),
            entries: entries,
            warnings: report.warnings
        )
    }

    /// What the snapshot lists: no tarball travels without its packument.
    static func entries(
        _ listing: Listing,
        _ requests: [RenderRequest],
        _ forms: [ReadyForm]
    ) throws -> [Entry] {
        let omitted = Set(zip(requests, forms).filter { $0.1.content == nil }.map(\.0.name.string))
        let documents = try zip(requests, forms).compactMap { try $0.entry($1) }
        return listing.entries.filter { $0.held || !omitted.contains($0.package) } + documents
    }

    /// What, besides the tree, a snapshot depends on.
    private var key: String {
        (["2"] + platforms.map(\.description) + excluded.map(\.string).sorted()).joined(separator: " ")
    }

    /// The last snapshot, if a capture would only make it again.
    private func unchanged(since request: CaptureRequest, _ generation: Int64) async throws -> Snapshot? {
        // Whether something held stays so depends on more than the content that the generation counts.
        guard let previous = request.previous, request.base == nil, previous.heldCount == 0,
            let noted = try await collector.index.tree.notedCapture()
        else { return nil }
        return noted.generation == generation && noted.key == key && noted.snapshot == previous.id ? previous : nil
    }

    /// The offline-ready forms, made anew where what they were made from changed.
    ///
    /// What was made is noted in the index, even if something else has to be read again.
    func render(
        _ requests: [RenderRequest],
        into folder: RenderFolder,
        noting: Bool = true,
        _ reporter: Reporter
    ) async throws -> [ReadyForm] {
        reporter.begin(.render, total: Int64(requests.count), unit: .packages)
        let renderer = DocumentRenderer(root: collector.root, folder: folder)
        var forms: [ReadyForm] = []
        var fresh: [IndexedPackage] = []
        var rewritten: TransferError?
        for request in requests {
            try reporter.checkCancellation()
            var package = request.package
            do {
                if package.ready?.key != request.key {
                    package.ready = try renderer.render(request)
                    fresh.append(package)
                }
            } catch let error as TransferError where error.code == .changed {
                rewritten = error
            }
            if let ready = package.ready { forms.append(ready) }
            reporter.advance()
        }
        if noting { try await collector.index.noteReady(fresh) }
        if let rewritten { throw rewritten }
        return forms
    }
}
