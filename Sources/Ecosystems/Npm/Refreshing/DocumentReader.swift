import Posix

/// Reads documents of a storage, large ones one after the other: in memory a packument takes several times its 40 MB.
struct DocumentReader: Sendable {
    let collector: Collector
    private let lane = ByteLane()

    init(_ collector: Collector) { self.collector = collector }

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
