import Synchronization

@testable import Npm

/// Says of documents what it is told, and gives each tarball the bytes that its version states.
final class FakeSupply: PackageSupply {
    private struct Seen {
        var asked: [String] = []
        var supplied: Set<String> = []
    }

    private let side: StorageFixture
    private let lies, gone, stale, failing: Set<String>
    private let unpublished: Set<String>
    private let breakingAfter: Int
    /// What upstream says now that it did not say before: done to the storage's document when it is asked.
    private let news: @Sendable (String) throws -> Void
    private let seen = Mutex(Seen())

    init(
        _ side: StorageFixture,
        lies: Set<String> = [],
        gone: Set<String> = [],
        stale: Set<String> = [],
        failing: Set<String> = [],
        unpublished: Set<String> = [],
        breakingAfter: Int = .max,
        news: @escaping @Sendable (String) throws -> Void = { _ in }
    ) {
        self.side = side
        (self.unpublished, self.news) = (unpublished, news)
        (self.lies, self.gone, self.stale, self.failing) = (lies, gone, stale, failing)
        self.breakingAfter = breakingAfter
    }

    var asked: [String] { seen.withLock { $0.asked } }
    var supplied: [String] { seen.withLock { $0.supplied.sorted() } }

    /// Its documents are always as upstream's.
    var comparison: UpstreamComparison? { .storage }

    func requireReachable() async throws {}

    func revalidate(_ name: PackageName) async throws -> Revalidation {
        let count = seen.withLock { $0.asked.count }
        guard count < breakingAfter else { throw CancellationError() }
        seen.withLock { $0.asked.append(name.string) }
        guard !failing.contains(name.string) else {
            throw SupplyError(.unavailable, name.string, "cannot be had", hint: "Wait")
        }
        guard !unpublished.contains(name.string) else { return .unpublished(cause: "is no longer upstream") }
        try news(name.string)
        return stale.contains(name.string) ? .stale(cause: "was not asked for", hint: "Look") : .fresh
    }

    func supply(_ tarball: WantedTarball, of name: PackageName) async throws -> SuppliedTarball {
        let path = "\(name)/\(tarball.file)"
        guard !gone.contains(path) else { throw SupplyError(.gone, path, "is not there upstream", hint: "Nothing") }
        let version = tarball.file.string.dropFirst(name.string.count + 1).dropLast(4)
        let bytes = lies.contains(path) ? "a lie" : StorageFixture.content(name.string, String(version))
        try side.write(path, bytes)
        _ = seen.withLock { $0.supplied.insert(path) }
        return SuppliedTarball(size: Int64(bytes.utf8.count), source: "a test")
    }
}
