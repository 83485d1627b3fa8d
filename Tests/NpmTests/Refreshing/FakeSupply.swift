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
    private let breakingAfter: Int
    private let seen = Mutex(Seen())

    init(
        _ side: StorageFixture,
        lies: Set<String> = [],
        gone: Set<String> = [],
        stale: Set<String> = [],
        failing: Set<String> = [],
        breakingAfter: Int = .max
    ) {
        self.side = side
        (self.lies, self.gone, self.stale, self.failing) = (lies, gone, stale, failing)
        self.breakingAfter = breakingAfter
    }

    var asked: [String] { seen.withLock { $0.asked } }
    var supplied: [String] { seen.withLock { $0.supplied.sorted() } }

    func requireReachable() async throws {}

    func revalidate(_ name: PackageName) async throws -> Revalidation {
        let count = seen.withLock { $0.asked.count }
        guard count < breakingAfter else { throw CancellationError() }
        seen.withLock { $0.asked.append(name.string) }
        guard !failing.contains(name.string) else {
            throw SupplyError(.unavailable, name.string, "cannot be had", hint: "Wait")
        }
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
