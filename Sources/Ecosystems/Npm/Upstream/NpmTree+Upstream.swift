import HTTPClient
import Posix
import Time
import Transfer
import Trees

extension TreeSettings {
    /// What fills the storage of this repository from its upstream, one for all who ask.
    ///
    /// `nil` where none is named, a Verdaccio fills it, or nothing is fetched on this side. Throws `StorageError`. Blocks.
    func pullThrough(in context: TreeContext, _ root: Directory, _ layout: StorageLayout) throws -> PullThrough? {
        guard let fetching = context.fetching, text("upstream") != nil, text("registry") == nil else { return nil }
        return try fetching.shared("npm:\(root.path)") {
            try upstream(in: context).map { try PullThrough($0, context, fetching, root, layout) }
        }
    }

    /// The upstream that is named; `nil` where none is, or nothing is fetched on this side.
    ///
    /// Throws `StorageError`. Blocks.
    func upstream(in context: TreeContext) throws -> UpstreamRegistry? {
        guard let fetching = context.fetching,
            let settings = try UpstreamSettings(self, environment: fetching.environment)
        else { return nil }
        let start = ContinuousClock.now
        return UpstreamRegistry(
            settings: settings,
            client: context.client,
            breaker: UpstreamBreaker { ContinuousClock.now - start },
            policy: RetryPolicy(),
            environment: .system
        )
    }
}

extension PullThrough {
    fileprivate convenience init(
        _ upstream: UpstreamRegistry,
        _ context: TreeContext,
        _ fetching: Fetching,
        _ root: Directory,
        _ layout: StorageLayout
    ) throws {
        // What root makes here belongs to whom the storage belongs to.
        let root = try Directory.making(root.path)
        let lock = PackumentLock(root: root, patience: .seconds(10), clock: context.clock) {
            try await Task.sleep(for: $0)
        }
        let filler = StorageFiller(
            root: root,
            layout: layout,
            lock: lock,
            uplink: upstream.address.uplink,
            clock: context.clock
        )
        self.init(
            upstream,
            filler: filler,
            pool: fetching.pool,
            logger: fetching.logger,
            clock: context.clock,
            requireSpace: { [space = context.space] in try space.require(0, for: "what is fetched", in: root) }
        )
    }
}

extension UpstreamAddress {
    /// What Verdaccio's documents call it; the public registry by the name that its usual configuration has.
    var uplink: String { description.hasSuffix("//registry.npmjs.org") ? "npmjs" : "upstream" }
}
