import Crypto
import Posix
package import Reporting
import Spooling
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

    /// Whether a capture would only give that snapshot again, and what is to be said of the tree besides; `nil` where it
    /// might not.
    package func unchanged(since snapshot: String, reporter: Reporter) async throws -> TreeReport? {
        guard try await notes(snapshot), let collected = try await collector.collectUntouched(reporter: reporter),
            try await notes(snapshot, of: collected.generation)
        else { return nil }
        return try Listing(collected, excluded: excluded, before: []).reportOfLastForms
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
                listing: listing,
                folder: folder
            )
        }
        let (snapshot, report) = try await list(listing, into: folder, reporter)
        if !request.allowShrink {
            try snapshot.requireNoShrink(since: request.previous, leaving: report.leftBehind) {
                try !excluded.exclude($0.package)
            }
        }
        // Whether something held stays so depends on more than the content that the generation counts.
        if snapshot.heldCount == 0 {
            try await collector.index.tree.noteCapture(snapshot.id, key: key, generation: collected.generation)
        }
        return NpmCapture(
            source: self,
            snapshot: snapshot,
            report: report,
            collected: collected,
            listing: listing,
            folder: folder
        )
    }

    /// Renders the packuments, and lists them with the tarballs that they list: none travels without its packument.
    ///
    /// What was made is noted in the index, even if something else has to be read again; but of a part that is frozen for
    /// itself nothing is.
    func list(
        _ listing: Listing,
        into folder: RenderFolder,
        noting: Bool = true,
        _ reporter: Reporter
    ) async throws -> (Snapshot, TreeReport) {
        reporter.begin(.render, total: Int64(listing.count), unit: .packages)
        var made = PackumentReport()
        var entries = SpooledListBuilder<Entry>()
        var order = PathOrder()
        var alone = listing.heldAlone[...]
        var renderer = NotingRenderer(collector, folder, notes: noting)
        for (package, request) in try listing.requests(platforms) {
            try reporter.checkCancellation()
            while let other = alone.first, other.name < request.name {
                try order.add(other.name, other.entries) { try entries.append($0) }
                alone = alone.dropFirst()
            }
            let form = try await renderer.form(of: request)
            made.note(package, form)
            try order.add(request.name, Self.entries(package, form, request)) { try entries.append($0) }
            reporter.advance()
        }
        for other in alone { try order.add(other.name, other.entries) { try entries.append($0) } }
        try order.finish { try entries.append($0) }
        try await renderer.finish()
        let report = listing.report(made)
        return (snapshot(of: try entries.finish(), report), report)
    }

    private static func entries(
        _ package: ListedPackage,
        _ form: ReadyForm?,
        _ request: RenderRequest
    ) throws -> [Entry] {
        let document = try form.flatMap { try request.entry($0) }
        let tarballs = package.tarballs.map(\.entry)
        return document.map { tarballs + [$0] } ?? tarballs.filter(\.held)
    }

    private func snapshot(of entries: SpooledList<Entry>, _ report: TreeReport) -> Snapshot {
        Snapshot(
            repository: identity,
            created: clock.now(),
            generator: generator,
            platforms: platforms.map(\.description),
            sorted: entries,
            warnings: report.warnings
        )
    }

    /// What, besides the tree, a snapshot depends on.
    private var key: String {
        (["3"] + platforms.map(\.description) + excluded.map(\.string).sorted()).joined(separator: " ")
    }

    /// The last snapshot, if a capture would only make it again.
    private func unchanged(since request: CaptureRequest, _ generation: Int64) async throws -> Snapshot? {
        guard let previous = request.previous, request.base == nil else { return nil }
        return try await notes(previous.id, of: generation) ? previous : nil
    }

    /// Whether that snapshot is noted as what a capture gave, with these settings and, where one is named, of that
    /// generation.
    private func notes(_ snapshot: String, of generation: Int64? = nil) async throws -> Bool {
        guard let noted = try await collector.index.tree.notedCapture() else { return false }
        return noted.key == key && noted.snapshot == snapshot && generation.map { $0 == noted.generation } ?? true
    }
}

/// Makes the offline-ready forms anew where what they were made from changed, and notes those in the index.
private struct NotingRenderer {
    /// Forms that are noted together.
    private static let batch = 500

    private let index: NpmIndex
    private let renderer: DocumentRenderer
    private let notes: Bool
    private var fresh: [IndexedPackage] = []
    private var rewritten: TransferError?

    init(_ collector: Collector, _ folder: RenderFolder, notes: Bool) {
        index = collector.index
        renderer = DocumentRenderer(root: collector.root, folder: folder)
        self.notes = notes
    }

    /// The form of a packument; `nil` where it was rewritten meanwhile, which `finish` throws.
    mutating func form(of request: RenderRequest) async throws -> ReadyForm? {
        if let ready = request.package.ready, ready.key == request.key { return ready }
        var package = request.package
        do {
            package.ready = try renderer.render(request)
        } catch let error as TransferError where error.code == .changed {
            rewritten = error
            return nil
        }
        fresh.append(package)
        if fresh.count >= Self.batch { try await note() }
        return package.ready
    }

    /// Notes what was not noted yet, and throws what was rewritten.
    mutating func finish() async throws {
        try await note()
        if let rewritten { throw rewritten }
    }

    private mutating func note() async throws {
        if notes { try await index.noteReady(fresh) }
        fresh = []
    }
}
