import Posix
import Time
import Trees

/// Reads documents of a storage, large ones one after the other: in memory a packument takes several times its 40 MB.
struct DocumentReader: Sendable {
    let collector: Collector
    private let lane = ByteLane()

    private let briefs: BriefStore

    init(_ collector: Collector) {
        self.collector = collector
        briefs = BriefStore(database: collector.index.database, repository: collector.index.repository)
    }

    /// Takes from the document of a package what is needed of it; `nil` when there is none.
    ///
    /// Blocks. Throws `PackumentError` and `SystemError`, and what `body` throws.
    func read<T: Sendable>(_ name: PackageName, _ body: @Sendable (Packument) throws -> T) async throws -> T? {
        let place = LanePlace(lane)
        defer { place.giveBack() }
        if try collector.documentSize(of: name) > RefreshSettings.largeDocument { await place.take() }
        return try collector.packument(of: name).map(body)
    }
}

/// What a refresh needs of documents, of most of them without reading them.
extension DocumentReader {
    /// What is kept of the document of a package, if that is still what it was taken from.
    func keptBrief(of name: PackageName) async throws -> KeptBrief? {
        guard let file = try collector.documentIdentity(of: name), let kept = try await briefs.find(name) else {
            return nil
        }
        return kept.isOf(file) ? kept : nil
    }

    /// The brief of the document of a package as it is now; `nil` when there is none.
    ///
    /// It is read unless it is what was `kept`. Blocks. Throws `PackumentError`, `ClosureError` and `SystemError`.
    func brief(of name: PackageName, knowing kept: KeptBrief?) async throws -> DocumentBrief? {
        guard let file = try collector.documentIdentity(of: name) else { return nil }
        if let kept, kept.isOf(file) { return kept.brief }
        let readAt = collector.clock.now().nanoseconds
        guard let brief = try await read(name, { try DocumentBrief($0) }) else { return nil }
        try await briefs.note(KeptBrief(brief: brief, file: file, readAt: readAt), of: name)
        return brief
    }

    /// Makes sure that what was taken is kept.
    func keepBriefs() async throws { try await briefs.flush() }
}
