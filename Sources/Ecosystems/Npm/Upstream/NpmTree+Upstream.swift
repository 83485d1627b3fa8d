import HTTPClient
import Posix
import Time
import Trees

extension TreeSettings {
    /// What fills the storage of this repository from its upstream, one for all who ask.
    ///
    /// `nil` where none is named, or nothing is fetched on this side. Throws `StorageError`. Blocks.
    func pullThrough(in context: TreeContext, _ root: Directory, _ layout: StorageLayout) throws -> PullThrough? {
        guard let fetching = context.fetching, text("upstream") != nil else { return nil }
        return try fetching.shared("npm:\(root.path)") {
            guard let settings = try UpstreamSettings(self, environment: fetching.environment) else { return nil }
            return try PullThrough(settings, context, fetching, root, layout)
        }
    }
}

extension PullThrough {
    fileprivate convenience init(
        _ settings: UpstreamSettings,
        _ context: TreeContext,
        _ fetching: Fetching,
        _ root: Directory,
        _ layout: StorageLayout
    ) throws {
        let start = ContinuousClock.now
        let upstream = UpstreamRegistry(
            settings: settings,
            client: context.client,
            breaker: UpstreamBreaker { ContinuousClock.now - start },
            policy: RetryPolicy(),
            environment: .system
        )
        // What root makes here belongs to whom the storage belongs to.
        let root = try Directory.making(root.path)
        let lock = PackumentLock(root: root, patience: .seconds(10), clock: context.clock) {
            try await Task.sleep(for: $0)
        }
        let filler = StorageFiller(
            root: root,
            layout: layout,
            lock: lock,
            uplink: settings.address.uplink,
            clock: context.clock
        )
        self.init(upstream, filler: filler, pool: fetching.pool, logger: fetching.logger, clock: context.clock)
    }
}

extension RegistryAddress {
    /// What Verdaccio's documents call it; the public registry by the name that its usual configuration has.
    var uplink: String { description.hasSuffix("//registry.npmjs.org") ? "npmjs" : "upstream" }
}
